import type { JsonObject, JsonValue } from '../../core/json.ts';

const DEFAULT_PAGE = 100;

export function textOf(input: JsonObject, member: string): string | undefined {
  const value = input[member];
  return typeof value === 'string' ? value : undefined;
}

export function withPrefix<Named extends { readonly name: string }>(
  all: readonly Named[],
  prefix: JsonValue | undefined,
): readonly Named[] {
  return typeof prefix === 'string' ? all.filter(({ name }) => name.startsWith(prefix)) : all;
}

/** Tokens are positions: the lists are small, and live as long as their process. */
export function page(member: string, items: readonly JsonValue[], input: JsonObject): JsonObject {
  const start = Number(textOf(input, 'NextToken') ?? 0);
  const end = start + Number(input['Limit'] ?? DEFAULT_PAGE);
  return { [member]: items.slice(start, end), ...(end < items.length && { NextToken: String(end) }) };
}
