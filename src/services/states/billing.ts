import type { Meter } from '../../core/meter.ts';
import type { ExecutionRecord } from './executions.ts';

const DURATION_STEP_MS = 100;
/** Memory is billed in chunks of 64 MB; a machine without large payloads uses one. */
const MEMORY_STEP_MB = 64;
const MB_PER_GB = 1024;

export interface BillingDetails {
  readonly billedMemoryUsedInMB: number;
  readonly billedDurationInMilliseconds: number;
}

/** Source: Step Functions pricing, Express Workflows: duration in steps of 100 ms, memory in chunks of 64 MB. */
export function billingOf({ startTimeMs, stopTimeMs = startTimeMs }: ExecutionRecord): BillingDetails {
  const steps = Math.max(1, Math.ceil((stopTimeMs - startTimeMs) / DURATION_STEP_MS));
  return {
    billedMemoryUsedInMB: MEMORY_STEP_MB,
    billedDurationInMilliseconds: steps * DURATION_STEP_MS,
  };
}

export function meterExecution(meter: Meter, record: ExecutionRecord): void {
  const { billedDurationInMilliseconds, billedMemoryUsedInMB } = billingOf(record);
  meter.count('states.express.requests', 1);
  meter.count(
    'states.express.gbSeconds',
    (billedDurationInMilliseconds / 1000) * (billedMemoryUsedInMB / MB_PER_GB),
  );
}
