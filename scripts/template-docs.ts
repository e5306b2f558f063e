/** `npm run docs:templates`: writes docs/templates-support.md from the schemas. A test holds the two together. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { templateSupport } from './template-support.ts';

writeFileSync(fileURLToPath(new URL('../docs/templates-support.md', import.meta.url)), templateSupport());
