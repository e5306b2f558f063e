import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/core/clock.ts';
import { billedTo } from '../../src/core/meter.ts';
import { createMeter } from '../../src/services/meter.ts';
import { createTracer } from '../../src/services/tracer.ts';

describe('the tracer', () => {
  it('records a tree of spans with times on the clock', async () => {
    const clock = new VirtualClock(1000);
    const tracer = createTracer({ clock });
    const root = tracer.start('event', 'order', { id: 'e1' });
    await clock.advance(5);
    const child = root.child('rule', 'AllEvents');
    child.note({ matched: true });
    child.end({ code: 'Oops', message: 'it failed' });
    await clock.advance(5);
    root.end();
    expect(tracer.traces()).toEqual([
      {
        traceId: '1',
        droppedSpans: 0,
        root: {
          spanId: '1',
          kind: 'event',
          name: 'order',
          startMs: 1000,
          endMs: 1010,
          attributes: { id: 'e1' },
          children: [
            {
              spanId: '2',
              kind: 'rule',
              name: 'AllEvents',
              startMs: 1005,
              endMs: 1005,
              attributes: { matched: true },
              error: { code: 'Oops', message: 'it failed' },
              children: [],
            },
          ],
        },
      },
    ]);
  });

  it('keeps the latest traces', () => {
    const tracer = createTracer({ clock: new VirtualClock(), capacity: 2 });
    for (const name of ['a', 'b', 'c']) tracer.start('request', name).end();
    expect(tracer.traces().map(({ root }) => root.name)).toEqual(['b', 'c']);
    tracer.clear();
    expect(tracer.traces()).toEqual([]);
  });

  it('keeps the first spans of a long trace, and counts the others', () => {
    const tracer = createTracer({ clock: new VirtualClock(), spansPerTrace: 3 });
    const root = tracer.start('request', 'frame');
    for (let i = 0; i < 5; i++) root.child('message', String(i)).end();
    expect(tracer.traces()[0]).toMatchObject({
      droppedSpans: 3,
      root: { children: [{ name: '0' }, { name: '1' }] },
    });
  });

  it('records nothing when nobody wants it', () => {
    const tracer = createTracer({ clock: new VirtualClock(), capacity: 0 });
    expect(tracer.start('request', 'frame').recording).toBe(false);
    expect(tracer.traces()).toEqual([]);
  });

  it('tells its subscribers when nothing of a trace is open any more', () => {
    const tracer = createTracer({ clock: new VirtualClock() });
    const told: string[] = [];
    const unsubscribe = tracer.subscribe(({ root }) => told.push(root.name));
    const root = tracer.start('request', 'a');
    const late = root.child('target', 'later');
    root.end();
    expect(told).toEqual([]);
    late.end();
    late.end();
    expect(told).toEqual(['a']);
    unsubscribe();
    tracer.start('request', 'b').end();
    expect(told).toEqual(['a']);
  });
});

describe('the meter', () => {
  it('adds up, and starts anew', () => {
    const meter = createMeter();
    meter.count('events.published', 2);
    meter.count('events.published', 1);
    meter.count('sqs.requests', 1);
    expect(meter.reading()).toEqual({ 'events.published': 3, 'sqs.requests': 1 });
    meter.reset();
    expect(meter.reading()).toEqual({});
  });

  it('notes on a step what it is billed for', () => {
    const meter = createMeter();
    const tracer = createTracer({ clock: new VirtualClock(0) });
    const span = tracer.start('operation', 'dynamodb:Query');
    billedTo(span, meter).count('dynamodb.readRequestUnits', 0.5);
    billedTo(span, meter).count('dynamodb.readRequestUnits', 1);
    expect(tracer.traces()[0]?.root.metered).toEqual({ 'dynamodb.readRequestUnits': 1.5 });
    expect(meter.reading()).toEqual({ 'dynamodb.readRequestUnits': 1.5 });
  });
});
