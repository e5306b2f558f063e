import { JsonNumber } from '../../core/json.ts';
import type { Signature } from './ast.ts';
import { isFunction } from './functions.ts';
import { toDouble, toDoubles } from './numbers.ts';

export type Validator = (args: readonly unknown[], context: unknown) => readonly unknown[];

/** One parameter of a signature: which types it takes, in the signature's letters. */
interface Parameter {
  readonly types: string;
  /** Of the members of an array, if they must be of one type. */
  readonly memberType: string | undefined;
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
      types,
      memberType: types === 'a' ? parameterized?.[0] : undefined,
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

/** Whether a value is of a type as it is: an array parameter takes other values too, but wraps them. */
function isOfType(value: unknown, { types, memberType }: Parameter): boolean {
  if (value === undefined) return types !== 'f';
  if (types === 'x') return true;
  if (types === 'j') return !isFunction(value);
  if (!types.includes(letterOf(value))) return false;
  return memberType === undefined || (value as unknown[]).every((member) => letterOf(member) === memberType);
}

function letterOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 's';
    case 'number':
      return 'n';
    case 'boolean':
      return 'b';
    case 'undefined':
      return 'm';
    default:
      if (value === null) return 'l';
      if (Array.isArray(value)) return 'a';
      if (isFunction(value)) return 'f';
      return value instanceof JsonNumber ? 'n' : 'o';
  }
}
