import { Command } from 'commander';
import { EventPatternError, parsePattern } from '../languages/event-pattern/index.ts';
import { ExitCode } from './exit-code.ts';
import { patternsOfTemplate } from './template-patterns.ts';
import { type FilePlace, placeInTemplate } from './template-places.ts';
import { paint, say } from './terminal.ts';
import { readTextFile } from './text-file.ts';

interface LintOptions {
  readonly json?: boolean;
}

export function patternsCommand(): Command {
  const lint = new Command('lint')
    .description("Check event patterns offline, with EventBridge's own verdicts and messages.")
    .argument(
      '<files...>',
      'files with one pattern each, or CloudFormation and SAM templates (JSON or YAML), whose patterns are checked',
    )
    .option(
      '--json',
      'print a JSON list: file, rule, valid, and for what is not valid message, line and column',
    )
    .addHelpText(
      'after',
      `
Exit codes: 0 all are valid, 1 at least one is not, 2 a file cannot be read.

Examples:
  $ lambdaless patterns lint patterns/*.json
  $ lambdaless patterns lint cdk.out/MyStack.template.json template.yaml`,
    )
    .action((files: readonly string[], options: LintOptions) => {
      process.exitCode = lintFiles(files, options);
    });
  return new Command('patterns').description('Work with event patterns.').addCommand(lint);
}

/** What became of one pattern. */
interface Verdict extends Partial<FilePlace> {
  readonly file: string;
  /** In a template: the logical id of the rule. */
  readonly rule?: string;
  readonly valid: boolean;
  readonly message?: string;
}

function lintFiles(files: readonly string[], { json }: LintOptions): number {
  const verdicts = files.flatMap((file) => {
    const found = verdictsOn(file, readTextFile(file));
    if (!json) for (const verdict of found) process.stdout.write(inWords(verdict));
    return found;
  });
  if (json) process.stdout.write(`${JSON.stringify(verdicts)}\n`);
  return verdicts.every(({ valid }) => valid) ? ExitCode.ok : ExitCode.failure;
}

function verdictsOn(file: string, text: string): Verdict[] {
  const patterns = patternsOfTemplate(text);
  // Text that is no template is judged as a pattern, and gets EventBridge's message if it is none.
  if (!patterns) return [{ file, ...judged(text, (place) => place) }];
  if (patterns.length === 0) say(`${file}: there is no event pattern in this template`);
  return patterns.flatMap(({ name: rule, path, text: pattern }) => {
    if (pattern === undefined) {
      say(`${file}: the pattern of ${rule} is known only to a deployment, and not checked`);
      return [];
    }
    return [{ file, rule, ...judged(pattern, ({ offset }) => placeInTemplate(text, path, pattern, offset)) }];
  });
}

/** @param placeOf where a place of the pattern is in the file */
function judged(
  pattern: string,
  placeOf: (place: FilePlace & { readonly offset: number }) => FilePlace,
): Pick<Verdict, 'valid' | 'message' | 'line' | 'column'> {
  try {
    parsePattern(pattern);
    return { valid: true };
  } catch (error) {
    if (!(error instanceof EventPatternError)) throw error;
    const { message, offset = 0, line = 1, column = 1 } = error;
    const place = placeOf({ offset, line, column });
    return { valid: false, message: withoutSource(message), line: place.line, column: place.column };
  }
}

/** EventBridge repeats the pattern, with the place as it is there. */
function withoutSource(message: string): string {
  return message.replace(/\n at \[Source: .*$/s, '');
}

/** "template.yaml:12:9", as terminals and editors make links of. */
function inWords({ file, rule, valid, message, line, column }: Verdict): string {
  const { green, red } = paint(process.stdout);
  if (valid) return `${green('✓')} ${[file, rule].filter(Boolean).join(' ')}\n`;
  return `${red('✗')} ${file}:${line}:${column} ${rule ? `${rule}: ` : ''}${message}\n`;
}
