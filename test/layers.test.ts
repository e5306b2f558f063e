import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * Data flows one way: core ← languages ← template ← services ← runtime ← command line, page, test library.
 * A folder may import itself and what is listed here, and nothing else of ours.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  languages: ['core'],
  template: ['core', 'languages'],
  services: ['core', 'languages', 'template'],
  wire: ['core'],
  client: ['core', 'languages', 'wire'],
  billing: ['core'],
  verify: ['core'],
  cdk: ['core', 'languages'],
  'runtime.ts': ['runtime', 'core', 'template', 'services', 'wire', 'console', 'billing'],
  runtime: ['core', 'template', 'services', 'wire', 'console'],
  simulation: ['core', 'template', 'services', 'runtime'],
  cost: ['core', 'template', 'services', 'billing', 'runtime', 'simulation'],
  'index.ts': ['core', 'template', 'billing', 'runtime.ts', 'runtime'],
  cli: [
    'core',
    'languages',
    'client',
    'verify',
    'wire',
    'runtime.ts',
    'runtime',
    'index.ts',
    'testing',
    'template',
    'cost',
  ],
  console: ['core', 'languages', 'client'],
  testing: ['core', 'languages', 'client', 'wire', 'index.ts', 'runtime.ts', 'runtime', 'billing'],
};

/** What belongs to the machine and not to the model: time, chance, environment and output are handed in. */
const AMBIENT = /\b(Date\.now\(|new Date\(\)|Math\.random\(|setTimeout\(|setInterval\(|process\.|console\.)/;
const MAY_USE_AMBIENT = new Set([
  'cli',
  'client',
  'verify',
  'console',
  'testing',
  'cdk',
  'wire',
  'runtime.ts',
  'runtime',
  'index.ts',
]);
/** The only files below the runtime that touch the machine: they are what is handed in. */
const AMBIENT_EXCEPTIONS = new Set(['core/clock.ts', 'core/environment.ts', 'core/json.ts']);

const src = fileURLToPath(new URL('../src', import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => name.split(sep).join('/'));

describe('the layers', () => {
  it('knows every folder of src', () => {
    const roots = new Set(files.map((name) => name.split('/')[0]));
    expect([...roots].filter((name) => !((name as string) in MAY_IMPORT))).toEqual([]);
  });

  it('has no import against the direction of the data', () => {
    expect(files.flatMap(forbiddenImports)).toEqual([]);
  });

  it('keeps services apart: they call each other only through the operations table', () => {
    const across = files
      .filter((name) => /^services\/[^/]+\//.test(name))
      .flatMap((name) => importsOf(name).map((target) => [name, target] as const))
      .filter(([name, target]) => /^services\/[^/]+\//.test(target) && folder(target) !== folder(name));
    expect(across).toEqual([]);
  });

  it('asks the machine for time, chance and environment only above the services', () => {
    const offenders = files.filter(
      (name) =>
        !MAY_USE_AMBIENT.has(name.split('/')[0] as string) &&
        !AMBIENT_EXCEPTIONS.has(name) &&
        AMBIENT.test(withoutComments(readFileSync(join(src, name), 'utf8'))),
    );
    expect(offenders).toEqual([]);
  });
});

function folder(name: string): string {
  return name.split('/').slice(0, 2).join('/');
}

function forbiddenImports(name: string): string[] {
  const from = name.split('/')[0] as string;
  return importsOf(name)
    .map((target) => target.split('/')[0] as string)
    .filter((to) => to !== from && !MAY_IMPORT[from]?.includes(to))
    .map((to) => `${name} imports ${to}`);
}

/** Our own modules that a file imports, as paths below src. */
function importsOf(name: string): string[] {
  const text = readFileSync(join(src, name), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'(\.{1,2}\/[^']+)'/g)].map(([, target = '']) =>
    relative(src, join(src, dirname(name), target))
      .split(sep)
      .join('/'),
  );
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}
