import type { Command } from 'commander';
import { createProgram } from '../src/cli/program.ts';

const HEAD = `# The command line

Made from \`lambdaless --help\` by \`npm run docs:cli\`.

Events and other data go to stdout, everything for the person to stderr. Output is coloured at a terminal only;
\`NO_COLOR\` turns that off, \`FORCE_COLOR\` on. A reader that goes away (\`| head -1\`) ends \`tail\`; other commands finish
what they do.

| exit code | meaning |
|---|---|
| 0 | done, or ended by Ctrl-C where a command would go on for ever |
| 1 | it could not be done, or what was asked for is not so |
| 2 | the command line is wrong; for \`expect\`, it could not be judged |
| 130, 143 | Ctrl-C or SIGTERM broke it off: any command but \`dev\`, \`tail\` and \`record\`, which end with 0 |

An error is one line on stderr, \`error: message [CODE]\`: [the codes](errors.md).

A URL of a deployed stack is signed with the standard AWS credential chain (environment, profiles, SSO, instance
roles), afresh at every reconnect. A URL that carries a signature is used as it is. Other hosts, such as a custom domain
or this machine, are signed for with \`--sign\` only; a local runtime knows the key \`test\` with the secret \`test\`.
Without a URL, \`--stack\` or another hint where, commands talk to \`lambdaless dev\` at http://127.0.0.1:4650: nobody puts
events on a bus of AWS by leaving something out.
`;

/** docs/cli.md, whole. */
export function cliReference(): string {
  const commands = createProgram().commands.flatMap(withSubcommands);
  return `${HEAD}${commands.map(section).join('')}`;
}

/** A command that only groups others has nothing to say itself. */
function withSubcommands(command: Command): readonly Command[] {
  return command.commands.length > 0 ? command.commands : [command];
}

function section(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.configureHelp({ helpWidth: 100 });
  command.outputHelp();
  return `\n## lambdaless ${nameOf(command)}\n\n\`\`\`text\n${help.trim()}\n\`\`\`\n`;
}

function nameOf(command: Command): string {
  const parent = command.parent;
  return parent?.parent ? `${parent.name()} ${command.name()}` : command.name();
}
