import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Interval, IntervalIndex } from '../../../../src/languages/event-pattern/set/interval-index.ts';

const bound = fc.integer({ min: -5, max: 5 });
const change = fc.record({
  id: fc.nat(99),
  low: fc.oneof(bound, fc.constant(Number.NEGATIVE_INFINITY)),
  high: fc.oneof(bound, fc.constant(Number.POSITIVE_INFINITY)),
  lowOpen: fc.boolean(),
  highOpen: fc.boolean(),
});

function holds({ low, high, lowOpen, highOpen }: Interval, value: number): boolean {
  return (lowOpen ? low < value : low <= value) && (highOpen ? value < high : value <= high);
}

it('finds the intervals that hold a number, while intervals come and go', () => {
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 200 }),
      fc.array(bound, { minLength: 1 }),
      (changes, values) => {
        const index = new IntervalIndex();
        const expected = new Map<number, Interval>();
        for (const [step, interval] of changes.entries()) {
          if (expected.delete(interval.id)) {
            index.remove(interval.id);
          } else {
            index.add(interval);
            expected.set(interval.id, interval);
          }
          const value = values[step % values.length] as number;
          const found: number[] = [];
          if (step % 7 === 0) index.find(value, { add: (id) => found.push(id) });
          else continue;
          const wanted = [...expected.values()].filter((each) => holds(each, value)).map(({ id }) => id);
          expect(found.sort()).toEqual(wanted.sort());
        }
        expect(index.size).toBe(expected.size);
      },
    ),
    { numRuns: 200 },
  );
});
