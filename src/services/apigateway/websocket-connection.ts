import type { Clock, Timer } from '../../core/clock.ts';
import { type JsonObject, utf8Length } from '../../core/json.ts';
import { billedTo, type Meter } from '../../core/meter.ts';
import type { Span } from '../../core/trace.ts';
import { IDLE_TIMEOUT_MS, MAX_CONNECTION_MS, MESSAGE_UNIT_BYTES } from './limits.ts';
import type { SendResult, Transport } from './websocket-types.ts';

/** `$context.identity`: with AWS_IAM, also who signed. */
export interface ClientIdentity extends JsonObject {
  sourceIp: string;
  userAgent: string;
}

const GOING_AWAY = 1001;
const MINUTE_MS = 60_000;

/** An open connection: its two time limits, and what is billed for it. */
export class Connection {
  readonly connectionId: string;
  readonly identity: ClientIdentity;
  readonly connectedAtMs: number;
  readonly headers: Readonly<Record<string, string>>;
  private lastActiveMs: number;
  private billedUntilMs: number;
  private timer: Timer | undefined;
  private closing = false;
  private readonly clock: Clock;
  private readonly meter: Meter;
  private readonly transport: Transport;

  constructor(
    details: Pick<Connection, 'connectionId' | 'identity' | 'connectedAtMs' | 'headers'>,
    transport: Transport,
    clock: Clock,
    meter: Meter,
  ) {
    this.connectionId = details.connectionId;
    this.identity = details.identity;
    this.connectedAtMs = details.connectedAtMs;
    this.headers = details.headers;
    this.transport = transport;
    this.clock = clock;
    this.meter = meter;
    this.lastActiveMs = clock.now();
    this.billedUntilMs = details.connectedAtMs;
    this.watch();
  }

  get isClosing(): boolean {
    return this.closing;
  }

  get lastActiveAtMs(): number {
    return this.lastActiveMs;
  }

  /** A message arrived. */
  received(text: string, span: Span): void {
    this.bill(text, span);
  }

  /** A message that is not sent is lost, and the caller told. */
  send(text: string, span: Span): SendResult {
    if (this.closing) return 'closed';
    const result = this.transport.send(text);
    if (result === 'sent') this.bill(text, span);
    return result;
  }

  close(code: number, reason: string): void {
    this.closing = true;
    this.transport.close(code, reason);
  }

  /** Ends the time limits, and bills what is left of the connection's time. */
  ended(): void {
    this.timer?.cancel();
    this.billTime();
  }

  /** Bills the time since the connection was opened, or since this was called last. */
  billTime(): void {
    const nowMs = this.clock.now();
    this.meter.count('apigateway.websocket.connectionMinutes', (nowMs - this.billedUntilMs) / MINUTE_MS);
    this.billedUntilMs = nowMs;
  }

  private bill(text: string, span: Span): void {
    this.lastActiveMs = this.clock.now();
    const units = Math.max(1, Math.ceil(utf8Length(text) / MESSAGE_UNIT_BYTES));
    billedTo(span, this.meter).count('apigateway.websocket.messages', units);
  }

  /** One timer for both limits, moved on when it fires: a busy connection sets none per message. */
  private watch(): void {
    const endMs = Math.min(this.lastActiveMs + IDLE_TIMEOUT_MS, this.connectedAtMs + MAX_CONNECTION_MS);
    const leftMs = endMs - this.clock.now();
    if (leftMs <= 0) this.close(GOING_AWAY, 'Going away');
    else this.timer = this.clock.setTimer(leftMs, () => this.watch());
  }
}
