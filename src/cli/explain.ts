import { Command } from 'commander';
import { LambdalessError } from '../core/errors.ts';
import {
  EventPatternError,
  type Explanation,
  explain,
  parsePattern,
} from '../languages/event-pattern/index.ts';
import { ExitCode } from './exit-code.ts';
import { readJsonArgument } from './json-argument.ts';
import { addPatternOptions, hasPattern, type PatternOptions, readPattern } from './pattern-options.ts';
import { paint } from './terminal.ts';

interface ExplainOptions extends PatternOptions {
  readonly event: string;
  readonly json?: boolean;
}

export function explainCommand(): Command {
  return addPatternOptions(new Command('explain'))
    .description('Say why a pattern does or does not match an event, leaf by leaf. Needs no connection.')
    .requiredOption('--event <json>', 'the event: JSON, file://path, or - for stdin')
    .option('--json', 'print the explanation as JSON')
    .addHelpText(
      'after',
      `
Exit codes: 0 the event matches, 1 it does not, 2 the pattern or the event is none.

Examples:
  $ lambdaless explain --pattern '{"detail":{"amount":[{"numeric":[">",10]}]}}' --event '{"detail":{"amount":5}}'
  $ lambdaless explain --source shop --event file://event.json`,
    )
    .action(async (options: ExplainOptions) => {
      process.exitCode = await run(options);
    });
}

async function run(options: ExplainOptions): Promise<number> {
  if (!hasPattern(options))
    throw new LambdalessError(
      'BAD_ARGUMENT',
      'which pattern? Give --pattern, --source, --detail-type or --detail.',
    );
  const pattern = await readPattern(options);
  const event = await readJsonArgument('--event', options.event);
  const explanation = explained(pattern, event);
  process.stdout.write(options.json ? `${JSON.stringify(explanation)}\n` : inWords(explanation));
  return explanation.matched ? ExitCode.ok : ExitCode.failure;
}

function explained(pattern: string, event: string): Explanation {
  try {
    return explain(parsePattern(pattern), event);
  } catch (error) {
    if (error instanceof EventPatternError) throw new LambdalessError('BAD_ARGUMENT', error.message);
    throw error;
  }
}

function inWords({ matched, leaves, alternatives, alternative }: Explanation): string {
  const { green, red, dim } = paint(process.stdout);
  const lines = leaves.map((leaf) => `${leaf.matched ? green('✓') : red('✗')} ${leaf.text}`);
  if (alternatives > 1) lines.push(dim(`alternative ${alternative + 1} of ${alternatives}, the closest`));
  lines.push(matched ? green('the event matches') : red('the event does not match'));
  return `${lines.join('\n')}\n`;
}
