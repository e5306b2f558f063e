import { backoffMs } from '../../../client/backoff.ts';
import { PING_REQUEST, patternRequest, readMessage } from '../../../client/messages.ts';
import { type JsonObject, stringifyJson } from '../../../core/json.ts';
import { BUS_URL } from './bus-socket.ts';
import { EventLog } from './event-log.ts';
import { Observable } from './observable.ts';
import { expiryOf } from './signed-url.ts';
import { type OpenSocket, openWebSocket, type Socket } from './socket.ts';

export type ConnectionState = 'idle' | 'connecting' | 'open' | 'waiting' | 'closed';
export type PatternState = 'none' | 'sent' | 'accepted' | 'rejected';

export interface Notice {
  readonly sequence: number;
  readonly atMs: number;
  readonly text: string;
}

/** What a person can do about a connection that does not come about. */
export type Advice =
  /** The signature has ended: no attempt with this URL can succeed. */
  | 'expired'
  /** It never opened; a browser does not tell a refusal from a network that is down. */
  | 'refused';

const PING_INTERVAL_MS = 5 * 60_000;
/** A connection that answers nothing for so long is lost, though nobody has said so: a laptop slept, a network changed. */
const PONG_TIMEOUT_MS = 15_000;
const NOTICES_KEPT = 50;

let connectionCount = 0;

/** One WebSocket connection of the page, which comes back by itself with its pattern. */
export class Connection extends Observable {
  /** Names the connection within the page. */
  readonly number: number = ++connectionCount;
  readonly log: EventLog = new EventLog();
  url = '';
  state: ConnectionState = 'idle';
  patternState: PatternState = 'none';
  /** Why the last pattern was refused, in the server's words. */
  rejection = '';
  /** The pattern as it was sent last. */
  pattern = '';
  /** The pattern in force, as the server stored it; "" if none is. */
  accepted = '';
  connectionId = '';
  advice: Advice | undefined;
  notices: readonly Notice[] = [];
  retryAtMs = 0;
  private socket: Socket | undefined;
  private attempt = 0;
  private wasEverOpen = false;
  /** As it was sent, for the next connection. */
  private lastAccepted = '';
  private lostAtMs: number | undefined;
  private noticeCount = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly openSocket: OpenSocket;

  constructor(openSocket: OpenSocket = openWebSocket) {
    super();
    this.openSocket = openSocket;
  }

  open(url: string): void {
    this.url = url;
    this.attempt = 0;
    this.wasEverOpen = false;
    this.lostAtMs = undefined;
    this.advice = undefined;
    this.connect();
  }

  /** Ends the connection and does not come back. */
  close(): void {
    clearTimeout(this.timer);
    this.detach();
    this.advice = undefined;
    this.enter('closed');
  }

  /** Whether it is on the way back, and not on the way. */
  get isReturning(): boolean {
    return this.attempt > 0;
  }

  /** Whether it shows the local buses themselves. */
  get isOnBus(): boolean {
    return this.url === BUS_URL;
  }

  /** Asks for this pattern, now or as soon as the connection is open. */
  setPattern(text: string): void {
    this.pattern = text;
    if (!isJson(text)) {
      this.reject('This is not JSON, so it was not sent.');
    } else if (this.socket?.isOpen) {
      this.patternState = 'sent';
      this.socket.send(patternRequest(text));
      this.changed();
    }
  }

  /** Tries at once instead of waiting for the next attempt. */
  retryNow(): void {
    this.connect();
  }

  /** The network is back, or the tab is looked at again: what was lost meanwhile is found out now. */
  wake(): void {
    if (this.state === 'waiting') this.retryNow();
    else if (this.state === 'open') this.ping();
  }

  private connect(): void {
    clearTimeout(this.timer);
    this.detach();
    try {
      this.socket = this.openSocket(this.url, {
        onOpen: () => this.opened(),
        onMessage: (text) => this.receive(text),
        onClose: (why) => this.lost(why),
      });
    } catch {
      this.note('This is not the URL of a WebSocket, which begins with ws:// or wss://.');
      this.enter('closed');
      return;
    }
    this.enter('connecting');
  }

  private opened(): void {
    if (this.lostAtMs !== undefined) {
      const seconds = Math.round((Date.now() - this.lostAtMs) / 1000);
      this.note(`Connected again; what was published in the ${seconds} s between did not arrive.`);
    }
    this.lostAtMs = undefined;
    this.attempt = 0;
    this.wasEverOpen = true;
    this.advice = undefined;
    this.enter('open');
    // A pattern that was refused would leave a new connection without any.
    const pattern = this.patternState === 'rejected' && this.lastAccepted ? this.lastAccepted : this.pattern;
    if (pattern !== '') this.setPattern(pattern);
    this.schedulePing();
  }

  private lost(why: string): void {
    clearTimeout(this.timer);
    if (this.state === 'open') this.lostAtMs = Date.now();
    this.note(`${this.state === 'open' ? 'Disconnected' : 'No connection'} (${why}).`);
    const expiryMs = expiryOf(this.url);
    if (expiryMs !== undefined && expiryMs < Date.now()) {
      this.advice = 'expired';
      this.enter('closed');
      return;
    }
    if (!this.wasEverOpen && !this.isOnBus) this.advice = 'refused';
    const delayMs = backoffMs(this.attempt++, Math.random());
    this.retryAtMs = Date.now() + delayMs;
    this.timer = setTimeout(() => this.connect(), delayMs);
    this.enter('waiting');
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
        this.lastAccepted = this.pattern;
        this.rejection = '';
        this.accepted = stringifyJson(message.pattern);
        this.connectionId = message.connectionId;
        this.changed();
        break;
      case 'rejected':
        this.reject(message.message);
        break;
      case 'oversize':
        this.note(oversizeText(message.notice));
        break;
      case 'error':
        // API Gateway's own words for what went wrong do not say with which message.
        if (this.patternState === 'sent') this.reject(message.message);
        else this.note(message.message);
        break;
      case 'pong':
    }
  }

  private reject(why: string): void {
    this.patternState = 'rejected';
    this.rejection = why;
    this.changed();
  }

  private enter(state: ConnectionState): void {
    this.state = state;
    // A pattern lives and dies with its connection.
    if (state !== 'open') this.accepted = '';
    if (this.patternState !== 'rejected') this.patternState = 'none';
    this.changed();
  }

  private note(text: string): void {
    const notice = { sequence: ++this.noticeCount, atMs: Date.now(), text };
    this.notices = [...this.notices.slice(1 - NOTICES_KEPT), notice];
    this.changed();
  }

  /** API Gateway closes a connection after ten idle minutes. */
  private schedulePing(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ping(), PING_INTERVAL_MS);
  }

  private ping(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.detach();
      this.lost('a ping was not answered');
    }, PONG_TIMEOUT_MS);
    this.socket?.send(PING_REQUEST);
  }

  private detach(): void {
    this.socket?.close();
    this.socket = undefined;
  }
}

/** An event may be larger than a WebSocket message: then there is only a notice of it. */
function oversizeText({ id, source, 'detail-type': detailType, size, limit }: JsonObject): string {
  return `An event matches, but is too large for a message: ${detailType} (${source}), ${size} of ${limit} bytes, id ${id}.`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
