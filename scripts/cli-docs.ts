/** `npm run docs:cli`: writes docs/cli.md from the command line's own help. A test holds the two together. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cliReference } from './cli-reference.ts';

writeFileSync(fileURLToPath(new URL('../docs/cli.md', import.meta.url)), cliReference());
