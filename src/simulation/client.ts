import { isJsonObject, type JsonValue, parseJson } from '../core/json.ts';
import type { ClientConnection, SendResult, Transport } from '../services/apigateway/index.ts';

/** The far end of a simulated connection: what would be a socket is an object. */
export class Client implements Transport {
  readonly connectionId: string;
  connection: ClientConnection | undefined;
  /** Set when the stack has closed the connection. */
  closedWith: number | undefined;
  /** What becomes of a message: `slow` plays a client that does not read. */
  reading: SendResult = 'sent';
  private received: string[] = [];

  constructor(connectionId: string) {
    this.connectionId = connectionId;
  }

  send(text: string): SendResult {
    if (this.reading === 'sent') this.received.push(text);
    return this.reading;
  }

  close(code: number): void {
    this.closedWith = code;
  }

  /** The messages since the last call, as text. */
  takeTexts(): string[] {
    return this.received.splice(0);
  }

  /** The messages since the last call; events as their id. */
  take(): JsonValue[] {
    return this.takeTexts().map((text) => {
      const message = parseJson(text);
      return isJsonObject(message) && message['detail-type'] !== undefined && message['type'] === undefined
        ? (message['id'] as string)
        : message;
    });
  }
}
