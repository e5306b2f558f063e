import { PING_REQUEST } from '../../../client/messages.ts';
import { type JsonObject, type JsonValue, parseJson, stringifyJson } from '../../../core/json.ts';
import {
  EventPatternError,
  matches,
  type Pattern,
  parsePattern,
} from '../../../languages/event-pattern/index.ts';
import type { BusEvent, LocalStack } from './local-stack.ts';
import type { Socket, SocketListener } from './socket.ts';

/** Where a pane "connects" to that shows the local buses themselves. */
export const BUS_URL = 'bus:';

/** The part of the local stack that it listens to. */
type Buses = Pick<LocalStack, 'isFollowed' | 'watchBuses'>;

/**
 * In place of a WebSocket where the template has no WebSocket API: the same messages, about whatever the local buses
 * accept. Patterns are judged here, by the same engine as in the runtime.
 */
export class BusSocket implements Socket {
  isOpen = false;
  private isClosed = false;
  private pattern: Pattern | undefined;
  private readonly listener: SocketListener;
  private readonly unwatch: () => void;

  constructor(buses: Buses, listener: SocketListener) {
    this.listener = listener;
    this.unwatch = buses.watchBuses({ onEvent: (event) => this.take(event), onLost: () => this.lost() });
    // A moment later, as a WebSocket does.
    queueMicrotask(() => (buses.isFollowed ? this.opened() : this.lost()));
  }

  send(text: string): void {
    this.say(text === PING_REQUEST ? { type: 'pong' } : this.judge(text));
  }

  close(): void {
    this.isClosed = true;
    this.isOpen = false;
    this.unwatch();
  }

  private opened(): void {
    if (this.isClosed) return;
    this.isOpen = true;
    this.listener.onOpen();
  }

  private lost(): void {
    if (this.isClosed) return;
    this.close();
    this.listener.onClose('the runtime does not answer');
  }

  private judge(request: string): JsonObject {
    const { pattern } = parseJson(request) as { pattern: JsonValue };
    try {
      this.pattern = parsePattern(stringifyJson(pattern));
      return { type: 'pattern.accepted', connectionId: '', pattern };
    } catch (error) {
      if (!(error instanceof EventPatternError)) throw error;
      return { type: 'pattern.rejected', message: error.message };
    }
  }

  private take({ text }: BusEvent): void {
    if (this.pattern && matches(this.pattern, text)) this.listener.onMessage(text);
  }

  private say(message: JsonObject): void {
    this.listener.onMessage(stringifyJson(message));
  }
}
