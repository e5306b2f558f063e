import { expect, it } from 'vitest';
import { differencesOf } from '../../../../src/console/app/model/differences.ts';
import { type JsonObject, parseJson, stringifyJson } from '../../../../src/core/json.ts';

it.each([
  ['{"a":1}', '{"a":1}', []],
  ['{"id":"1","time":"x","a":1}', '{"id":"2","time":"y","a":1}', []],
  ['{"a":1}', '{"a":2}', ['a: 1 → 2']],
  ['{"a":1}', '{"b":1}', ['a: 1 → –', 'b: – → 1']],
  ['{"a":{"b":[1,{"c":2}]}}', '{"a":{"b":[1,{"c":3},4]}}', ['a.b.1.c: 2 → 3', 'a.b.2: – → 4']],
  ['{"a":{}}', '{"a":[]}', ['a: {} → []']],
  ['{"a":null}', '{}', ['a: null → –']],
  [
    '{"n":12345678901234567890}',
    '{"n":12345678901234567891}',
    ['n: 12345678901234567890 → 12345678901234567891'],
  ],
  ['{"__proto__":1}', '{"a":1}', ['__proto__: 1 → –', 'a: – → 1']],
])('%s against %s', (before, after, expected) => {
  const differences = differencesOf(parseJson(before) as JsonObject, parseJson(after) as JsonObject);
  const text = (value: Parameters<typeof stringifyJson>[0] | undefined): string =>
    value === undefined ? '–' : stringifyJson(value);
  expect(differences.map((one) => `${one.path}: ${text(one.before)} → ${text(one.after)}`)).toEqual(expected);
});
