import { describe, expect, it } from 'vitest';
import {
  callsOf,
  edgeKey,
  endOf,
  meteredIn,
  meteredText,
  pathOf,
  perMillionText,
  retriesOf,
  spansOf,
} from '../../../../src/console/app/model/trace-steps.ts';
import type { SpanRecord } from '../../../../src/core/trace.ts';

let count = 0;
const span = (
  kind: SpanRecord['kind'],
  name: string,
  children: SpanRecord[] = [],
  more: Partial<SpanRecord> = {},
): SpanRecord => ({
  spanId: String(++count),
  kind,
  name,
  startMs: 0,
  endMs: 0,
  attributes: {},
  children,
  ...more,
});
const state = (
  name: string,
  children: SpanRecord[] = [],
  attributes: SpanRecord['attributes'] = {},
): SpanRecord => span('state', name, children, { attributes });

describe('the steps of a trace', () => {
  it('are all spans, in order, and end with the last of them', () => {
    const root = span(
      'request',
      'r',
      [span('event', 'a', [span('rule', 'b', [], { endMs: 9 })]), span('event', 'c')],
      {
        endMs: 5,
      },
    );
    expect(spansOf(root).map(({ name }) => name)).toEqual(['r', 'a', 'b', 'c']);
    expect(endOf(root)).toBe(9);
    const { endMs: _, ...open } = span('rule', 'open');
    expect(endOf(span('request', 'r', [open]))).toBeUndefined();
  });

  it('are billed together', () => {
    const root = span(
      'state',
      'a',
      [span('operation', 'b', [], { metered: { 'dynamodb.readRequestUnits': 2 } })],
      {
        metered: { 'dynamodb.readRequestUnits': 0.5, 'apigateway.websocket.messages': 1 },
      },
    );
    expect(meteredText(meteredIn(root))).toBe('2.5 read units, 1 message');
    expect(meteredText({})).toBe('');
  });

  it.each([
    [{ 'dynamodb.readRequestUnits': 2 }, '$0.25 per million'],
    [{ 'dynamodb.readRequestUnits': 1, 'apigateway.websocket.messages': 1 }, '$1.13 per million'],
    [{ 'events.controlPlaneCalls': 1 }, ''],
  ])('cost %j: %s', (metered, text) => {
    const prices = { 'dynamodb.readRequestUnits': 0.000000125, 'apigateway.websocket.messages': 0.000001 };
    expect(perMillionText(metered, prices)).toBe(text);
  });

  it.each([
    [state('a', [span('operation', 'x'), span('operation', 'x'), span('operation', 'x')]), 2],
    [state('a', [span('operation', 'x')]), 0],
    [state('a'), 0],
    [span('target', 't', [], { attributes: { attempt: 3 } }), 2],
    [span('execution', 'e', [span('operation', 'x'), span('operation', 'x')]), 0],
  ])('know how often they were tried again (%#)', (step, retries) => {
    expect(retriesOf(step)).toBe(retries);
  });

  it('know what they called, and what that called, without the states inside', () => {
    const call = span('operation', 'outer', [
      span('authorization', 'denied'),
      span('execution', 'e', [state('s')]),
    ]);
    expect(callsOf(state('a', [call, state('inside')])).map(({ name }) => name)).toEqual(['outer', 'denied']);
  });
});

describe('the path through a workflow', () => {
  const ways = (pairs: readonly string[]) => (from: string, to: string) => pairs.includes(`${from}${to}`);
  const taken = (children: SpanRecord[], pairs: readonly string[]): string[] =>
    [...pathOf(span('execution', 'e', children), ways(pairs)).edges].map((key) => key).sort();

  it('leads from each state to the next', () => {
    expect(taken([state('a'), state('b'), state('a')], ['ab', 'ba', 'ac'])).toEqual([
      edgeKey('a', 'b'),
      edgeKey('b', 'a'),
    ]);
  });

  it('is found among iterations that run at once', () => {
    const iterations = [state('a'), state('a'), state('b'), state('c')];
    expect(taken([state('m', iterations)], ['ab', 'ac'])).toEqual(
      [edgeKey('a', 'b'), edgeKey('a', 'c')].sort(),
    );
  });

  it('prefers the state whose output was handed over', () => {
    const children = [
      state('a', [], { output: 1 }),
      state('b', [], { output: 2 }),
      state('c', [], { input: 1 }),
    ];
    expect(taken(children, ['ac', 'bc'])).toEqual([edgeKey('a', 'c')]);
  });

  it('counts each visit', () => {
    const { visits } = pathOf(span('execution', 'e', [state('a'), state('a', [state('i')])]), () => false);
    expect([visits.get('a')?.length, visits.get('i')?.length, visits.get('z')]).toEqual([2, 1, undefined]);
  });
});
