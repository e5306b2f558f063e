import type { JsonValue } from '../../core/json.ts';

/** One step of a path. */
export type Segment =
  | { readonly kind: 'child'; readonly name: string }
  | { readonly kind: 'children'; readonly names: readonly string[] }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'filter'; readonly test: Predicate }
  /** "..": the following segment is tried on every node below. */
  | { readonly kind: 'descendants' }
  | { readonly kind: 'function'; readonly name: string; readonly arguments: readonly JsonValue[] };

/** Whether an element passes a filter. `root` is what `$` names inside the filter. */
export type Predicate = (element: JsonValue, root: JsonValue) => boolean;

/** A path that cannot be read; `position` counts from the first character. */
export class JsonPathSyntaxError extends Error {
  override readonly name: string = 'JsonPathSyntaxError';
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

/** Characters of a text with a position: what the path and the filter parser share. */
export class Scanner {
  readonly text: string;
  at: number;
  constructor(text: string, at = 0) {
    this.text = text;
    this.at = at;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  peek(): string {
    return this.text[this.at] ?? '';
  }

  /** Passes `token` if it comes next. */
  take(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  expect(token: string): void {
    if (!this.take(token)) this.fail(`expected '${token}'`);
  }

  skipSpace(): void {
    while (this.peek() === ' ' || this.peek() === '\t' || this.peek() === '\n') this.at++;
  }

  /** The text that a sticky expression matches here, or undefined. */
  match(expression: RegExp): string | undefined {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** A string in single or double quotes. A backslash escapes the quote and itself; else it stands for itself. */
  quoted(): string {
    const quote = this.peek();
    if (quote !== "'" && quote !== '"') this.fail('expected a quoted string');
    this.at++;
    let value = '';
    while (!this.take(quote)) {
      if (this.done) this.fail('unterminated string');
      if (!this.take(`\\${quote}`) && !this.take('\\\\')) {
        value += this.peek();
        this.at++;
      } else {
        value += this.text[this.at - 1];
      }
    }
    return value;
  }

  fail(reason: string): never {
    throw new JsonPathSyntaxError(`${reason} at character ${this.at} of '${this.text}'`, this.at);
  }
}
