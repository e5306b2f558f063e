import WebSocket from 'ws';
import { messageOf } from '../core/errors.ts';
import { type JsonObject, parseJson } from '../core/json.ts';
import { CheckFailed } from './check.ts';
import { FrameSizes } from './frames.ts';

/** Something that arrived, as text and read. */
export interface Received {
  readonly text: string;
  readonly body: JsonObject;
}

type Wanted = (received: Received) => boolean;

/** A plain WebSocket client that keeps what arrived until a check asks for it. */
export class Client {
  private readonly socket: WebSocket;
  private readonly inbox: Received[] = [];
  private readonly waiting = new Set<() => void>();
  private readonly waitMs: number;
  private readonly frames = new FrameSizes();
  /** Resolves with the close code. */
  readonly closed: Promise<number>;

  private constructor(socket: WebSocket, waitMs: number) {
    this.socket = socket;
    this.waitMs = waitMs;
    socket.on('upgrade', (answer) => answer.socket.on('data', (chunk: Buffer) => this.frames.add(chunk)));
    socket.on('message', (data) => {
      const text = String(data);
      this.inbox.push({ text, body: readObject(text) });
      for (const wake of this.waiting) wake();
    });
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.on('close', resolve));
  }

  /** @param waitMs how long a check waits for a message that has to come */
  static open(url: string, waitMs: number): Promise<Client> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, { handshakeTimeout: waitMs, perMessageDeflate: false });
      socket.once('open', () => resolve(client));
      socket.once('error', (error) =>
        reject(new CheckFailed(`the connection is refused: ${messageOf(error)}`)),
      );
      const client = new Client(socket, waitMs);
    });
  }

  send(data: string | Buffer): void {
    this.socket.send(data);
  }

  /** Takes the first message of the wanted kind, now or as soon as it arrives. @throws CheckFailed if none comes */
  async take(what: string, wanted: Wanted, waitMs: number = this.waitMs): Promise<Received> {
    const deadlineMs = Date.now() + waitMs;
    for (;;) {
      const index = this.inbox.findIndex(wanted);
      if (index >= 0) return this.inbox.splice(index, 1)[0] as Received;
      const leftMs = deadlineMs - Date.now();
      if (leftMs <= 0)
        throw new CheckFailed(`${what} did not arrive within ${waitMs} ms; ${this.leftovers()}`);
      await this.nextArrival(leftMs);
    }
  }

  takeType(type: string): Promise<Received> {
    return this.take(type, ({ body }) => body['type'] === type);
  }

  takeEvent(detailType: string, waitMs?: number): Promise<Received> {
    return this.take(`the event ${detailType}`, ({ body }) => body['detail-type'] === detailType, waitMs);
  }

  /** Puts a pattern in force. */
  async setPattern(pattern: object | string): Promise<Received> {
    this.send(
      `{"action":"pattern","pattern":${typeof pattern === 'string' ? pattern : JSON.stringify(pattern)}}`,
    );
    return this.takeType('pattern.accepted');
  }

  /** The sizes of the frames in which everything arrived, in bytes. */
  get frameSizes(): readonly number[] {
    return this.frames.sizes;
  }

  /** What arrived and was not taken. */
  get untaken(): readonly Received[] {
    return this.inbox;
  }

  async close(): Promise<void> {
    this.socket.close(1000);
    await Promise.race([this.closed, delay(1_000)]);
    this.socket.terminate();
  }

  private leftovers(): string {
    if (this.inbox.length === 0) return 'nothing else arrived';
    return `what arrived: ${this.inbox.map(({ text }) => text.slice(0, 200)).join(' | ')}`;
  }

  private nextArrival(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      this.waiting.add(done);
    });
  }
}

/** What the server says to a handshake: 101 if it lets the client in. */
export function handshake(
  url: string,
  waitMs: number,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { handshakeTimeout: waitMs });
    socket.once('open', () => {
      socket.close(1000);
      resolve({ status: 101, text: '' });
    });
    socket.once('unexpected-response', (request, answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        request.destroy();
        resolve({ status: answer.statusCode ?? 0, text: String(Buffer.concat(chunks)) });
      });
    });
    socket.once('error', (error) => reject(new CheckFailed(`no answer: ${messageOf(error)}`)));
  });
}

export function delay(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

function readObject(text: string): JsonObject {
  try {
    return parseJson(text) as JsonObject;
  } catch {
    return {};
  }
}
