import { expect, it } from 'vitest';
import { searchFor } from '../../../../src/console/app/model/search.ts';

it.each([
  ['', true],
  ['  ', true],
  ['paid', true],
  ['PAID order', true],
  ['paid -test', false],
  ['paid -refund', true],
  ['-test', false],
  ['-', true],
  ['open', false],
])('"%s" finds it: %s', (query, found) => {
  expect(searchFor(query)('{"detail-type":"Order","state":"Paid","by":"Test"}')).toBe(found);
});
