import { isJsonObject, type JsonObject, parseJson } from '../core/json.ts';

/** What a connection receives: the contract of README.md. Whatever is not an event has a top-level `type`. */
export type Message =
  | { readonly kind: 'event'; readonly text: string; readonly event: JsonObject }
  | { readonly kind: 'accepted'; readonly connectionId: string; readonly pattern: JsonObject }
  | { readonly kind: 'rejected'; readonly message: string }
  | { readonly kind: 'oversize'; readonly notice: JsonObject }
  | { readonly kind: 'pong' }
  /** Our own `error`, or what API Gateway itself says ("Internal server error", "Forbidden"). */
  | { readonly kind: 'error'; readonly message: string; readonly text: string };

export function readMessage(text: string): Message {
  const body = parseOrUndefined(text);
  if (body === undefined) return { kind: 'error', message: text, text };
  switch (body['type']) {
    case 'pattern.accepted':
      return {
        kind: 'accepted',
        connectionId: String(body['connectionId']),
        pattern: body['pattern'] as JsonObject,
      };
    case 'pattern.rejected':
      return { kind: 'rejected', message: String(body['message']) };
    case 'event.oversize':
      return { kind: 'oversize', notice: body };
    case 'pong':
      return { kind: 'pong' };
    case undefined:
      if ('detail-type' in body) return { kind: 'event', text, event: body };
      return { kind: 'error', message: String(body['message'] ?? text), text };
    default:
      return { kind: 'error', message: String(body['message'] ?? text), text };
  }
}

/** The request that puts a pattern in force; its text travels as the person wrote it. */
export function patternRequest(patternText: string): string {
  return `{"action":"pattern","pattern":${patternText}}`;
}

export const PING_REQUEST = '{"action":"ping"}';

function parseOrUndefined(text: string): JsonObject | undefined {
  try {
    const value = parseJson(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
