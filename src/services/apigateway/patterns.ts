/** A regular expression that must match the whole text; undefined for what is none. */
export function wholePattern(source: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${source})$`);
  } catch {
    // No regular expression: the caller names the property.
    return undefined;
  }
}
