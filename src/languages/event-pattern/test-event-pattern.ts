import { isJsonObject, type JsonObject } from '../../core/json.ts';
import { invalidEvent } from './error.ts';
import { matches } from './match.ts';
import { parsePattern } from './parse.ts';

/** What EventBridge asks of an event; its reference names `resources`, too, but the service does without. */
const MANDATORY = ['id', 'detail-type', 'source', 'account', 'time', 'region'] as const;

/** ISO 8601 with an offset or Z. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/**
 * EventBridge's TestEventPattern.
 * @throws EventPatternError InvalidEventPatternException or ValidationException
 */
export function testEventPattern(patternText: string, eventText: string): boolean {
  const pattern = parsePattern(patternText);
  checkEnvelope(parseEvent(eventText));
  return matches(pattern, eventText);
}

function parseEvent(eventText: string): JsonObject {
  let event: unknown;
  try {
    event = JSON.parse(eventText);
  } catch {
    throw invalidEvent();
  }
  if (!isJsonObject(event)) throw invalidEvent();
  return event;
}

/** The members must be there, of whatever type; only the time's value is looked at. */
function checkEnvelope(event: JsonObject): void {
  if (!MANDATORY.every((name) => Object.hasOwn(event, name))) throw invalidEvent();
  const time = event['time'];
  const valid = typeof time === 'string' && TIME.test(time) && !Number.isNaN(Date.parse(time));
  if (!valid) throw invalidEvent('Invalid time.');
}
