import { type JsonValue, parseJson } from '../../../core/json.ts';
import { INTRINSICS } from './functions.ts';

/** An intrinsic function call as written: nested calls, paths and literals. */
export type IntrinsicNode =
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly IntrinsicNode[] }
  | { readonly kind: 'path'; readonly text: string }
  | { readonly kind: 'literal'; readonly value: JsonValue }
  /** A text with a backslash that escapes nothing: it fails when it is used. */
  | { readonly kind: 'openEscape' };

/** A text that is no intrinsic function call; the message says why. */
export class IntrinsicSyntaxError extends Error {
  override readonly name: string = 'IntrinsicSyntaxError';
}

const MAX_NESTING = 10;

/**
 * Reads `States.Format('Hello {}', $.name)`.
 * Inside a quoted string a backslash escapes `'`, `\`, `{` and `}`; States.Format keeps the escapes of braces.
 * @throws IntrinsicSyntaxError
 */
export function parseIntrinsic(text: string): IntrinsicNode {
  const reader = new IntrinsicReader(text);
  const node = reader.call(1);
  reader.end();
  return node;
}

class IntrinsicReader {
  private at = 0;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  call(depth: number): IntrinsicNode {
    if (depth > MAX_NESTING) this.fail(`functions are nested deeper than ${MAX_NESTING}`);
    const name = this.match(/States\.[A-Za-z0-9]+/y);
    const intrinsic = name === undefined ? undefined : INTRINSICS[name];
    if (name === undefined || !intrinsic) this.fail('no such function');
    this.skipSpace();
    if (!this.take('(')) this.fail("expected '('");
    const values = this.arguments(depth, name === 'States.Format');
    const [fewest, most] = intrinsic.arity;
    if (values.length < fewest || values.length > most)
      this.fail(`${name} does not take ${values.length} arguments`);
    return { kind: 'call', name, arguments: values };
  }

  end(): void {
    this.skipSpace();
    if (this.at < this.text.length) this.fail('unexpected text after the call');
  }

  private arguments(depth: number, isFormat: boolean): IntrinsicNode[] {
    const values: IntrinsicNode[] = [];
    this.skipSpace();
    if (this.take(')')) return values;
    do {
      this.skipSpace();
      values.push(this.argument(depth, isFormat && values.length === 0));
      this.skipSpace();
    } while (this.take(','));
    if (!this.take(')')) this.fail("expected ',' or ')'");
    return values;
  }

  private argument(depth: number, keepEscapes: boolean): IntrinsicNode {
    const start = this.text[this.at];
    if (start === "'") return this.string(keepEscapes);
    if (start === '$') return { kind: 'path', text: this.path() };
    if (this.text.startsWith('States.', this.at)) return this.call(depth + 1);
    const word = this.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y);
    if (word === undefined) this.fail('expected a path, a string in single quotes, a number or a function');
    return { kind: 'literal', value: parseJson(word) };
  }

  private string(keepEscapes: boolean): IntrinsicNode {
    let value = '';
    let isOpen = false;
    for (this.at++; this.text[this.at] !== "'"; this.at++) {
      if (this.at >= this.text.length) this.fail('unterminated string');
      if (this.text[this.at] !== '\\') {
        value += this.text[this.at];
        continue;
      }
      const escaped = this.text[++this.at] ?? '';
      isOpen ||= !"'\\{}".includes(escaped);
      value += keepEscapes ? `\\${escaped}` : escaped;
    }
    this.at++;
    return isOpen ? { kind: 'openEscape' } : { kind: 'literal', value };
  }

  /** A path ends at the comma or parenthesis that closes the argument, outside brackets and quotes. */
  private path(): string {
    const start = this.at;
    let depth = 0;
    for (; this.at < this.text.length; this.at++) {
      const character = this.text[this.at] as string;
      if (character === "'" || character === '"') this.skipQuoted(character);
      else if (character === '[' || character === '(') depth++;
      else if (depth > 0 && (character === ']' || character === ')')) depth--;
      else if (depth === 0 && (character === ',' || character === ')')) break;
    }
    return this.text.slice(start, this.at).trim();
  }

  private skipQuoted(quote: string): void {
    for (this.at++; this.at < this.text.length && this.text[this.at] !== quote; this.at++) {
      if (this.text[this.at] === '\\') this.at++;
    }
  }

  private match(expression: RegExp): string | undefined {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private take(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private skipSpace(): void {
    while (' \t\r\n'.includes(this.text[this.at] ?? '-')) this.at++;
  }

  private fail(reason: string): never {
    throw new IntrinsicSyntaxError(`${reason} at character ${this.at} of ${this.text}`);
  }
}
