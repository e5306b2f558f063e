import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from './run-here.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lambdaless-completion-'));
  for (const shell of ['bash', 'zsh', 'fish']) {
    writeFileSync(join(folder, `complete.${shell}`), (await runHere('completion', shell)).stdout);
  }
  writeFileSync(join(folder, 'events.ndjson'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is typed, with the last word to complete → what is offered. */
const OFFERED: readonly (readonly [line: string, words: readonly string[]])[] = [
  ['lambdaless ta', ['tail']],
  ['lambdaless patterns l', ['lint']],
  ['lambdaless tail --det', ['--detail', '--detail-type']],
  ['lambdaless expect --source put --with', ['--within']],
  ['lambdaless tail --output ', ['expanded', 'json', 'pretty']],
  ['lambdaless completion z', ['zsh']],
  ['lambdaless put ev', ['events.ndjson']],
  ['lambdaless dev --template ev', ['events.ndjson']],
  ['lambdaless tail --source ev', []],
];

function shell(name: string, script: string): string {
  const { status, stdout, stderr } = spawnSync(name, ['-c', script], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return stdout;
}

const has = (name: string): boolean => spawnSync(name, ['--version']).status === 0;
const sorted = (words: Iterable<string>): string[] => [...words].filter((word) => word !== '').sort();

describe.runIf(process.platform !== 'win32' && has('bash'))('completion in bash', () => {
  it.each(OFFERED)('%s', (line, expected) => {
    const words = line.split(' ');
    const ask = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}`;
    // What "-o default" adds: names of files, if the function has found nothing and has not turned it off.
    const files = `[ \${#COMPREPLY[@]} -gt 0 ] || [ -n "$off" ] || COMPREPLY=($(compgen -f -- '${words.at(-1)}'))`;
    const script = `compopt() { off=1; }; source complete.bash; ${ask}; _lambdaless; ${files}; printf '%s\\n' "\${COMPREPLY[@]}"`;
    expect(sorted(shell('bash', script).split('\n'))).toEqual(expected);
  });
});

describe.runIf(has('fish'))('completion in fish', () => {
  it.each(OFFERED)('%s', (line, expected) => {
    const offered = shell('fish', `source complete.fish; complete -C '${line}'`).split('\n');
    expect(sorted(offered.map((each) => each.split('\t')[0] ?? ''))).toEqual(expected);
  });
});

describe.runIf(has('zsh'))('completion in zsh', () => {
  it('loads without an error, as a file and when sourced', () => {
    expect(
      shell('zsh', 'autoload -U compinit; compinit -u -D; source complete.zsh; print $_comps[lambdaless]'),
    ).toBe('_lambdaless\n');
  });
});

describe('the scripts', () => {
  it('for zsh name every command with what it does, and the values of flags', async () => {
    const { stdout } = await runHere('completion', 'zsh');
    expect(stdout).toMatch(/^#compdef lambdaless\n/);
    expect(stdout).toContain("'tail:Print the events that match a pattern, as they happen'");
    expect(stdout).toMatch(/'\*--output\[[^\]]*\]:value:\(pretty expanded json\)'/);
    expect(stdout).toMatch(/'\*--template\[[^\]]*\]:value:_files'/);
  });

  it('for fish describe each word', async () => {
    const { stdout } = await runHere('completion', 'fish');
    expect(stdout).toContain("-a tail -d 'Print the events that match a pattern, as they happen'");
    expect(stdout).toMatch(/seen_subcommand_from tail' -l output -x -a 'pretty expanded json'/);
  });
});
