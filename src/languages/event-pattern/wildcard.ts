/** `*` stands for any characters or none; `\*` and `\\` for `*` and `\`. Two stars in a row are refused. */

/** The message is AWS's. */
export class WildcardError extends Error {
  override readonly name: string = 'WildcardError';
}

/**
 * The literal texts between the stars.
 * @throws WildcardError; positions count UTF-8 bytes, the opening quote included
 */
export function parseWildcard(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (let index = 0; index < text.length; index++) {
    const character = text[index] as string;
    if (character === '*') {
      if (text[index + 1] === '*') throw at('Consecutive wildcard characters', text, index);
      parts.push(part);
      part = '';
    } else if (character === '\\') {
      const escaped = text[++index];
      if (escaped !== '*' && escaped !== '\\') throw at('Invalid escape character', text, index - 1);
      part += escaped;
    } else part += character;
  }
  return [...parts, part];
}

function at(problem: string, text: string, index: number): WildcardError {
  const bytesBefore = new TextEncoder().encode(text.slice(0, index)).length;
  return new WildcardError(`${problem} at pos ${bytesBefore + 1}`);
}

/**
 * Whether the parts occur in `text` in this order, the first at its start and the last at its end. Taking the
 * leftmost occurrence of each leaves the most room for the next, so nothing is ever tried twice.
 */
export function matchesWildcard(parts: readonly string[], text: string): boolean {
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (parts.length === 1) return text === first;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return from <= text.length - last.length;
}
