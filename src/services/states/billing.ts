import { utf8Length } from '../../core/json.ts';
import type { Meter } from '../../core/meter.ts';
import type { HistoryEvent, HistorySink } from '../../languages/asl/index.ts';
import type { ExecutionRecord } from './executions.ts';

const DURATION_STEP_MS = 100;
const MEMORY_STEP_MB = 64;
const MB_PER_GB = 1024;
const BYTES_PER_MB = 1_000_000;
/** What an Express execution uses before it holds any data. */
const BASE_MEMORY_MB = 50;

/** Counts the steps that hold data at the same time: each iteration of a Map, each Parallel. */
export class StepCounter implements HistorySink {
  steps = 0;

  add({ type }: HistoryEvent): void {
    if (type === 'MapIterationStarted' || type === 'ParallelStateStarted') this.steps++;
  }
}

export interface BillingDetails {
  readonly billedMemoryUsedInMB: number;
  readonly billedDurationInMilliseconds: number;
}

/**
 * Duration in steps of 100 ms; memory in chunks of 64 MB, estimated as AWS's page does: 50 MB, the definition, and
 * the execution's data once for each iteration of a Map. Source: Step Functions pricing, examples 3 and 4.
 */
export function billingOf(record: ExecutionRecord): BillingDetails {
  const { startTimeMs, stopTimeMs = startTimeMs } = record;
  return {
    billedMemoryUsedInMB: roundedUp(memoryMB(record), MEMORY_STEP_MB),
    billedDurationInMilliseconds: roundedUp(stopTimeMs - startTimeMs, DURATION_STEP_MS),
  };
}

function memoryMB({ machine, inputText, counter }: ExecutionRecord): number {
  const dataBytes = utf8Length(inputText) * Math.max(1, counter.steps);
  return BASE_MEMORY_MB + (utf8Length(machine.definitionText) + dataBytes) / BYTES_PER_MB;
}

function roundedUp(amount: number, step: number): number {
  return Math.max(1, Math.ceil(amount / step)) * step;
}

export function meterExecution(meter: Meter, record: ExecutionRecord): void {
  const { billedDurationInMilliseconds, billedMemoryUsedInMB } = billingOf(record);
  meter.count('states.express.requests', 1);
  meter.count(
    'states.express.gbSeconds',
    (billedDurationInMilliseconds / 1000) * (billedMemoryUsedInMB / MB_PER_GB),
  );
}
