import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { cliReference } from '../../scripts/cli-reference.ts';

it('docs/cli.md is what the commands say of themselves (npm run docs:cli)', () => {
  const file = fileURLToPath(new URL('../../docs/cli.md', import.meta.url));
  expect(readFileSync(file, 'utf8')).toBe(cliReference());
});
