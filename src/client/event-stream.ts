import { EventEmitter } from 'node:events';
import WebSocket from 'ws';
import { type Clock, systemClock, type Timer } from '../core/clock.ts';
import { LambdalessError, messageOf } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { type BackoffOptions, backoffMs } from './backoff.ts';
import { dial } from './dial.ts';
import { PING_REQUEST, patternRequest, readMessage } from './messages.ts';
import { SeenIds } from './seen-ids.ts';

export interface EventStreamOptions {
  /** Where to connect. A function is asked before every attempt, so that a signed URL is always fresh. */
  readonly url: string | (() => string | Promise<string>);
  /** Set again after every reconnect. Nothing arrives without one. */
  readonly pattern?: string;
  /** @default the values of {@link BackoffOptions} */
  readonly backoff?: BackoffOptions;
  /** API Gateway closes a connection that was idle for ten minutes. @default 5 minutes */
  readonly pingIntervalMs?: number;
  /** How long an answer to a ping or a pattern may take before the connection counts as dead. @default 30 s */
  readonly answerTimeoutMs?: number;
  /** How many event ids are remembered to drop repeated deliveries; 0 keeps every delivery. @default 10000 */
  readonly dedupeWindow?: number;
  readonly clock?: Clock;
  /** A float in [0, 1), for the jitter. */
  readonly random?: () => number;
}

interface EventStreamEvents {
  /** An event that matches; `text` as it arrived. */
  event: [text: string, event: JsonObject];
  /** A delivery of an event that was delivered before; it is dropped. */
  duplicate: [id: string];
  connected: [url: string];
  /** The connection was lost and is tried again in `retryInMs`. */
  disconnected: [reason: string, retryInMs: number];
  accepted: [pattern: JsonObject, connectionId: string];
  /** Of a pattern that was set again after a reconnect; {@link EventStream.setPattern} rejects for one that is new. */
  rejected: [message: string];
  oversize: [notice: JsonObject];
  /** A message that is neither an event nor an answer that was waited for. */
  notice: [message: string];
  /** Only after {@link EventStream.close}. */
  closed: [];
}

const GOING_AWAY = 1001;
/** A connection that lasted so long was a good one: a server that closes at once is not called again at once. */
const AGED_MS = 60_000;
/** Clients that were cut off together come back spread over this time. */
const AT_ONCE_MS = 100;

/** Whoever waits for the answer to a pattern. */
interface PendingPattern {
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * A connection that stays: it reconnects with backoff, sets its pattern again, notices a dead peer by pings, and
 * drops repeated deliveries. It never ends by itself once it has been open; {@link close} ends it.
 */
export class EventStream extends EventEmitter<EventStreamEvents> {
  private readonly options: EventStreamOptions;
  private readonly clock: Clock;
  private readonly seen: SeenIds | undefined;
  private socket: WebSocket | undefined;
  private pattern: string | undefined;
  private pending: PendingPattern | undefined;
  /** Patterns sent on this connection and not answered: only the answer to the last one settles `pending`. */
  private unanswered = 0;
  private timers: Timer[] = [];
  private attempt = 0;
  private connectedAtMs = 0;
  private ended = false;
  private readonly stopDialling = new AbortController();

  constructor(options: EventStreamOptions) {
    super();
    this.options = options;
    this.clock = options.clock ?? systemClock;
    this.pattern = options.pattern;
    const window = options.dedupeWindow ?? 10_000;
    this.seen = window > 0 ? new SeenIds(window) : undefined;
  }

  /**
   * Opens the connection and, with a pattern, waits until it is in force.
   * @throws LambdalessError CONNECTION_FAILED when the first attempt fails: a wrong URL should not be retried
   * for ever. PATTERN_REJECTED with AWS's reason.
   */
  async open(): Promise<void> {
    await this.connect();
    // A pattern that was set meanwhile replaces the first one.
    if (this.pending) this.sendPattern(this.pending.text);
    else if (this.pattern !== undefined) await this.setPattern(this.pattern);
  }

  /**
   * Replaces the pattern. When the server rejects it, the one before stays in force.
   * @throws LambdalessError PATTERN_REJECTED, or CONNECTION_FAILED when the stream is closed meanwhile.
   */
  setPattern(text: string): Promise<void> {
    this.pending?.reject(
      new LambdalessError('PATTERN_REJECTED', 'Another pattern was set before this one was answered.'),
    );
    return new Promise((resolve, reject) => {
      this.pending = { text, resolve, reject };
      if (this.socket?.readyState === WebSocket.OPEN) this.sendPattern(text);
    });
  }

  /** Ends the stream for good. */
  close(): void {
    if (this.ended) return;
    this.ended = true;
    this.stopDialling.abort();
    this.clearTimers();
    this.settlePending(new LambdalessError('CONNECTION_FAILED', 'The stream was closed.'));
    const { socket } = this;
    if (!socket || socket.readyState === WebSocket.CLOSED) this.emit('closed');
    else {
      socket.once('close', () => this.emit('closed'));
      socket.close(1000);
      // A peer that does not answer the close is not waited for.
      this.clock.setTimer(1_000, () => socket.terminate());
    }
  }

  private async connect(): Promise<void> {
    const url = await this.resolveUrl();
    const socket = await dial(url, this.stopDialling.signal);
    if (this.ended) return socket.terminate();
    this.socket = socket;
    this.unanswered = 0;
    this.attempt = 0;
    this.connectedAtMs = this.clock.now();
    socket.on('message', (data) => this.receive(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', (code, reason) => this.lost(code, String(reason)));
    this.schedulePing();
    this.emit('connected', url);
  }

  private async resolveUrl(): Promise<string> {
    const { url } = this.options;
    return typeof url === 'string' ? url : await url();
  }

  private receive(text: string): void {
    this.schedulePing();
    const message = readMessage(text);
    switch (message.kind) {
      case 'event':
        this.receiveEvent(message.text, message.event);
        break;
      case 'accepted':
        this.emit('accepted', message.pattern, message.connectionId);
        this.answered();
        break;
      case 'rejected':
        if (!this.pending) this.emit('rejected', message.message);
        this.answered(new LambdalessError('PATTERN_REJECTED', message.message));
        break;
      case 'oversize':
        this.emit('oversize', message.notice);
        break;
      case 'error':
        this.emit('notice', message.message);
        if (this.unanswered > 0) this.answered(new LambdalessError('PATTERN_REJECTED', message.message));
        break;
      case 'pong':
    }
  }

  private receiveEvent(text: string, event: JsonObject): void {
    const { id } = event;
    if (typeof id === 'string' && this.seen?.has(id)) this.emit('duplicate', id);
    else this.emit('event', text, event);
  }

  /** Whatever arrives shows that the peer lives; silence is broken by a ping, and an unanswered one ends it. */
  private schedulePing(): void {
    this.clearTimers();
    const { pingIntervalMs = 5 * 60_000 } = this.options;
    this.timers.push(
      this.clock.setTimer(pingIntervalMs, () => {
        this.socket?.send(PING_REQUEST);
        this.expectAnswer();
      }),
    );
  }

  private expectAnswer(): void {
    const { answerTimeoutMs = 30_000 } = this.options;
    this.timers.push(this.clock.setTimer(answerTimeoutMs, () => this.socket?.terminate()));
  }

  private sendPattern(text: string): void {
    this.unanswered++;
    this.socket?.send(patternRequest(text));
    this.expectAnswer();
  }

  private answered(error?: Error): void {
    if (--this.unanswered > 0) return;
    this.unanswered = 0;
    if (this.pending && !error) this.pattern = this.pending.text;
    this.settlePending(error);
  }

  private settlePending(error?: Error): void {
    const { pending } = this;
    this.pending = undefined;
    if (error) pending?.reject(error);
    else pending?.resolve();
  }

  private lost(code: number, reason: string): void {
    this.clearTimers();
    if (this.ended) return;
    // API Gateway ends every connection after two hours; nothing is wrong then, and every second is a gap.
    const aged = this.clock.now() - this.connectedAtMs >= AGED_MS;
    const random = this.random();
    const delayMs =
      code === GOING_AWAY && aged ? Math.round(random * AT_ONCE_MS) : this.nextBackoffMs(random);
    this.retryAfter(describeClose(code, reason), delayMs);
  }

  private random(): number {
    return (this.options.random ?? Math.random)();
  }

  private nextBackoffMs(random: number): number {
    return backoffMs(this.attempt++, random, this.options.backoff);
  }

  private retryAfter(reason: string, delayMs: number): void {
    this.emit('disconnected', reason, delayMs);
    this.timers.push(this.clock.setTimer(delayMs, () => void this.retry()));
  }

  private async retry(): Promise<void> {
    try {
      await this.connect();
    } catch (error) {
      if (!this.ended) this.retryAfter(messageOf(error), this.nextBackoffMs(this.random()));
      return;
    }
    const text = this.pending?.text ?? this.pattern;
    if (text !== undefined) this.sendPattern(text);
  }

  private clearTimers(): void {
    for (const timer of this.timers) timer.cancel();
    this.timers = [];
  }
}

function describeClose(code: number, reason: string): string {
  const known: Readonly<Record<number, string>> = {
    1001: 'the server is going away, or the connection reached its limit of two hours or ten idle minutes',
    1006: 'the connection broke',
    1009: 'a message was too large',
  };
  return `closed with code ${code}${reason ? ` ${reason}` : ''}${known[code] ? ` (${known[code]})` : ''}`;
}
