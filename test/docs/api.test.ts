import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

/** Names of an interface's own members, from its source. */
function membersOf(file: string, name: string): string[] {
  const source = read(file);
  const body = new RegExp(`interface ${name}\\b[^]*?\\{\\n([^]*?)\\n\\}`).exec(source)?.[1] ?? '';
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)(?:\?|<\w+[^>]*>)?[:(]/gm)].map(
    ([, member]) => member as string,
  );
}

describe.each([
  ['docs/runtime.md', 'src/runtime/options.ts', 'StartOptions', 13],
  ['docs/runtime.md', 'src/runtime.ts', 'LocalStack', 12],
  ['docs/runtime.md', 'src/runtime/outputs.ts', 'LocalOutputs', 3],
  ['docs/testing.md', 'src/testing/bus.ts', 'Bus', 7],
  ['docs/testing.md', 'src/testing/bus.ts', 'Subscription', 3],
  ['docs/testing.md', 'src/testing/bus.ts', 'EventToPut', 4],
  ['docs/testing.md', 'src/testing/bus.ts', 'ExpectOptions', 2],
  ['docs/testing.md', 'src/testing/connect.ts', 'ConnectOptions', 1],
  ['docs/testing.md', 'src/testing/embedded.ts', 'EmbeddedBus', 2],
])('%s describes %s %s', (page, file, name, least) => {
  const members = membersOf(file, name);
  it('as far as its members can be read', () => expect(members.length).toBeGreaterThanOrEqual(least));
  it.each(members)('%s', (member) => expect(read(page)).toMatch(new RegExp(`[\`( ]${member}\\b`)));
});
