import { describe, expect, it } from 'vitest';
import {
  checkWorkload,
  eventOf,
  eventsPerMonth,
  patternOf,
  pingsPerSession,
  sessionsPerMonth,
  type Workload,
  wants,
  windowOf,
} from '../../src/cost/workload.ts';
import { matches, parsePattern } from '../../src/languages/event-pattern/index.ts';

const WORKLOAD: Workload = { clients: 25, eventsPerSecond: 10, matchRate: 0.2, sizeBytes: 2048 };

describe('a workload', () => {
  it('has a month of 730 hours, and connections of two', () => {
    expect(eventsPerMonth(WORKLOAD)).toBe(26_280_000);
    expect(sessionsPerMonth(WORKLOAD)).toBe(25 * 365);
  });

  it.each([
    [0, 10],
    [1, 10],
    [0.2, 10],
    [0.25, 20],
    [0.12, 25],
    [0.01, 100],
    [0.333, 100],
  ])('with a match rate of %d is measured with %d events', (matchRate, events) => {
    expect(windowOf({ ...WORKLOAD, matchRate })).toBe(events);
  });

  it.each([0, 0.01, 0.12, 0.2, 0.25, 0.5, 0.99, 1])(
    'with a match rate of %d gives every client its share exactly',
    (matchRate) => {
      const workload = { ...WORKLOAD, matchRate };
      const window = windowOf(workload);
      for (let client = 0; client < 60; client++) {
        const pattern = parsePattern(JSON.stringify(patternOf(client, workload)));
        let wanted = 0;
        for (let index = 0; index < window; index++) {
          const { source, detailType, detail } = eventOf(index, workload);
          const text = JSON.stringify({ source, 'detail-type': detailType, detail: JSON.parse(detail) });
          if (matches(pattern, text)) wanted++;
          expect(wants(client, index, workload)).toBe(matches(pattern, text));
        }
        expect(wanted).toBeCloseTo(matchRate * window, 9);
      }
    },
  );

  it('with a match rate between whole percentages is met on average', () => {
    const workload = { ...WORKLOAD, clients: 1000, matchRate: 0.333 };
    let wanted = 0;
    for (let client = 0; client < 1000; client++) {
      for (let index = 0; index < 100; index++) if (wants(client, index, workload)) wanted++;
    }
    expect(wanted).toBe(33_300);
  });

  it.each([
    [10, 0.2, 0],
    [1 / 300, 1, 0],
    [1 / 301, 1, 24],
    [10, 0, 24],
  ])(
    'of %d events/s, %d of them wanted, needs %d pings per connection',
    (eventsPerSecond, matchRate, pings) => {
      expect(pingsPerSession({ ...WORKLOAD, eventsPerSecond, matchRate })).toBe(pings);
    },
  );

  it.each<[string, Partial<Workload>, RegExp]>([
    ['half a client', { clients: 0.5 }, /clients/],
    ['no events', { eventsPerSecond: 0 }, /events per second/],
    ['a match rate above 1', { matchRate: 1.1 }, /match rate/],
    ['an event smaller than its envelope', { sizeBytes: 100 }, /from 320 to 1048576 bytes/],
    ['several mistakes', { clients: -1, matchRate: -1 }, /clients.*match rate/],
  ])('of %s is refused', (_what, change, message) => {
    expect(() => checkWorkload({ ...WORKLOAD, ...change })).toThrow(message);
  });
});
