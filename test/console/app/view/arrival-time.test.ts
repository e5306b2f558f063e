import { expect, it } from 'vitest';
import { ageText, clockText, momentText } from '../../../../src/console/app/view/arrival-time.ts';

it.each([
  [-5, 'now'],
  [999, 'now'],
  [1_000, '1 s ago'],
  [59_999, '59 s ago'],
  [60_000, '1 min ago'],
  [3_599_999, '59 min ago'],
  [7_200_000, '2 h ago'],
])('%i ms are "%s"', (ageMs, text) => {
  expect(ageText(ageMs)).toBe(text);
});

it('tells the time of day with milliseconds', () => {
  expect(clockText(new Date(2026, 0, 2, 3, 4, 5, 6).getTime())).toBe('03:04:05.006');
});

it.each([
  [new Date(2026, 0, 2, 23, 59, 59), '23:59:59'],
  [new Date(2026, 0, 3, 0, 0, 0), '03/01/2026, 00:00:00'],
  [new Date(2025, 0, 2, 3, 4, 5), '02/01/2025, 03:04:05'],
])('tells the day of %s where it is another', (time, text) => {
  expect(momentText(time.getTime(), new Date(2026, 0, 2, 3, 4, 5).getTime())).toBe(text);
});
