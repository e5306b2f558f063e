import type { Environment } from '../core/environment.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts';
import { NO_VALUE, UNRESOLVED } from './intrinsics/scope.ts';
import { textOf } from './intrinsics/strings.ts';
import type { Problems } from './problems.ts';

/** `cdk bootstrap` leaves its version under this name; a laptop needs no bootstrapping and counts as up to date. */
const BOOTSTRAP_VERSION_NAME = /^\/cdk-bootstrap\/[^/]+\/version$/;
const BOOTSTRAP_VERSION = '30';

const SSM_VALUE = 'AWS::SSM::Parameter::Value<';

const KNOWN_KEYS = new Set([
  'Type',
  'Default',
  'AllowedValues',
  'AllowedPattern',
  'ConstraintDescription',
  'Description',
  'MaxLength',
  'MinLength',
  'MaxValue',
  'MinValue',
  'NoEcho',
]);

/** The values that `Ref` gives for AWS's own names. */
export function pseudoParameters(
  environment: Environment,
  stackName: string,
  stackId: string,
): Readonly<Record<string, JsonValue>> {
  return {
    'AWS::AccountId': environment.accountId,
    'AWS::NoValue': NO_VALUE,
    'AWS::NotificationARNs': [],
    'AWS::Partition': environment.partition,
    'AWS::Region': environment.region,
    'AWS::StackId': stackId,
    'AWS::StackName': stackName,
    'AWS::URLSuffix': environment.urlSuffix,
  };
}

/** The template's parameters by name: the value given, else the default, checked against the declaration. */
export function resolveParameters(
  declared: JsonObject,
  given: Readonly<Record<string, string>>,
  problems: Problems,
): Map<string, JsonValue> {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(declared, name)) continue;
    problems.add(
      'TEMPLATE_INVALID',
      `Parameter '${name}' is given a value, but the template declares no such parameter`,
    );
  }
  return new Map(
    Object.entries(declared).map(([name, declaration]) => {
      const complain = (message: string): JsonValue => {
        problems.add('TEMPLATE_INVALID', `Parameter '${name}' ${message}`);
        return UNRESOLVED;
      };
      return [name, parameterValue(declaration, given[name], complain)];
    }),
  );
}

function parameterValue(
  declaration: JsonValue,
  given: string | undefined,
  complain: (message: string) => JsonValue,
): JsonValue {
  if (!isJsonObject(declaration) || typeof declaration['Type'] !== 'string') return complain('has no Type');
  const unknown = Object.keys(declaration).find((key) => !KNOWN_KEYS.has(key));
  if (unknown !== undefined) return complain(`has the unknown key '${unknown}'`);
  const type = declaration['Type'];
  const text = given ?? defaultOf(declaration, type);
  if (text === undefined) {
    const name = textOf(declaration['Default'] ?? '');
    const why = type.startsWith(SSM_VALUE)
      ? `reads the SSM parameter '${name}', which does not exist on a laptop`
      : 'has neither a value nor a default';
    return complain(`${why}; give it a value`);
  }
  const violated = constraintViolatedBy(text, type, declaration);
  if (violated !== undefined) {
    return complain(`is "${text}", but ${textOf(declaration['ConstraintDescription'] ?? '') || violated}`);
  }
  return isListType(type) ? text.split(',').map((item) => item.trim()) : text;
}

/** The default of an SSM parameter type is a name, not a value. */
function defaultOf(declaration: JsonObject, type: string): string | undefined {
  const text = declaration['Default'] === undefined ? undefined : textOf(declaration['Default']);
  if (!type.startsWith(SSM_VALUE)) return text;
  return BOOTSTRAP_VERSION_NAME.test(text ?? '') ? BOOTSTRAP_VERSION : undefined;
}

function isListType(type: string): boolean {
  return type === 'CommaDelimitedList' || type.includes('List<') || type.includes('<CommaDelimitedList>');
}

/** The sentence to follow "but", or undefined when the value is fine. */
function constraintViolatedBy(text: string, type: string, declaration: JsonObject): string | undefined {
  const limit = (key: string): number | undefined =>
    declaration[key] === undefined ? undefined : Number(textOf(declaration[key]));
  const isNumber = type === 'Number' || type === 'List<Number>';
  const items = isListType(type) ? text.split(',').map((item) => item.trim()) : [text];
  const allowed = declaration['AllowedValues'];
  for (const item of items) {
    if (Array.isArray(allowed) && !allowed.map((value) => textOf(value)).includes(item)) {
      return `only these values are allowed: ${allowed.map(String).join(', ')}`;
    }
    if (isNumber && (item === '' || Number.isNaN(Number(item)))) return 'a number is wanted';
    if (isNumber && Number(item) < (limit('MinValue') ?? -Infinity))
      return `it must be at least ${limit('MinValue')}`;
    if (isNumber && Number(item) > (limit('MaxValue') ?? Infinity))
      return `it must be at most ${limit('MaxValue')}`;
    if (item.length < (limit('MinLength') ?? 0))
      return `it must have at least ${limit('MinLength')} characters`;
    if (item.length > (limit('MaxLength') ?? Infinity))
      return `it must have at most ${limit('MaxLength')} characters`;
    const pattern = declaration['AllowedPattern'];
    if (typeof pattern === 'string' && !new RegExp(`^(?:${pattern})$`, 'u').test(item))
      return `it must match ${pattern}`;
  }
  return undefined;
}
