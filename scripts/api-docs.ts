/** `npm run docs:api`: writes docs/api/ from what the package exports. A test holds the two together. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readModules } from './api-reference/read.ts';
import { fileOf, renderModule } from './api-reference/render.ts';

const folder = fileURLToPath(new URL('../docs/api/', import.meta.url));
const modules = readModules();
mkdirSync(folder, { recursive: true });
for (const module of modules) writeFileSync(`${folder}${fileOf(module)}`, renderModule(module, modules));
