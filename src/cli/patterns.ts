import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { LambdalessError, messageOf } from '../core/errors.ts';
import { EventPatternError, parsePattern } from '../languages/event-pattern/index.ts';
import { ExitCode } from './exit-code.ts';
import { patternsOfTemplate } from './template-patterns.ts';
import { paint } from './terminal.ts';

export function patternsCommand(): Command {
  const lint = new Command('lint')
    .description("Check event patterns offline, with EventBridge's own verdicts and messages.")
    .argument(
      '<files...>',
      'files with one pattern each, or CloudFormation and SAM templates (JSON or YAML), whose patterns are checked',
    )
    .addHelpText(
      'after',
      `
Exit codes: 0 all are valid, 1 at least one is not, 2 a file cannot be read.

Examples:
  $ lambdaless patterns lint patterns/*.json
  $ lambdaless patterns lint cdk.out/MyStack.template.json template.yaml`,
    )
    .action((files: readonly string[]) => {
      const invalid = files.flatMap(patternsIn).filter((found) => !isValid(found));
      process.exitCode = invalid.length > 0 ? ExitCode.failure : ExitCode.ok;
    });
  return new Command('patterns').description('Work with event patterns.').addCommand(lint);
}

interface FoundPattern {
  /** The file, or the rule in it. */
  readonly name: string;
  readonly text: string;
}

function patternsIn(file: string): FoundPattern[] {
  const text = readText(file);
  // Text that is no template is judged as a pattern, and gets EventBridge's message if it is none.
  const patterns = patternsOfTemplate(text)?.map(({ name, text: pattern }) => ({
    name: `${file} ${name}`,
    text: pattern,
  }));
  return patterns ?? [{ name: file, text }];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new LambdalessError('BAD_ARGUMENT', `cannot read ${file}: ${messageOf(error)}`);
  }
}

function isValid({ name, text }: FoundPattern): boolean {
  const { green, red } = paint(process.stdout);
  try {
    parsePattern(text);
    process.stdout.write(`${green('✓')} ${name}\n`);
    return true;
  } catch (error) {
    if (!(error instanceof EventPatternError)) throw error;
    const place = error.line === undefined ? '' : `:${error.line}:${error.column}`;
    process.stdout.write(`${red('✗')} ${name}${place} ${error.message}\n`);
    return false;
  }
}
