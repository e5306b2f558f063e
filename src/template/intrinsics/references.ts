import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { inside, type Place } from '../problems.ts';
import { type Intrinsic, isUnresolved, malformed, type Scope, UNRESOLVED } from './scope.ts';
import { textOf } from './strings.ts';

export const ref: Intrinsic = (argument, at, scope) =>
  typeof argument === 'string'
    ? scope.ref(argument, at)
    : malformed(scope, at, 'the name of a resource or parameter');

/** `"Resource.Attribute"`, or `["Resource", "Attribute"]` whose attribute may be computed. */
export const getAtt: Intrinsic = (argument, at, scope) => {
  const [logicalId, attribute] = typeof argument === 'string' ? splitAtDot(argument) : pairOf(argument);
  const name = attribute === undefined ? undefined : scope.resolve(attribute, at);
  if (name === UNRESOLVED) return UNRESOLVED;
  if (typeof logicalId !== 'string' || typeof name !== 'string') {
    return malformed(scope, at, 'a resource and an attribute, as ["Table", "Arn"] or "Table.Arn"');
  }
  return scope.getAtt(logicalId, name, at);
};

/** `"text ${Name} ${Resource.Attribute} ${!Literal}"`, or `[text, {variables}]`. */
export const sub: Intrinsic = (argument, at, scope) => {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || !isJsonObject(variables)) {
    return malformed(scope, at, 'a string, or a list of a string and an object of variables');
  }
  const values = scope.resolve(variables, inside(at, 1));
  let broken = false;
  const result = text.replace(/\$\{([^}]*)\}/g, (whole, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const value = variable(name.trim(), values as JsonObject, at, scope);
    if (value !== undefined) return value;
    broken = true;
    return whole;
  });
  return broken ? UNRESOLVED : result;
};

/** `[map, top-level key, second-level key]`, or with the language extensions a fourth item `{"DefaultValue": …}`. */
export const findInMap: Intrinsic = (argument, at, scope) => {
  const items = Array.isArray(argument) ? scope.resolve(argument, at) : [];
  if (isUnresolved(items)) return UNRESOLVED;
  const [map, first, second, otherwise] = (items as JsonValue[]).map((item) => textOf(item) ?? item);
  if (typeof map !== 'string' || typeof first !== 'string' || typeof second !== 'string') {
    return malformed(scope, at, 'a list of a mapping, a top-level key and a second-level key');
  }
  const found = scope.findInMap(map, first, second);
  if (found !== undefined) return found;
  const fallback =
    isJsonObject(otherwise) && scope.languageExtensions ? otherwise['DefaultValue'] : undefined;
  return (
    fallback ??
    scope.refuse(at, `looks for '${first}' / '${second}' in mapping '${map}', which has no such entry`)
  );
};

function variable(name: string, values: JsonObject, at: Place, scope: Scope): string | undefined {
  const [logicalId, attribute] = splitAtDot(name);
  const value = Object.hasOwn(values, name)
    ? (values[name] as JsonValue)
    : attribute === undefined
      ? scope.ref(name, at)
      : scope.getAtt(logicalId, attribute, at);
  if (isUnresolved(value)) return undefined;
  const text = textOf(value);
  if (text === undefined) scope.refuse(at, `puts \${${name}} into a string, but it is not one itself`);
  return text;
}

/** The attribute may hold further dots, as in `Stack.Outputs.Url`. */
function splitAtDot(text: string): [string, string?] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

function pairOf(argument: JsonValue): [JsonValue?, JsonValue?] {
  return Array.isArray(argument) && argument.length === 2 ? [argument[0], argument[1]] : [];
}
