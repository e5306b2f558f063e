import { isJsonNumber, type JsonValue, stringifyJson } from '../../../core/json.ts';
import type { StateDefinition } from '../definition.ts';
import { runtimeError, STATES_QUERY_EVALUATION_ERROR, StatesError } from '../errors.ts';
import { delayTooLong, type Frame } from '../frame.ts';
import { compileInteger, compileJsonataTemplate } from '../jsonata-expression.ts';
import { compileSource, readSource } from '../jsonpath-expression.ts';
import type { State, StateSource } from '../machine.ts';
import { parseTimestamp } from '../timestamp.ts';
import { flowOf } from './flow.ts';

type Delay = (frame: Frame, input: JsonValue) => number;

/** Longer waits are refused. Source: Amazon States Language, Wait; recorded cause "Wait state delay is too long." */
const MAX_WAIT_SECONDS = 99_999_999;
/** What can be waited until, from now: recorded as accepted at 24,855 days and refused at 24,856. */
const MAX_TIMESTAMP_DELAY_MS = 2 ** 31 * 1000;

export function compileWait({ name, definition, language }: StateSource): State {
  const flow = flowOf(definition, language);
  const delay = language === 'JSONata' ? jsonataDelay(definition) : jsonPathDelay(definition);
  const { Next: next } = definition;
  return {
    name,
    type: 'Wait',
    run(frame, input) {
      const delayMs = delay(frame, input);
      const leave = () => ({ output: flow.pass(frame, input), next });
      return delayMs > 0 ? frame.pause(delayMs).then(leave) : leave();
    },
  };
}

function jsonPathDelay(definition: StateDefinition): Delay {
  const { Seconds, SecondsPath, Timestamp, TimestampPath } = definition;
  if (SecondsPath !== undefined) return secondsPath(SecondsPath);
  if (TimestampPath !== undefined) return timestampPath(TimestampPath);
  if (Timestamp !== undefined) return until(parseTimestamp(Timestamp) ?? 0);
  return () => Number(Seconds) * 1000;
}

/** Its errors as recorded from Step Functions. */
function secondsPath(text: string): Delay {
  const source = compileSource(text);
  return (frame, input) => {
    const value = readSource(source, frame, input);
    if (value === undefined) {
      throw runtimeError(`The SecondsPath parameter does not reference an input value: ${text}`);
    }
    if (!isJsonNumber(value) || !Number.isInteger(Number(value))) {
      throw runtimeError(`The SecondsPath parameter cannot be parsed as a long value: ${shown(text, value)}`);
    }
    const seconds = Number(value);
    if (seconds < 0) {
      throw runtimeError(`The SecondsPath parameter references a negative value: ${shown(text, value)}`);
    }
    if (seconds > MAX_WAIT_SECONDS) throw delayTooLong();
    return seconds * 1000;
  };
}

function timestampPath(text: string): Delay {
  const source = compileSource(text);
  return (frame, input) => {
    const value = readSource(source, frame, input);
    if (value === undefined) {
      throw runtimeError(`The TimestampPath parameter does not reference an input value: ${text}`);
    }
    const instant = typeof value === 'string' ? parseTimestamp(value) : undefined;
    if (instant === undefined) {
      throw runtimeError(
        `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${shown(text, value)}`,
      );
    }
    return until(instant)(frame, input);
  };
}

function shown(path: string, value: JsonValue): string {
  return `${path} == ${typeof value === 'string' ? value : stringifyJson(value)}`;
}

function jsonataDelay(definition: StateDefinition): Delay {
  const { Seconds, Timestamp } = definition;
  if (Timestamp !== undefined) return jsonataTimestamp(Timestamp);
  const seconds = compileInteger(Seconds as JsonValue, 'Seconds', 0, MAX_WAIT_SECONDS);
  return (frame, input) => Number(seconds(frame, { input })) * 1000;
}

function jsonataTimestamp(template: string): Delay {
  const timestamp = compileJsonataTemplate(template, 'Timestamp');
  return (frame, input) => {
    const value = timestamp(frame, { input });
    const instant = typeof value === 'string' ? parseTimestamp(value) : undefined;
    if (instant === undefined) {
      const shownValue = typeof value === 'string' ? value : stringifyJson(value);
      throw new StatesError(
        STATES_QUERY_EVALUATION_ERROR,
        `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${shownValue}`,
        { unlocated: true, location: 'Timestamp', afterEvaluation: true },
      );
    }
    return until(instant)(frame, input);
  };
}

function until(instantMs: number): Delay {
  return (frame) => {
    const delayMs = instantMs - frame.execution.host.clock.now();
    if (delayMs > MAX_TIMESTAMP_DELAY_MS) throw delayTooLong();
    return delayMs;
  };
}
