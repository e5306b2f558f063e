import { expect, it } from 'vitest';
import { ageText, clockText } from '../../../../src/console/app/view/arrival-time.ts';

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
