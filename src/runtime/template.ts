import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readTemplateFile } from '../template/index.ts';
import type { StartOptions } from './options.ts';

/** The template to run: the caller's, or the one that the package carries. */
export async function templateOf({ template }: StartOptions): Promise<object> {
  if (template === undefined) return readTemplateFile(ownTemplate());
  if (typeof template === 'string') return readTemplateFile(template);
  return template instanceof URL ? readTemplateFile(fileURLToPath(template)) : template;
}

/** Beside this module's folder when built; from the sources, the build's. */
function ownTemplate(): string {
  const candidates = ['../lambdaless.template.json', '../../dist/lambdaless.template.json'];
  const files = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return files.find((file) => existsSync(file)) ?? (files[0] as string);
}
