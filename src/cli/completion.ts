import { Argument, Command } from 'commander';
import { bash } from './completion/bash.ts';
import { fish } from './completion/fish.ts';
import { type Level, levelsOf } from './completion/words.ts';
import { zsh } from './completion/zsh.ts';

const SCRIPTS = { bash, zsh, fish } satisfies Record<string, (levels: readonly Level[]) => string>;
const SHELLS = Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[];

export function completionCommand(): Command {
  return new Command('completion')
    .description('Print a script that completes commands, flags and their values in your shell.')
    .addArgument(new Argument('<shell>', 'the shell to complete in').choices(SHELLS))
    .addHelpText(
      'after',
      `
Examples:
  $ source <(lambdaless completion bash)                                  # in ~/.bashrc
  $ source <(lambdaless completion zsh)                                   # in ~/.zshrc, after compinit
  $ lambdaless completion zsh > "\${fpath[1]}/_lambdaless"                 # or once, as a file
  $ lambdaless completion fish > ~/.config/fish/completions/lambdaless.fish`,
    )
    .action((shell: keyof typeof SCRIPTS, _options: object, command: Command) => {
      process.stdout.write(SCRIPTS[shell](levelsOf(command.parent as Command)));
    });
}
