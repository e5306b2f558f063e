import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../../src/services/events/schedule.ts';

/** The times after a moment at which an expression fires. */
function times(expression: string, after: string, count: number): string[] {
  const schedule = parseSchedule(expression);
  const found: string[] = [];
  for (let next = schedule.next(Date.parse(after)); next !== undefined; next = schedule.next(next)) {
    found.push(new Date(next).toISOString().replace(':00.000Z', ''));
    if (found.length === count) break;
  }
  return found;
}

describe('a schedule expression', () => {
  // 2026-01-01 is a Thursday.
  it.each([
    ['rate(1 minute)', ['2026-01-01T00:01', '2026-01-01T00:02']],
    ['rate(12 hours)', ['2026-01-01T12:00', '2026-01-02T00:00']],
    ['cron(0 12 * * ? *)', ['2026-01-01T12:00', '2026-01-02T12:00']],
    ['cron(5,35 14 * * ? *)', ['2026-01-01T14:05', '2026-01-01T14:35', '2026-01-02T14:05']],
    [
      'cron(0/20 10-11 ? * MON-FRI *)',
      ['2026-01-01T10:00', '2026-01-01T10:20', '2026-01-01T10:40', '2026-01-01T11:00'],
    ],
    ['cron(15 10 ? * 6L *)', ['2026-01-30T10:15', '2026-02-27T10:15']],
    ['cron(0 0 L * ? *)', ['2026-01-31T00:00', '2026-02-28T00:00', '2026-03-31T00:00']],
    ['cron(0 0 ? * 2#1 *)', ['2026-01-05T00:00', '2026-02-02T00:00']],
    ['cron(0 0 3W * ? *)', ['2026-01-02T00:00', '2026-02-03T00:00']],
    ['cron(0 0 1W * ? *)', ['2026-02-02T00:00', '2026-03-02T00:00']],
    ['cron(0 0 LW * ? *)', ['2026-01-30T00:00', '2026-02-27T00:00']],
    ['cron(0 0 ? * L *)', ['2026-01-03T00:00', '2026-01-10T00:00']],
    ['cron(0 0 29 FEB ? *)', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['cron(0 0 1 1 ? 2027-2028)', ['2027-01-01T00:00', '2028-01-01T00:00']],
    ['cron(0 0 1 1 ? 2025)', []],
  ])('%s', (expression, expected) => {
    expect(times(expression, '2026-01-01T00:00:00Z', Math.max(1, expected.length))).toEqual(expected);
  });

  it.each([
    'rate(0 minutes)',
    'rate(1 minutes)',
    'rate(2 minute)',
    'rate(5 seconds)',
    'cron(0 12 * * * *)',
    'cron(0 12 ? * ? *)',
    'cron(60 12 * * ? *)',
    'cron(0 12 * * ?)',
    'cron(0 12 32 * ? *)',
    'cron(a 12 * * ? *)',
    'at(2026-01-01T00:00:00)',
    '',
  ])('%s is refused', (expression) => {
    expect(() => parseSchedule(expression)).toThrow('Parameter ScheduleExpression is not valid.');
  });
});
