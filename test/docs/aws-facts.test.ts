import { expect, it } from 'vitest';
import { ledgerRows, uncertainFacts } from '../../scripts/facts.ts';
import { assumptions } from '../../src/verify/assumptions.ts';
import { facts } from '../../src/verify/facts.ts';
import { checks } from '../../src/verify/index.ts';

/** Each fact: behaviour, confidence, source, what if it is wrong, and what checks it. */
const rows = ledgerRows();

it('is what `lambdaless verify` reports on; if not, run `npm run docs:facts`', () => {
  expect(facts).toEqual(uncertainFacts(rows));
});

it('gives each fact a confidence, and each that is not certain an id and a consequence', () => {
  expect(rows.length).toBeGreaterThan(200);
  for (const [behaviour, confidence = '', , consequence = '', checkedBy] of rows) {
    expect(confidence, behaviour).toMatch(/^([CLU]\b|ours$|$)/);
    if (!/\b[LU]\b/.test(confidence)) continue;
    expect(consequence, behaviour).not.toMatch(/^–?$/);
    expect(checkedBy, behaviour).toMatch(/^[a-z]+(-[a-z0-9]+)+(, |$)/);
  }
});

it('names only checks that exist', () => {
  const known = new Set([...assumptions.map(({ id }) => id), ...checks.map(({ id }) => id)]);
  const named = rows
    .flatMap((cells) => (cells[4] ?? '').split(', '))
    .filter((name) => /^[a-z]+(-[a-z0-9]+)+$/.test(name));
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
