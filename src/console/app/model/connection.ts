import { backoffMs } from '../../../client/backoff.ts';
import { PING_REQUEST, patternRequest, readMessage } from '../../../client/messages.ts';
import { EventLog } from './event-log.ts';
import { Observable } from './observable.ts';

export type ConnectionState = 'idle' | 'connecting' | 'open' | 'waiting' | 'closed';
export type PatternState = 'none' | 'sent' | 'accepted' | 'rejected';

export interface Notice {
  readonly at: number;
  readonly text: string;
}

const PING_INTERVAL_MS = 5 * 60_000;
const NOTICES_KEPT = 50;

/** One WebSocket connection of the page, which comes back by itself with its pattern. */
export class Connection extends Observable {
  readonly log: EventLog = new EventLog();
  state: ConnectionState = 'idle';
  patternState: PatternState = 'none';
  /** Why the server refused the last pattern. */
  rejection = '';
  /** The pattern in force, as the server stored it. */
  accepted = '';
  connectionId = '';
  notices: readonly Notice[] = [];
  retryAtMs = 0;
  private socket: WebSocket | undefined;
  private pattern = '';
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private url = '';

  open(url: string): void {
    this.close();
    this.url = url;
    this.attempt = 0;
    this.connect();
  }

  /** Ends the connection and does not come back. */
  close(): void {
    clearTimeout(this.timer);
    this.detach();
    this.state = this.state === 'idle' ? 'idle' : 'closed';
    this.changed();
  }

  setPattern(text: string): void {
    this.pattern = text;
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.socket.send(patternRequest(text));
    this.patternState = 'sent';
    this.changed();
  }

  /** Tries at once instead of waiting for the next attempt. */
  retryNow(): void {
    clearTimeout(this.timer);
    this.connect();
  }

  private connect(): void {
    this.detach();
    this.state = 'connecting';
    this.changed();
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.url);
    } catch (error) {
      this.state = 'closed';
      this.note(`Not a WebSocket URL: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    this.socket = socket;
    socket.onopen = () => this.opened();
    socket.onmessage = ({ data }) => this.receive(String(data));
    socket.onclose = ({ code, reason }) => this.lost(code, reason);
  }

  private opened(): void {
    this.state = 'open';
    this.attempt = 0;
    this.patternState = 'none';
    if (this.pattern !== '') this.setPattern(this.pattern);
    this.schedulePing();
    this.changed();
  }

  private lost(code: number, reason: string): void {
    const delayMs = backoffMs(this.attempt++, Math.random());
    this.state = 'waiting';
    this.retryAtMs = Date.now() + delayMs;
    this.note(`Disconnected (${code}${reason ? ` ${reason}` : ''})`);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), delayMs);
  }

  private receive(text: string): void {
    this.schedulePing();
    const message = readMessage(text);
    switch (message.kind) {
      case 'event':
        this.log.add(text, message.event);
        break;
      case 'accepted':
        this.patternState = 'accepted';
        this.rejection = '';
        this.accepted = JSON.stringify(message.pattern, undefined, 2);
        this.connectionId = message.connectionId;
        break;
      case 'rejected':
        this.patternState = 'rejected';
        this.rejection = message.message;
        break;
      case 'oversize':
        this.note(`Too large for a message: ${JSON.stringify(message.notice)}`);
        break;
      case 'error':
        this.note(message.message);
        break;
      case 'pong':
    }
    this.changed();
  }

  private note(text: string): void {
    this.notices = [...this.notices.slice(1 - NOTICES_KEPT), { at: Date.now(), text }];
    this.changed();
  }

  /** API Gateway closes a connection after ten idle minutes. */
  private schedulePing(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.socket?.send(PING_REQUEST);
      this.schedulePing();
    }, PING_INTERVAL_MS);
  }

  private detach(): void {
    const { socket } = this;
    this.socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}
