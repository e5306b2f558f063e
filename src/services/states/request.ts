import { AwsError } from '../../core/errors.ts';
import {
  isJsonNumber,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  stringifyJson,
} from '../../core/json.ts';
import { statesErrors } from './errors.ts';

/** What the service model says of one member of a request. */
export interface Constraint {
  readonly type: 'text' | 'integer' | 'boolean' | 'list' | 'structure';
  readonly required?: true;
  /** Of a text's length, a number's value, or a list's length. */
  readonly least?: number;
  readonly most?: number;
  readonly oneOf?: readonly string[];
  readonly pattern?: RegExp;
  /** AWS does not repeat it in messages. */
  readonly sensitive?: true;
  /** Of a structure. */
  readonly members?: Shape;
}

export type Shape = Readonly<Record<string, Constraint>>;

/**
 * Checks a request against its model before anything is done.
 * @param path what stands before a member's name in messages, for a structure within a request
 * @throws AwsError SerializationException for a value of another type; ValidationException, which names every
 * member that is missing or out of bounds, in the words of AWS's request validation
 */
export function checkRequest(input: JsonObject, shape: Shape, path = ''): void {
  const problems = problemsOf(input, shape, path);
  if (problems.length === 0) return;
  const [count, noun] = [problems.length, problems.length === 1 ? 'error' : 'errors'];
  throw statesErrors.validation(`${count} validation ${noun} detected: ${problems.join('; ')}`);
}

function problemsOf(input: JsonObject, shape: Shape, path: string): string[] {
  return Object.entries(shape).flatMap(([name, constraint]) => {
    const value = input[name] ?? undefined;
    const member = `${path}${name}`;
    if (value === undefined) {
      return constraint.required ? [failed('Value null', member, 'Member must not be null')] : [];
    }
    checkType(value, constraint);
    const nested = constraint.members
      ? problemsOf(value as JsonObject, constraint.members, `${member}.`)
      : [];
    const found = violations(value, constraint);
    return [...found.map((text) => failed(shown(value, constraint), member, text)), ...nested];
  });
}

function shown(value: JsonValue, { sensitive }: Constraint): string {
  if (sensitive) return 'Value';
  return `Value '${typeof value === 'object' ? stringifyJson(value) : String(value)}'`;
}

function failed(value: string, member: string, text: string): string {
  return `${value} at '${member}' failed to satisfy constraint: ${text}`;
}

const IS_OF: Readonly<Record<Constraint['type'], (value: JsonValue) => boolean>> = {
  text: (value) => typeof value === 'string',
  integer: (value) => isJsonNumber(value) && Number.isInteger(Number(value)),
  boolean: (value) => typeof value === 'boolean',
  list: Array.isArray,
  structure: isJsonObject,
};

const CONVERTED_TO: Readonly<Record<Constraint['type'], string>> = {
  text: 'a String',
  integer: 'an Integer',
  boolean: 'a Boolean',
  list: 'a List',
  structure: 'a Structure',
};

/** The wording is that of AWS's JSON protocol, publicly reported of several services. */
function checkType(value: JsonValue, { type }: Constraint): void {
  if (!IS_OF[type](value)) throw new AwsError('SerializationException', conversionProblem(value, type));
}

function conversionProblem(value: JsonValue, type: Constraint['type']): string {
  if (Array.isArray(value)) return 'Start of list found where not expected';
  if (isJsonObject(value)) return 'Start of structure or map found where not expected.';
  const token =
    typeof value === 'boolean'
      ? String(value).toUpperCase()
      : typeof value === 'string'
        ? 'STRING'
        : 'NUMBER';
  return `${token}_VALUE can not be converted to ${CONVERTED_TO[type]}`;
}

function violations(value: JsonValue, { type, least, most, oneOf, pattern }: Constraint): string[] {
  const size = type === 'integer' ? Number(value) : (value as string | JsonValue[]).length;
  const subject = type === 'integer' ? 'value' : 'length';
  const found: string[] = [];
  if (most !== undefined && size > most)
    found.push(`Member must have ${subject} less than or equal to ${most}`);
  if (least !== undefined && size < least)
    found.push(`Member must have ${subject} greater than or equal to ${least}`);
  if (oneOf && !oneOf.includes(String(value)))
    found.push(`Member must satisfy enum value set: [${oneOf.join(', ')}]`);
  if (pattern && !pattern.test(String(value)))
    found.push(`Member must satisfy regular expression pattern: ${pattern.source}`);
  return found;
}

/** Members that many requests have. Source: the service model. */
type MemberName =
  | 'arn'
  | 'longArn'
  | 'name'
  | 'maxResults'
  | 'nextToken'
  | 'includedData'
  | 'error'
  | 'cause'
  | 'traceHeader'
  | 'description'
  | 'flag'
  | 'machineType';

export const members: Readonly<Record<MemberName, Constraint>> = {
  arn: { type: 'text', required: true, least: 1, most: 256 },
  longArn: { type: 'text', required: true, least: 1, most: 2000 },
  name: { type: 'text', least: 1, most: 80 },
  maxResults: { type: 'integer', least: 0, most: 1000 },
  nextToken: { type: 'text', least: 1, most: 1024 },
  includedData: { type: 'text', oneOf: ['ALL_DATA', 'METADATA_ONLY'] },
  error: { type: 'text', most: 256, sensitive: true },
  cause: { type: 'text', most: 32_768, sensitive: true },
  traceHeader: { type: 'text', most: 256 },
  description: { type: 'text', most: 256, sensitive: true },
  flag: { type: 'boolean' },
  machineType: { type: 'text', oneOf: ['STANDARD', 'EXPRESS'] },
};
