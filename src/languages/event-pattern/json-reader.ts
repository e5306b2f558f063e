import { checkSpaceAfterRoot, readLiteral, readNumber, readOddValue, readString } from './json-scalars.ts';
import { type JsonError, JsonSource } from './json-source.ts';

/**
 * A JSON text, token by token, as Jackson's streaming parser delivers it. Two of its habits show in AWS's
 * messages and are therefore kept: together with a field's name it reads the start of the field's value, so an
 * error about the name points past that; and a string is not read before somebody asks for its text or for the
 * next token, so an error about its type points to its first character.
 */
export type Token =
  | 'start-object'
  | 'end-object'
  | 'start-array'
  | 'end-array'
  | 'field-name'
  | 'string'
  | 'number'
  | 'true'
  | 'false'
  | 'null'
  /** No token is left. */
  | 'end';

interface Lexeme {
  readonly token: Token;
  /** A name, a string's value, or the token as it was written. */
  readonly text: string;
  /** A string of which only the opening quote was read. */
  readonly unread?: boolean;
}

interface Context {
  readonly kind: 'root' | 'Array' | 'Object';
  /** Where it starts. */
  readonly line: number;
  readonly column: number;
  /** Whether a member was read, so that a comma must follow. */
  started: boolean;
}

const DEEPEST = 1000;
const LITERALS: Readonly<Record<string, 'true' | 'false' | 'null'>> = { t: 'true', f: 'false', n: 'null' };
const STARTS: Readonly<Record<string, Lexeme>> = {
  '{': { token: 'start-object', text: '{' },
  '[': { token: 'start-array', text: '[' },
  '"': { token: 'string', text: '', unread: true },
};
const ENDS = {
  '}': { kind: 'Object', lexeme: { token: 'end-object', text: '}' }, other: ']' },
  ']': { kind: 'Array', lexeme: { token: 'end-array', text: ']' }, other: '}' },
} as const;

export class JsonReader {
  private readonly source: JsonSource;
  private readonly contexts: Context[] = [{ kind: 'root', line: 1, column: 0, started: false }];
  private current: Lexeme = { token: 'end', text: '' };
  /** The start of a field's value, which was read with the field's name. */
  private pending: Lexeme | undefined;
  /** Where the value that was read last starts. */
  private valueStart = { line: 1, column: 0 };

  constructor(text: string) {
    this.source = new JsonSource(text);
  }

  /**
   * Moves to the next token.
   * @throws JsonError
   */
  next(): Token {
    const pending = this.pending;
    if (pending) {
      this.pending = undefined;
      this.current = this.opened(pending);
    } else {
      this.text();
      this.current = this.advance();
    }
    return this.current.token;
  }

  /**
   * The text of the token: a name, a string's value, a number as written, or the token itself.
   * @throws JsonError when a string is malformed
   */
  text(): string {
    if (this.current.unread) {
      this.current = { token: 'string', text: readString(this.source, 'string value') };
    }
    return this.current.text;
  }

  /** An error at the reading position. */
  error(message: string): JsonError {
    return this.source.error(message);
  }

  /** An error for which AWS tells no position. */
  errorWithoutPosition(message: string): JsonError {
    return this.source.errorWithoutPosition(message);
  }

  private get context(): Context {
    return this.contexts.at(-1) as Context;
  }

  private advance(): Lexeme {
    const context = this.context;
    const character = this.source.nextSignificant();
    if (character === undefined) return this.end();
    if (character === ']' || character === '}') return this.close(character);
    const first = context.started && context.kind !== 'root' ? this.comma(character) : character;
    context.started = true;
    if (context.kind !== 'Object') return this.opened(this.value(first));
    const name = this.name(first);
    this.pending = this.value(this.colon());
    return { token: 'field-name', text: name };
  }

  private comma(character: string): string {
    const entries = `${this.context.kind} entries`;
    if (character !== ',')
      throw this.source.unexpected(character, `was expecting comma to separate ${entries}`);
    return this.source.nextSignificant() ?? this.endsWithin(entries);
  }

  private name(character: string): string {
    if (character === '"') return readString(this.source, 'name');
    throw this.source.unexpected(character, 'was expecting double-quote to start field name');
  }

  /** @returns the first character of the value */
  private colon(): string {
    const character = this.source.nextSignificant() ?? this.endsWithin('Object entries');
    if (character !== ':') {
      throw this.source.unexpected(character, 'was expecting a colon to separate field name and value');
    }
    return this.source.nextSignificant() ?? this.endsWithin('Object entries');
  }

  private endsWithin(entries: string): never {
    throw this.source.error(`Unexpected end-of-input within/between ${entries}`);
  }

  private value(character: string): Lexeme {
    this.valueStart = this.source.location(this.source.at - 1);
    const start = STARTS[character];
    if (start) return start;
    const literal = LITERALS[character];
    if (literal) {
      readLiteral(this.source, literal);
      return { token: literal, text: literal };
    }
    if (character !== '-' && (character < '0' || character > '9'))
      return readOddValue(this.source, character);
    const text = readNumber(this.source, character);
    if (this.context.kind === 'root') checkSpaceAfterRoot(this.source);
    return { token: 'number', text };
  }

  /** Enters the array or object that the lexeme starts, if it does. */
  private opened(lexeme: Lexeme): Lexeme {
    if (lexeme.token !== 'start-object' && lexeme.token !== 'start-array') return lexeme;
    const depth = this.contexts.length;
    if (depth > DEEPEST) {
      throw this.source.errorWithoutPosition(
        `Document nesting depth (${depth}) exceeds the maximum allowed (${DEEPEST}, from \`StreamReadConstraints.getMaxNestingDepth()\`)`,
      );
    }
    const kind = lexeme.token === 'start-object' ? 'Object' : 'Array';
    this.contexts.push({ kind, ...this.valueStart, started: false });
    return lexeme;
  }

  private close(character: ']' | '}'): Lexeme {
    const { kind, lexeme, other } = ENDS[character];
    const context = this.context;
    if (context.kind !== kind) {
      throw this.source.errorAtLast(
        `Unexpected close marker '${character}': expected '${other}' (for ${context.kind} starting at ${this.source.describe(context)})`,
      );
    }
    this.contexts.pop();
    return lexeme;
  }

  private end(): Lexeme {
    const context = this.context;
    if (context.kind === 'root') return { token: 'end', text: '' };
    throw this.source.error(
      `Unexpected end-of-input: expected close marker for ${context.kind} (start marker at ${this.source.describe(context)})`,
    );
  }
}
