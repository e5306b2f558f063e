/** Where in a pattern a cursor stands. */
export interface PatternPlace {
  /** The names of the fields around it. */
  readonly path: readonly string[];
  /** What may be typed there: a field's name, something in a field's list, or an operator's name. */
  readonly awaits: 'field' | 'value' | 'operator';
}

interface Open {
  readonly bracket: '{' | '[';
  /** The last member's name, in an object. */
  key?: string;
}

/** Reads a JSON text that ends anywhere: it is still being typed. */
export function placeOf(text: string): PatternPlace {
  const open = openAtEnd(text);
  // In the list of a field, braces hold operators; in that of an $or, further patterns.
  const list = open.findIndex(({ bracket }, at) => bracket === '[' && open[at - 1]?.key !== '$or');
  const around = list < 0 ? open : open.slice(0, list);
  const path = around.flatMap(({ key }) => (key === undefined || key === '$or' ? [] : [key]));
  if (open.at(-1)?.bracket === '[') return { path, awaits: 'value' };
  return { path, awaits: list < 0 ? 'field' : 'operator' };
}

function openAtEnd(text: string): Open[] {
  const open: Open[] = [];
  for (const [token, string] of text.matchAll(/"((?:[^"\\]|\\.)*)"|[{}[\],]/g)) {
    const inner = open.at(-1);
    if (token === '{' || token === '[') open.push({ bracket: token });
    else if (token === '}' || token === ']') open.pop();
    else if (inner?.bracket !== '{') continue;
    else if (token === ',') delete inner.key;
    else inner.key ??= string;
  }
  return open;
}
