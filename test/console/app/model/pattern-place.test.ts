import { expect, it } from 'vitest';
import { placeOf } from '../../../../src/console/app/model/pattern-place.ts';

it.each([
  ['', [], 'field'],
  ['{', [], 'field'],
  ['{"source":[', ['source'], 'value'],
  ['{"source":["a",', ['source'], 'value'],
  ['{"source":["a"],', [], 'field'],
  ['{"source":["a"],"detail":{', ['detail'], 'field'],
  ['{"detail":{"a":{"b":[{', ['detail', 'a', 'b'], 'operator'],
  ['{"detail":{"a":[{"anything-but":[', ['detail', 'a'], 'value'],
  ['{"$or":[{', [], 'field'],
  ['{"$or":[{"source":[', ['source'], 'value'],
  ['{"a{[\\"":[', ['a{[\\"'], 'value'],
] as const)('after %s a %j is awaited', (text, path, awaits) => {
  expect(placeOf(text)).toEqual({ path, awaits });
});
