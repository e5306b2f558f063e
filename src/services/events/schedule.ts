import { AwsError } from '../../core/errors.ts';
import { parseCron } from './cron.ts';

/** When a scheduled rule fires. */
export interface Schedule {
  /** The first time after `afterMs` (milliseconds since the epoch), or undefined if there is none. */
  next(afterMs: number): number | undefined;
}

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `rate(5 minutes)` or `cron(0 12 * * ? *)` (EventBridge user guide, "Schedule pattern").
 * @throws AwsError ValidationException with EventBridge's message
 */
export function parseSchedule(expression: string): Schedule {
  const schedule = parseRate(expression) ?? parseCronExpression(expression);
  if (schedule) return schedule;
  throw new AwsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
}

/** @throws AwsError ValidationException when a bus cannot have a rule with this schedule */
export function checkSchedule(expression: string, busName: string): void {
  parseSchedule(expression);
  if (busName === 'default') return;
  throw new AwsError('ValidationException', 'ScheduleExpression is supported only on the default event bus.');
}

function parseRate(expression: string): Schedule | undefined {
  const match = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression);
  if (!match) return undefined;
  const value = Number(match[1]);
  // AWS insists on the right number: "1 minute", "2 minutes".
  if (value === 0 || (value === 1) !== (match[3] === '')) return undefined;
  const intervalMs = value * UNIT_MS[match[2] as keyof typeof UNIT_MS];
  return { next: (afterMs) => afterMs + intervalMs };
}

function parseCronExpression(expression: string): Schedule | undefined {
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1];
  return fields === undefined ? undefined : parseCron(fields);
}
