import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Pages, and the help of the commands themselves, which docs/cli.md repeats. */
const pages = [
  'README.md',
  ...inFolder('docs', '.md'),
  ...inFolder('examples', '.md'),
  ...inFolder('examples', '.yml'),
];

function inFolder(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

/** Our command lines in a page: those of code blocks, with what a backslash or a YAML fold continues. */
function commandsIn(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/ \\\n\s*/g, ' ');
  const code = page.endsWith('.md') ? (text.match(/^```[\s\S]*?^```/gm) ?? []).join('\n') : text;
  const starts =
    /(?:^|[|(`]|run:|\$) *(?:npx |node )?(?:lambdaless|dist\/cli\/main\.js) ((?:[a-z]+)(?: .*)?)$/gm;
  return [...code.matchAll(starts)].map(([, line]) => line as string).filter((line) => !line.startsWith('['));
}

/** As a shell splits it, up to a pipe, a redirection or a comment. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:'[^']*'|"(?:[^"\\]|\\.)*"|[^\s'"])+/g) ?? [];
  const end = words.findIndex((word) => /^(\||>|2>|&|#|<)/.test(word));
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replaceAll(/['"]|[)`;]+$/g, ''));
}

function commandOf(words: readonly string[]): { command: Command; rest: readonly string[] } | undefined {
  let command: Command = createProgram();
  let rest = words;
  for (;;) {
    const inner = command.commands.find((each) => each.name() === rest[0]);
    if (!inner) return command.parent ? { command, rest } : undefined;
    command = inner;
    rest = rest.slice(1);
  }
}

const found = pages.flatMap((page) => commandsIn(page).map((line): [string, string] => [page, line]));

it('finds commands to check', () => expect(found.length).toBeGreaterThan(60));

describe('a command in the documentation is one that there is', () => {
  it.each(found)('%s: lambdaless %s', (_page, line) => {
    const words = wordsOf(line);
    const parsed = commandOf(words);
    expect(parsed, `there is no command ${words[0]}`).toBeDefined();
    expect(parsed?.command.parseOptions([...(parsed?.rest ?? [])]).unknown).toEqual([]);
  });
});
