import type { Location } from './error.ts';

/**
 * A JSON text with a reading position, and errors worded as AWS words them.
 *
 * EventBridge reads patterns with Jackson (2.17 fits all messages that were recorded from it), and passes
 * Jackson's messages on, position included. So wording, positions and the order of checks follow
 * Jackson's `ReaderBasedJsonParser`; differential tests against it produced the literals in the tests.
 */

/** Jackson quotes no more of a source than this. */
const LONGEST_QUOTE = 500;

/** The text cannot be read further. `message` ends in `\n at [Source: …]` unless AWS gives no position. */
export class JsonError extends Error {
  override readonly name: string = 'JsonError';
  readonly location: Location;
  constructor(message: string, location: Location) {
    super(message);
    this.location = location;
  }
}

export class JsonSource {
  readonly text: string;
  /** Offset of the next character. */
  at = 0;
  private line = 1;
  private lineStart = 0;

  constructor(text: string) {
    this.text = text;
  }

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  /** The next character, and moves past it. Only to be called before the end. */
  next(): string {
    return this.text[this.at++] as string;
  }

  peek(): string | undefined {
    return this.text[this.at];
  }

  location(offset: number = this.at): Location {
    return { offset, line: this.line, column: offset - this.lineStart + 1 };
  }

  /** "[Source: (String)"…"; line: 1, column: 27]" */
  describe({ line, column }: Pick<Location, 'line' | 'column'>): string {
    const quoted = this.text.slice(0, LONGEST_QUOTE).replace(CONTROL_BUT_NEWLINE, escapeControl);
    const cut = this.text.length - LONGEST_QUOTE;
    const truncated = cut > 0 ? `[truncated ${cut} chars]` : '';
    return `[Source: (String)"${quoted}"${truncated}; line: ${line}, column: ${column}]`;
  }

  /** An error at the reading position. */
  error(message: string, location: Location = this.location()): JsonError {
    return new JsonError(`${message}\n at ${this.describe(location)}`, location);
  }

  /** An error for which AWS tells no position. */
  errorWithoutPosition(message: string): JsonError {
    return new JsonError(message, this.location());
  }

  /** An error at the character just read. */
  errorAtLast(message: string): JsonError {
    return this.error(message, this.location(this.at - 1));
  }

  unexpected(character: string, expectation: string): JsonError {
    return this.errorAtLast(`Unexpected character (${describeCharacter(character)}): ${expectation}`);
  }

  /**
   * Moves past white space to the next character that is none, and past that.
   * @returns undefined at the end of the text
   */
  nextSignificant(): string | undefined {
    while (!this.ended) {
      const character = this.next();
      if (character === '/') {
        throw this.unexpected(
          character,
          "maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)",
        );
      }
      if (character > ' ') return character;
      if (character !== ' ') this.space(character);
    }
    return undefined;
  }

  private space(character: string): void {
    if (character === '\t') return;
    if (character !== '\n' && character !== '\r') {
      throw this.error(
        `Illegal character (${describeCharacter(character)}): only regular white space (\\r, \\n, \\t) is allowed between tokens`,
      );
    }
    if (character === '\r' && this.peek() === '\n') this.at++;
    this.line++;
    this.lineStart = this.at;
  }
}

/** Java's Character.isISOControl. */
const CONTROL = /^\p{Cc}$/u;
const CONTROL_BUT_NEWLINE = /(?![\r\n])\p{Cc}/gu;

function escapeControl(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** "'x' (code 120)" */
export function describeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (CONTROL.test(character)) return `(CTRL-CHAR, code ${code})`;
  return `'${character}' (code ${code}${code > 255 ? ` / 0x${code.toString(16)}` : ''})`;
}
