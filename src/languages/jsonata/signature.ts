import { JsonNumber } from '../../core/json.ts';
import type { Signature } from './ast.ts';
import { isFunction } from './functions.ts';
import { toDouble, toDoubles } from './numbers.ts';

export type Validator = (args: readonly unknown[], context: unknown) => readonly unknown[];

/** The letters of signatures, a bit each. */
const TYPES = { s: 1, n: 2, b: 4, l: 8, o: 16, a: 32, f: 64 };
const ANY = 127;
const JSON_TYPES = ANY - TYPES.f;

/** One parameter of a signature. */
interface Parameter {
  /** Those that it takes, as bits. */
  readonly types: number;
  /** Of the members of an array, if they must be of one type; else any. */
  readonly memberTypes: number;
  /** Whether nothing may be given for it, without the context value taking its place. */
  readonly optional: boolean;
}

const PARAMETERS = /(?:([snbloafjx])|\(([snbloafjx]+)\))(?:<([^>]*)>)?([-?+]?)/y;

/**
 * The library checks arguments with a regular expression over their types, each time. Nearly all calls give all
 * arguments in the right types, which is quickly seen; for all others the library decides.
 */
export function validatorOf(signature: Signature): Validator {
  const parameters = parametersOf(signature.definition);
  return (args, context) =>
    parameters && areOfTypes(args, parameters) ? args : validate(signature, args, context);
}

/** The library would take a long integer for an object: it sees doubles, which then are exchanged again. */
function validate(signature: Signature, args: readonly unknown[], context: unknown): readonly unknown[] {
  const doubles = args.map(toDoubles);
  const valid = signature.validate(doubles, toDouble(context));
  if (valid.length !== args.length) return valid;
  return valid.map((argument, i) => {
    if (doubles[i] === args[i]) return argument;
    return Array.isArray(argument) && !Array.isArray(args[i]) ? [args[i]] : args[i];
  });
}

/** Undefined for a signature with a parameter that takes several arguments. */
function parametersOf(definition: string): readonly Parameter[] | undefined {
  const parameters: Parameter[] = [];
  const end = definition.search(/[:>]$|:[^:]*>$/);
  for (let at = 1; at < end; at = PARAMETERS.lastIndex) {
    PARAMETERS.lastIndex = at;
    const found = PARAMETERS.exec(definition);
    if (!found) return undefined;
    const [, single, choice, parameterized, suffix] = found;
    if (suffix === '+') return undefined;
    const types = single ?? (choice as string);
    parameters.push({
      types: bitsOf(types),
      memberTypes: types === 'a' ? bitsOf(parameterized?.[0] ?? 'x') : ANY,
      optional: suffix === '?',
    });
  }
  return parameters;
}

function areOfTypes(args: readonly unknown[], parameters: readonly Parameter[]): boolean {
  if (args.length > parameters.length) return false;
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i] as Parameter;
    if (i >= args.length ? !parameter.optional : !isOfType(args[i], parameter)) return false;
  }
  return true;
}

function bitsOf(letters: string): number {
  let bits = 0;
  for (const letter of letters) {
    bits |= letter === 'x' ? ANY : letter === 'j' ? JSON_TYPES : TYPES[letter as keyof typeof TYPES];
  }
  return bits;
}

/** Whether a value is of a type as it is: an array parameter takes other values too, but wraps them. */
function isOfType(value: unknown, { types, memberTypes }: Parameter): boolean {
  if (value === undefined) return types !== TYPES.f;
  if ((types & bitOf(value)) === 0) return false;
  return memberTypes === ANY || (value as unknown[]).every((member) => (bitOf(member) & memberTypes) !== 0);
}

/** No bit for nothing, and for what is no value of JSONata. */
function bitOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return TYPES.s;
    case 'number':
      return TYPES.n;
    case 'boolean':
      return TYPES.b;
    case 'object':
      if (value === null) return TYPES.l;
      if (Array.isArray(value)) return TYPES.a;
      if (isFunction(value)) return TYPES.f;
      return value instanceof JsonNumber ? TYPES.n : TYPES.o;
    default:
      return 0;
  }
}
