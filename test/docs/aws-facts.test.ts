import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { assumptions } from '../../src/verify/assumptions.ts';
import { checks } from '../../src/verify/index.ts';

const ledger = readFileSync(fileURLToPath(new URL('../../docs/aws-facts.md', import.meta.url)), 'utf8');

/** Each fact: behaviour, confidence, source, what if it is wrong, and in the first part what checks it. */
const rows = ledger
  .slice(ledger.indexOf('## What the deployed stack relies on'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| behaviour |') && !line.startsWith('| **'))
  .map((line) => line.slice(2, -2).split(/(?<!\\) \| /));

it.each(assumptions)('names $id, which `lambdaless verify` reports on', ({ id }) => {
  expect(rows.some((cells) => cells[4]?.includes(id))).toBe(true);
});

it('gives each fact a confidence, and each that is not certain a consequence', () => {
  expect(rows.length).toBeGreaterThan(200);
  for (const [behaviour, confidence = '', , consequence = ''] of rows) {
    expect(confidence, behaviour).toMatch(/^([CLU]\b|ours$|$)/);
    if (/\b[LU]\b/.test(confidence)) expect(consequence, behaviour).not.toMatch(/^–?$/);
  }
});

it('names only checks that exist', () => {
  const known = new Set([...assumptions.map(({ id }) => id), ...checks.map(({ id }) => id)]);
  const named = rows
    .flatMap((cells) => (cells[4] ?? '').split(', '))
    .filter((name) => /^[a-z]+(-[a-z0-9]+)+$/.test(name));
  expect(named.filter((name) => !known.has(name) && !name.endsWith('-state'))).toEqual([]);
});
