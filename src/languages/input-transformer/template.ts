import { messageOf } from '../../core/errors.ts';
import { JsonNumber, type JsonValue, stringifyJson } from '../../core/json.ts';
import { InputError } from './input-error.ts';

/**
 * An InputTemplate. Two kinds exist, and values go into them differently:
 *
 * - a JSON template: a variable stands for a JSON value (`{"id": <id>}`), or is part of a string
 *   (`{"path": "users/<id>"}`), where a string goes in bare and anything else as its JSON text;
 * - a string template, which starts with a quote (`"Job <id> is <state>"`): everything goes in as text without
 *   any quotes, and the result need not be JSON.
 *
 * In both, a variable without a value is the empty string.
 */
export interface Template {
  readonly isJson: boolean;
  /** Every name that stands in angle brackets. */
  readonly variables: readonly string[];
  render(lookUp: LookUp): string;
}

/** Gives a variable's value, or undefined if it has none. */
type LookUp = (variable: string) => JsonValue | undefined;

interface Slot {
  readonly variable: string;
  readonly quoted: boolean;
}

type Segment = string | Slot;

export function compileTemplate(text: string): Template {
  const isJson = !text.trimStart().startsWith('"');
  const segments = segmentsOf(text);
  return {
    isJson,
    variables: segments.flatMap((segment) => (typeof segment === 'string' ? [] : [segment.variable])),
    render: (lookUp) =>
      segments
        .map((segment) => (typeof segment === 'string' ? segment : fill(segment, lookUp, isJson)))
        .join(''),
  };
}

/** Stands for a value; no text of a template holds it. */
const ANY_VALUE = '\ue000';

/**
 * What a JSON template makes, with a text for each variable.
 * @throws InputError where it is no JSON whatever the values, or a variable is the name of a member, which the API
 * reference of InputTransformer does not allow
 */
export function sampleOf(template: Template): JsonValue {
  const refuseKey = (key: string, value: unknown): unknown => {
    if (!key.includes(ANY_VALUE)) return value;
    throw new InputError('InputTemplate has a placeholder as an object key.');
  };
  try {
    return JSON.parse(
      template.render(() => ANY_VALUE),
      refuseKey,
    );
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`InputTemplate is neither JSON nor a text in quotes: ${messageOf(error)}`);
  }
}

function fill({ variable, quoted }: Slot, lookUp: LookUp, isJson: boolean): string {
  const found = lookUp(variable);
  const value = found === undefined ? '' : found;
  if (!isJson) return bareText(value);
  if (quoted && typeof value === 'string') return value;
  return stringifyJson(value);
}

/** `{acc_id:0a787ecb-4015,sf_id:baz}`, `[ACTIVE,INACTIVE]`: JSON without its quotes. */
function bareText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || value instanceof JsonNumber) return stringifyJson(value);
  if (Array.isArray(value)) return `[${value.map(bareText).join(',')}]`;
  const members = Object.entries(value).map(([key, member]) => `${key}:${bareText(member)}`);
  return `{${members.join(',')}}`;
}

/** Splits at variables, and notes of each whether it stands within quotes. */
function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = [];
  let quoted = false;
  let end = 0;
  for (const match of text.matchAll(/<([^<>]+)>/g)) {
    const literal = text.slice(end, match.index);
    quoted = quotedAfter(literal, quoted);
    segments.push(literal, { variable: match[1] as string, quoted });
    end = match.index + match[0].length;
  }
  segments.push(text.slice(end));
  return segments;
}

function quotedAfter(literal: string, quotedBefore: boolean): boolean {
  const quotes = literal.replace(/\\./g, '').match(/"/g)?.length ?? 0;
  return quotes % 2 === 0 ? quotedBefore : !quotedBefore;
}
