import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { lambdaless } from '../support/child.ts';

describe('lambdaless completion', () => {
  const script = (shell: string): Promise<string> =>
    lambdaless(['completion', shell])
      .finished()
      .then(({ stdout }) => stdout);

  it.runIf(process.platform === 'linux').each([
    ['lambdaless ta', ['tail']],
    ['lambdaless patterns l', ['lint']],
    ['lambdaless tail --det', ['--detail-type', '--detail']],
    ['lambdaless expect --source shop --with', ['--within']],
  ])('completes "%s" in bash', async (line, expected) => {
    const words = line.split(' ');
    const ask = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _lambdaless; echo "\${COMPREPLY[@]}"`;
    const answer = execFileSync('bash', ['-c', `${await script('bash')}\n${ask}`], { encoding: 'utf8' });
    expect(answer.trim().split(' ').sort()).toEqual([...expected].sort());
  });

  it('knows every command and flag in zsh and fish', async () => {
    expect(await script('zsh')).toContain('#compdef lambdaless');
    expect(await script('fish')).toContain(
      "complete -c lambdaless -n '__fish_seen_subcommand_from tail' -l pattern",
    );
  });

  it('refuses a shell that it does not know', async () => {
    const { code, stderr } = await lambdaless(['completion', 'tcsh']).finished();
    expect(stderr).toContain('Allowed choices are bash, zsh, fish');
    expect(code).toBe(2);
  });
});
