/** What a request says about itself, by condition key in lower case. */
export type RequestContext = ReadonlyMap<string, string | readonly string[]>;

/** Makes a context of keys in any case; keys without a value are left out. */
export function requestContext(
  values: Readonly<Record<string, string | readonly string[] | undefined>>,
): RequestContext {
  const context = new Map<string, string | readonly string[]>();
  for (const [key, value] of Object.entries(values))
    if (value !== undefined) context.set(key.toLowerCase(), value);
  return context;
}

export function valuesOf(context: RequestContext, key: string): readonly string[] {
  const value = context.get(key.toLowerCase());
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/**
 * Replaces `${aws:SourceAccount}` and the like; `${key, 'default'}` gives a default, `${*}`, `${?}` and `${$}`
 * the characters themselves. Undefined when a variable has no value: the statement then does not apply.
 */
export function expandVariables(text: string, context: RequestContext): string | undefined {
  if (!text.includes('${')) return text;
  let complete = true;
  const expanded = text.replace(/\$\{([^}]*)\}/g, (_whole, inner: string) => {
    if (inner === '*' || inner === '?' || inner === '$') return inner;
    const [, key = '', fallback] = /^\s*([^,\s]+)\s*(?:,\s*'(.*)'\s*)?$/.exec(inner) ?? [];
    const values = valuesOf(context, key);
    const value = values.length === 1 ? values[0] : fallback;
    complete &&= value !== undefined;
    return value ?? '';
  });
  return complete ? expanded : undefined;
}
