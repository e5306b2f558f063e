/**
 * Shortens a JSONata expression without changing what it means: comments go, and so does white space wherever
 * it separates nothing. Strings, quoted names and regular expressions stay as they are.
 */
export function minifyJsonata(source: string): string {
  let result = '';
  let previous = '';
  for (const token of tokensOf(source)) {
    if (mustBeApart(previous, token)) result += ' ';
    result += token;
    previous = token;
  }
  return result;
}

/** White space, a comment, a string, a quoted name, an operator of two characters or of one, a name or number. */
const TOKEN =
  /\s+|\/\*.*?\*\/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|\.\.|:=|!=|>=|<=|\*\*|~>|[.[\]{}(),@#;:?+\-*/%|=<>^&!~]|[^\s.[\]{}(),@#;:?+\-*/%|=<>^&!~"'`]+/gsy;

/** Up to a slash that is neither escaped nor within brackets, then flags: as JSONata reads it. */
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\/[im]*/sy;

function* tokensOf(source: string): Generator<string> {
  let previous = '';
  for (let at = 0; at < source.length; ) {
    const token = readToken(source, at, previous);
    at += token.length;
    if (token.trim() === '' || token.startsWith('/*')) continue;
    yield token;
    previous = token;
  }
}

function readToken(source: string, at: number, previous: string): string {
  const isRegex = source[at] === '/' && source[at + 1] !== '*' && !endsOperand(previous);
  const pattern = isRegex ? REGEX : TOKEN;
  pattern.lastIndex = at;
  const token = pattern.exec(source)?.[0];
  if (token === undefined) throw new SyntaxError(`JSONata: no token at ${at}: ${source.slice(at, at + 20)}`);
  return token;
}

/** After an operand a slash divides. */
function endsOperand(token: string): boolean {
  if (['and', 'or', 'in', ''].includes(token)) return false;
  return /[)\]}]$/.test(token) || !/[.[\]{}(),@#;:?+\-*/%|=<>^&!~]$/.test(token);
}

const isName = (character: string): boolean => /[^\s.[\]{}(),@#;:?+\-*/%|=<>^&!~"'`]/.test(character);
const MERGED: ReadonlySet<string> = new Set(['..', ':=', '!=', '>=', '<=', '**', '~>', '/*']);

/** A name takes in everything up to the next operator, quotes included. */
function mustBeApart(left: string, right: string): boolean {
  const [last = '', first = ''] = [left.at(-1), right[0]];
  if (isName(last)) return first !== '' && /[^.[\]{}(),@#;:?+\-*/%|=<>^&!~]/.test(first);
  return MERGED.has(last + first);
}
