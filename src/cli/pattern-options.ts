import { type Command, Option } from 'commander';
import { LambdalessError } from '../core/errors.ts';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  setOwn,
  stringifyJson,
} from '../core/json.ts';
import { readJsonArgument } from './json-argument.ts';
import { repeatable } from './repeatable.ts';

/** The flags that together make an event pattern. */
export interface PatternOptions {
  readonly pattern?: string;
  readonly source?: string[];
  readonly detailType?: string[];
  readonly detail?: string[];
}

/** Matches every event: each has a source. */
const EVERYTHING = '{"source":[{"exists":true}]}';

export function addPatternOptions(command: Command): Command {
  return command
    .addOption(new Option('--pattern <json>', 'an event pattern: JSON, file://path, or - for stdin'))
    .addOption(repeatable('--source <value>', 'shorthand: this source (again: or that one); * is a wildcard'))
    .addOption(repeatable('--detail-type <value>', 'shorthand: this detail-type; * is a wildcard'))
    .addOption(
      repeatable(
        '--detail <path=value>',
        'shorthand: detail.<path> is this value: --detail order.state=PAID',
      ),
    );
}

/**
 * The pattern's text. A pattern given whole and no shorthand goes out exactly as it was written.
 * @throws LambdalessError BAD_ARGUMENT where the flags contradict each other.
 */
export async function readPattern(options: PatternOptions): Promise<string> {
  const given =
    options.pattern === undefined ? undefined : await readJsonArgument('--pattern', options.pattern);
  const shorthand = shorthandPattern(options);
  if (Object.keys(shorthand).length === 0) return given ?? EVERYTHING;
  if (given === undefined) return stringifyJson(shorthand);
  return stringifyJson(combine(parseJson(given), shorthand));
}

/** Without any of the flags, every event matches. */
export function hasPattern({ pattern, source, detailType, detail }: PatternOptions): boolean {
  return (pattern ?? source ?? detailType ?? detail) !== undefined;
}

function shorthandPattern(options: PatternOptions): JsonObject {
  const pattern: JsonObject = {};
  if (options.source) pattern['source'] = options.source.map(textMatcher);
  if (options.detailType) pattern['detail-type'] = options.detailType.map(textMatcher);
  if (options.detail) pattern['detail'] = detailPattern(options.detail);
  return pattern;
}

function textMatcher(text: string): JsonValue {
  return text.includes('*') ? { wildcard: text } : text;
}

/** "order.state=PAID", "amount={\"numeric\":[\">\",5]}": the same path again is an alternative. */
function detailPattern(assignments: readonly string[]): JsonObject {
  const detail: JsonObject = {};
  for (const assignment of assignments) {
    const equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new LambdalessError(
        'BAD_ARGUMENT',
        `--detail ${assignment}: write PATH=VALUE, as in order.state=PAID`,
      );
    }
    addAlternative(
      detail,
      assignment.slice(0, equals).split('.'),
      readValue(assignment.slice(equals + 1)),
      assignment,
    );
  }
  return detail;
}

function addAlternative(
  detail: JsonObject,
  path: readonly string[],
  value: JsonValue,
  assignment: string,
): void {
  let at = detail;
  for (const key of path.slice(0, -1)) {
    if (!Object.hasOwn(at, key)) setOwn(at, key, {});
    const next = at[key];
    if (!isJsonObject(next)) throw contradiction(assignment);
    at = next;
  }
  const last = path.at(-1) as string;
  const leaf = Object.hasOwn(at, last) ? at[last] : [];
  if (!Array.isArray(leaf)) throw contradiction(assignment);
  setOwn(at, last, [...leaf, value]);
}

function contradiction(assignment: string): LambdalessError {
  return new LambdalessError(
    'BAD_ARGUMENT',
    `--detail ${assignment}: another --detail asks for a field inside or above it`,
  );
}

/** A number, true, false, null or a matcher such as {"prefix":"a"} is taken as JSON, anything else as text. */
function readValue(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch {
    return textMatcher(text);
  }
}

function combine(pattern: JsonValue, shorthand: JsonObject): JsonObject {
  if (!isJsonObject(pattern)) throw new LambdalessError('BAD_ARGUMENT', '--pattern is not a JSON object.');
  const twice = Object.keys(shorthand).find((field) => Object.hasOwn(pattern, field));
  if (twice !== undefined) {
    throw new LambdalessError(
      'BAD_ARGUMENT',
      `--pattern names ${twice} already, and --${twice} would replace it.`,
    );
  }
  return { ...pattern, ...shorthand };
}
