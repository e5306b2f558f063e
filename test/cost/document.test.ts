import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { measuredParts, withParts } from '../../scripts/cost-table.ts';

const DOCUMENT = new URL('../../docs/cost.md', import.meta.url);

it('docs/cost.md says what is measured; if not, run `npm run docs:cost`', { timeout: 120_000 }, async () => {
  const document = readFileSync(DOCUMENT, 'utf8');
  expect(document).toBe(withParts(document, await measuredParts()));
});
