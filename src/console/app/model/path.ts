/** "detail.order.state", as patterns and columns name a field. Arrays have no index: any of their elements counts. */
export type FieldPath = string;

/** The first value at a path, as short text; "" where there is none. */
export function textAt(event: unknown, path: FieldPath): string {
  const value = valuesAt(event, path.split('.'))[0];
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function valuesAt(value: unknown, keys: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, keys));
  const [key, ...rest] = keys;
  if (key === undefined) return value === undefined ? [] : [value];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [];
  return valuesAt((value as Record<string, unknown>)[key], rest);
}

type Pattern = { [key: string]: unknown };

/**
 * A pattern that also asks for this value: in place of "any value" at its path, or as one more alternative where the
 * path has values already.
 */
export function withCondition(pattern: Pattern, keys: readonly string[], value: unknown): Pattern {
  const [key, ...rest] = keys;
  if (key === undefined) return pattern;
  const inner = Object.hasOwn(pattern, key) ? pattern[key] : undefined;
  if (rest.length === 0) return { ...pattern, [key]: withAlternative(inner, value) };
  const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  return { ...pattern, [key]: withCondition(isObject ? (inner as Pattern) : {}, rest, value) };
}

function withAlternative(matchers: unknown, value: unknown): unknown[] {
  if (!Array.isArray(matchers)) return [value];
  const others = matchers.filter((matcher) => JSON.stringify(matcher) !== '{"exists":true}');
  return others.some((matcher) => matcher === value) ? others : [...others, value];
}
