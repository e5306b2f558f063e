import { Argument, Command } from 'commander';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** What can be typed after a word of the command line. */
interface Words {
  /** "lambdaless tail" → its flags; "lambdaless" → the commands. */
  readonly [prefix: string]: readonly string[];
}

export function completionCommand(): Command {
  return new Command('completion')
    .description('Print a script that completes commands and flags in your shell.')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .addHelpText(
      'after',
      `
Examples:
  $ source <(lambdaless completion bash)                                  # in ~/.bashrc
  $ lambdaless completion zsh > "\${fpath[1]}/_lambdaless"
  $ lambdaless completion fish > ~/.config/fish/completions/lambdaless.fish`,
    )
    .action((shell: Shell, _options: object, command: Command) => {
      process.stdout.write(SCRIPTS[shell](wordsOf(command.parent as Command)));
    });
}

function wordsOf(program: Command): Words {
  const words: Record<string, readonly string[]> = {};
  const visit = (command: Command, prefix: string): void => {
    const flags = command.options.flatMap(({ long }) => long ?? []);
    words[prefix] = [...command.commands.map((inner) => inner.name()), ...flags, '--help'];
    for (const inner of command.commands) visit(inner, `${prefix} ${inner.name()}`);
  };
  visit(program, program.name());
  return words;
}

const SCRIPTS: Readonly<Record<Shell, (words: Words) => string>> = { bash, zsh, fish };

/** Looks the longest known prefix of the typed words up; behind it, file names complete as usual. */
function bash(words: Words): string {
  const cases = Object.entries(words).map(
    ([prefix, next]) => `    "${prefix}") words="${next.join(' ')}" ;;`,
  );
  return `_lambdaless() {
  local current="\${COMP_WORDS[COMP_CWORD]}" prefix="lambdaless" words="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; ${commandNames(words).join('|')}) prefix="$prefix $word" ;; esac
  done
  case "$prefix" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _lambdaless lambdaless
`;
}

/** zsh runs bash's function by its own compatibility layer. */
function zsh(words: Words): string {
  return `#compdef lambdaless
autoload -U +X bashcompinit && bashcompinit
${bash(words)}`;
}

function fish(words: Words): string {
  const lines = Object.entries(words).flatMap(([prefix, next]) => {
    const typed = prefix.split(' ').slice(1);
    const condition =
      typed.length === 0
        ? '__fish_use_subcommand'
        : typed.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
    return next.map(
      (word) =>
        `complete -c lambdaless -n '${condition}' ${word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`}`,
    );
  });
  return `${lines.join('\n')}\n`;
}

function commandNames(words: Words): string[] {
  const names = Object.keys(words).flatMap((prefix) => prefix.split(' ').slice(1));
  return [...new Set(names)];
}
