import { describe, expect, test } from 'vitest';
import { testEventPattern } from '../../../src/languages/event-pattern/index.ts';
import { errorOf } from './rows.ts';

const EVENT = {
  version: '0',
  id: '00000000-0000-4000-8000-000000000001',
  'detail-type': 'probe',
  source: 'probe',
  account: '111111111111',
  time: '2026-09-13T00:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail: { v: 1 },
};
const PATTERN = '{"source":["probe"]}';

function without(name: string): string {
  return JSON.stringify(EVENT, (key, value) => (key === name ? undefined : value));
}

function refusal(event: string): [string, string] {
  const error = errorOf(() => testEventPattern(PATTERN, event));
  return [error.code, error.message];
}

describe('testEventPattern', () => {
  test('EP-120: tells whether a whole event matches', () => {
    expect(testEventPattern(PATTERN, JSON.stringify(EVENT))).toBe(true);
    expect(testEventPattern('{"source":["other"]}', JSON.stringify(EVENT))).toBe(false);
  });

  test.each(['id', 'detail-type', 'source', 'account', 'time', 'region'])(
    'EP-120: %s is mandatory',
    (name) => {
      expect(refusal(without(name))).toEqual(['ValidationException', 'Parameter Event is not valid.']);
    },
  );

  test.each(['version', 'resources', 'detail'])('EP-120: %s may be missing', (name) => {
    expect(testEventPattern(PATTERN, without(name))).toBe(true);
  });

  test.each(['["plain string"]', '"plain string"', '1', 'null', '{', '', '{}', `${JSON.stringify(EVENT)} x`])(
    'EP-120: %s is no event',
    (event) => {
      expect(refusal(event)).toEqual(['ValidationException', 'Parameter Event is not valid.']);
    },
  );

  test('EP-120: an invalid pattern is told apart from an invalid event', () => {
    expect(errorOf(() => testEventPattern('{}', JSON.stringify(EVENT))).code).toBe(
      'InvalidEventPatternException',
    );
  });

  test.each(['id', 'detail-type', 'account', 'region', 'resources', 'detail'])(
    'EP-121: %s may be a number',
    (name) => {
      expect(testEventPattern(PATTERN, JSON.stringify({ ...EVENT, [name]: 1 }))).toBe(true);
    },
  );

  test.each(['not-a-time', '', '2026-09-13', '2026-13-13T00:00:00Z', 1, null, {}])(
    'EP-121: %j is no time',
    (time) => {
      expect(refusal(JSON.stringify({ ...EVENT, time }))).toEqual([
        'ValidationException',
        'Parameter Event is not valid. Reason: Invalid time.',
      ]);
    },
  );

  test.each(['2022-07-13T13:48:01Z', '2022-07-13T13:48:01.123Z', '2022-07-13T13:48:01+02:00'])(
    'EP-121: %s is a time',
    (time) => {
      expect(testEventPattern(PATTERN, JSON.stringify({ ...EVENT, time }))).toBe(true);
    },
  );
});
