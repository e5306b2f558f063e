import jmespath from 'jmespath';
import { LambdalessError, messageOf } from '../../core/errors.ts';
import { isJsonNumber, type JsonObject, type JsonValue, stringifyJson } from '../../core/json.ts';
import { paint } from '../terminal.ts';

export const OUTPUTS = ['pretty', 'expanded', 'json'] as const;
export type Output = (typeof OUTPUTS)[number];

/** One event as it is printed, without the line break at its end. */
export type Formatter = (text: string, event: JsonObject) => string;

/**
 * @param format a JMESPath expression; it takes precedence over `output`.
 * @throws LambdalessError BAD_ARGUMENT for an expression that is none.
 */
export function formatter(output: Output, format: string | undefined): Formatter {
  if (format !== undefined) return fieldFormatter(format);
  return { pretty, expanded, json: oneLine }[output];
}

/** Messages are compact already; a line break inside would break one document a line. */
function oneLine(text: string, event: JsonObject): string {
  return text.includes('\n') ? stringifyJson(event) : text;
}

function pretty(_text: string, event: JsonObject): string {
  return `${headline(event)} ${stringifyJson(event['detail'] ?? null)}`;
}

function expanded(_text: string, event: JsonObject): string {
  return `${headline(event)}\n${stringifyJson(event, 2)}\n`;
}

function headline(event: JsonObject): string {
  const { dim, cyan, bold } = paint(process.stdout);
  return `${dim(printable(event['time']))} ${cyan(printable(event['source']))} ${bold(printable(event['detail-type']))}`;
}

/** Whoever may put events must not be able to drive the reader's terminal by control characters. */
export function printable(value: JsonValue | undefined): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  return String(value).replace(/[\u0000-\u001f\u007f-\u009f]/g, '\u{FFFD}');
}

/** A list of plain values is printed with tabs between, for cut and awk; anything else as JSON. */
function fieldFormatter(expression: string): Formatter {
  const problem = problemOf(expression);
  if (problem !== undefined)
    throw new LambdalessError('BAD_ARGUMENT', `--format is not a JMESPath expression: ${problem}`);
  return (_text, event) => {
    const result = jmespath.search(event, expression) as JsonValue;
    if (Array.isArray(result) && result.every(isPlain)) return result.map(plain).join('\t');
    return isPlain(result) ? plain(result) : stringifyJson(result);
  };
}

/** Of the expression itself. Whether the types suit its functions depends on each event. */
function problemOf(expression: string): string | undefined {
  try {
    jmespath.search({}, expression);
    return undefined;
  } catch (error) {
    return /^TypeError/.test(messageOf(error)) ? undefined : messageOf(error);
  }
}

function isPlain(value: JsonValue): boolean {
  return value === null || typeof value !== 'object' || isJsonNumber(value);
}

function plain(value: JsonValue): string {
  return value === null ? '' : printable(value);
}
