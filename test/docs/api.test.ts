import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type ApiExport, type ApiMember, readModules } from '../../scripts/api-reference/read.ts';
import { fileOf, renderModule } from '../../scripts/api-reference/render.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');
const modules = readModules();
const exported = modules.flatMap(({ exports }) => exports);

it('describes every entry of the package', () => {
  const entries = Object.keys((JSON.parse(read('package.json')) as { exports: object }).exports);
  expect(modules.map(({ name }) => name.replace('lambdaless', '.')).sort()).toEqual(
    entries.filter((entry) => entry !== './package.json').sort(),
  );
});

describe.each(modules.map((module) => [module.name, module] as const))('%s', (_name, module) => {
  it('is described as the sources say (npm run docs:api)', () => {
    expect(read(`docs/api/${fileOf(module)}`)).toBe(renderModule(module, modules));
  });

  it('says what it is, and what each export and each member is', () => {
    const silent = module.exports.flatMap(({ name, doc, members }) => [
      ...(doc.text === '' ? [name] : []),
      ...members.filter(needsWords).map((member) => `${name}.${member.name}`),
    ]);
    expect(module.text).not.toBe('');
    expect(silent).toEqual([]);
  });
});

/** A constructor is what its class is; a discriminant says itself what it is. */
function needsWords({ kind, code, doc }: ApiMember): boolean {
  return doc.text === '' && kind !== 'constructor' && !/^'[^']*'$/.test(code);
}

it('exports every type of ours that an export names', () => {
  // What PropertiesOf maps, each resource type's properties, is CloudFormation's own.
  const known = new Set(['PropertiesOf', ...exported.map(({ name }) => name)]);
  const ours = typesDeclaredIn('src');
  const missing = exported.flatMap((one) =>
    typesNamedBy(one).filter((name) => ours.has(name) && !known.has(name)),
  );
  expect([...new Set(missing)]).toEqual([]);
});

function typesDeclaredIn(folder: string): Set<string> {
  const files = readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((name) => name.endsWith('.ts')).map((name) => read(`${folder}/${name}`));
  const declared = sources.flatMap((source) => [
    ...source.matchAll(/^export (?:abstract )?(?:class|interface|type) (\w+)/gm),
  ]);
  return new Set(declared.map(([, name]) => name as string));
}

function typesNamedBy({ code, members }: ApiExport): string[] {
  return [code, ...members.map((member) => member.code)].flatMap(
    (text) => text.replaceAll(/\/\*[\s\S]*?\*\/|'[^']*'/g, '').match(/(?<![.\w])[A-Z]\w+\b/g) ?? [],
  );
}
