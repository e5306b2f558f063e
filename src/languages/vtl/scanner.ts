import { type Macro, VtlSyntaxError } from './syntax.ts';

const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_-]*/y;
const SPACE = /\s*/y;
const MACRO = /#(?:macro|\{macro\})\s*\(\s*([A-Za-z_][A-Za-z0-9_-]*)/g;
const LINE_END = /[ \t]*(?:\r\n|\n|\r)/y;

/** A position in a template's text, and the small questions that a parser asks there. */
export class Scanner {
  at = 0;
  readonly text: string;
  /** Where `text` begins in the whole template, for messages about a string's inside. */
  private readonly whole: string;
  private readonly base: number;
  /** The macros that were defined so far. */
  readonly macros: Map<string, Macro>;

  constructor(
    text: string,
    whole: string = text,
    base = 0,
    macros: Map<string, Macro> = new Map<string, Macro>(),
  ) {
    this.text = text;
    this.whole = whole;
    this.base = base;
    this.macros = macros;
  }

  /** Whether a `#macro` of this name stands anywhere in the template: it may be used before it is defined. */
  definesMacro(name: string): boolean {
    return [...this.whole.matchAll(MACRO)].some(([, defined]) => defined === name);
  }

  /** A scanner over a string literal's inside. */
  inner(text: string, offset: number): Scanner {
    return new Scanner(text, this.whole, this.base + offset, this.macros);
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  get offset(): number {
    return this.base + this.at;
  }

  peek(length = 1): string {
    return this.text.slice(this.at, this.at + length);
  }

  looksAt(token: string): boolean {
    return this.text.startsWith(token, this.at);
  }

  /** Passes `token` if it stands here. */
  take(token: string): boolean {
    if (!this.looksAt(token)) return false;
    this.at += token.length;
    return true;
  }

  expect(token: string, where: string): void {
    if (!this.take(token)) this.fail(`Expected "${token}" ${where}, but found ${this.found()}`);
  }

  /** What a sticky pattern finds here. */
  sees(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0];
  }

  /** The same, and passes it. */
  match(pattern: RegExp): string | undefined {
    const found = this.sees(pattern);
    if (found !== undefined) this.at += found.length;
    return found;
  }

  identifier(): string | undefined {
    return this.match(IDENTIFIER);
  }

  skipSpace(): void {
    this.match(SPACE);
  }

  /** A directive swallows the blanks and the line end after it, if nothing else is on the line. */
  skipLineEnd(): void {
    this.match(LINE_END);
  }

  fail(message: string, offset: number = this.offset): never {
    throw new VtlSyntaxError(message, this.whole, offset);
  }

  found(): string {
    return this.atEnd ? 'the end of the template' : JSON.stringify(this.peek());
  }
}
