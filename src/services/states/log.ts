import { type JsonObject, stringifyJson, utf8Length } from '../../core/json.ts';
import type { Meter } from '../../core/meter.ts';
import type { HistoryEvent, HistorySink } from '../../languages/asl/index.ts';
import type { LoggingConfiguration } from './machine.ts';
import { describeEvent } from './operations/get-execution-history.ts';

/** CloudWatch Logs adds this to each event. Source: CloudWatch Logs quotas, PutLogEvents. */
const OVERHEAD_BYTES = 26;
const FATAL: ReadonlySet<string> = new Set(['ExecutionAborted', 'ExecutionFailed', 'ExecutionTimedOut']);
const ERROR = /(Failed|TimedOut|Aborted)$|^FailStateEntered$/;

/** Source: Developer Guide, "Log levels". */
const LOGGED: Readonly<Record<LoggingConfiguration['level'], (type: string) => boolean>> = {
  ALL: () => true,
  ERROR: (type) => ERROR.test(type),
  FATAL: (type) => FATAL.has(type),
  OFF: () => false,
};

/**
 * A machine's log, as far as it shows here: its size, which is what it costs. Undefined when nothing is logged.
 */
export function logSink(
  { level, includeExecutionData: included, destinations }: LoggingConfiguration,
  executionArn: string,
  meter: Meter,
): HistorySink | undefined {
  if (level === 'OFF' || destinations.length === 0) return undefined;
  const isLogged = LOGGED[level];
  return {
    add(event) {
      if (!isLogged(event.type)) return;
      const text = stringifyJson(logEvent(event, executionArn, included));
      meter.count('logs.ingested.bytes', utf8Length(text) + OVERHEAD_BYTES);
    },
  };
}

/** An event as Step Functions writes it to a log; recorded. */
function logEvent(event: HistoryEvent, executionArn: string, included: boolean): JsonObject {
  const described = describeEvent(event, included);
  const details = Object.entries(described).find(([name]) => name.endsWith('EventDetails'))?.[1];
  return {
    id: String(event.id),
    type: event.type,
    ...(details !== undefined && { details }),
    previous_event_id: String(event.previousEventId),
    event_timestamp: String(event.timestampMs),
    execution_arn: executionArn,
    redrive_count: '0',
  };
}
