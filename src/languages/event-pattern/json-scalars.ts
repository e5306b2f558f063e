import { describeCharacter, type JsonSource } from './json-source.ts';

/** Strings, numbers and literals of a {@link JsonSource}. Each function starts just past the first character. */

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const LONGEST_TOKEN = 256;
const LONGEST_NUMBER = 1000;
const IDENTIFIER_START = /^[\p{L}\p{Nl}\p{Sc}\p{Pc}]$/u;
const IDENTIFIER_PART = /^[\p{L}\p{Nl}\p{Nd}\p{Sc}\p{Pc}\p{Mn}\p{Mc}\p{Cf}]$/u;

/** Java's Character.isJavaIdentifierPart, of one UTF-16 unit; it has most control characters among them. */
function isIdentifierPart(character: string): boolean {
  const code = character.charCodeAt(0);
  const ignorable = code <= 0x08 || (code >= 0x0e && code <= 0x1b) || (code >= 0x7f && code <= 0x9f);
  return ignorable || IDENTIFIER_PART.test(character);
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '/': '/',
  '\\': '\\',
};

/** @param what what the string is, for errors */
export function readString(source: JsonSource, what: 'name' | 'string value'): string {
  const start = source.at;
  let value = '';
  let copied = start;
  while (!source.ended) {
    const character = source.next();
    if (character === '"') return value + source.text.slice(copied, source.at - 1);
    if (character === '\\') {
      value += source.text.slice(copied, source.at - 1) + readEscape(source);
      copied = source.at;
    } else if (character < ' ') {
      throw source.errorAtLast(
        `Illegal unquoted character (${describeCharacter(character)}): has to be escaped using backslash to be included in ${what}`,
      );
    }
  }
  const ending = what === 'name' ? ' in field name' : ': was expecting closing quote for a string value';
  throw source.error(`Unexpected end-of-input${ending}`);
}

function readEscape(source: JsonSource): string {
  const character = nextOfEscape(source);
  if (character === 'u') return readHexEscape(source);
  const value = ESCAPES[character];
  if (value !== undefined && Object.hasOwn(ESCAPES, character)) return value;
  throw source.errorAtLast(`Unrecognized character escape ${describeCharacter(character)}`);
}

function readHexEscape(source: JsonSource): string {
  const start = source.at;
  for (let count = 0; count < 4; count++) {
    const digit = nextOfEscape(source);
    if (!/^[0-9a-fA-F]$/.test(digit)) {
      throw source.unexpected(digit, 'expected a hex-digit for character escape sequence');
    }
  }
  return String.fromCharCode(Number.parseInt(source.text.slice(start, source.at), 16));
}

function nextOfEscape(source: JsonSource): string {
  if (source.ended) throw source.error('Unexpected end-of-input in character escape sequence');
  return source.next();
}

/** A number's text, sign included. Whether it is an integer makes no difference to patterns. */
export function readNumber(source: JsonSource, first: string): string {
  const start = source.at - 1;
  const leading = first === '-' ? readAfterMinus(source) : first;
  if (leading === '0' && isDigit(source.peek())) {
    throw source.error('Invalid numeric value: Leading zeroes not allowed');
  }
  skipDigits(source);
  // When something is wrong further on, Jackson has read one character behind the integer, unless that is 0.
  const readOnError = leading === '0' ? undefined : source.at + 1;
  if (source.peek() === '.') readFraction(source, readOnError);
  if (source.peek() === 'e' || source.peek() === 'E') readExponent(source, readOnError);
  const text = source.text.slice(start, source.at);
  checkNumberLength(source, text);
  return text;
}

function readAfterMinus(source: JsonSource): string {
  if (source.ended) throw source.error('Unexpected end-of-inputNo digit following sign');
  const character = source.next();
  if (isDigit(character)) return character;
  if (character === '.') return readOddValue(source, character);
  return readOddNumber(source, character, '-');
}

function readFraction(source: JsonSource, readOnError: number | undefined): void {
  const point = source.next();
  if (skipDigits(source) > 0) return;
  // At the end of the text Jackson complains about the last character it has: the point.
  const character = source.ended ? point : source.next();
  throw unexpectedInNumber(source, character, 'Decimal point not followed by a digit', readOnError);
}

function readExponent(source: JsonSource, readOnError: number | undefined): void {
  source.next();
  if (source.peek() === '+' || source.peek() === '-') source.next();
  if (skipDigits(source) > 0) return;
  if (source.ended) throw source.error('Unexpected end-of-inputexpected a digit for number exponent');
  throw unexpectedInNumber(source, source.next(), 'Exponent indicator not followed by a digit', readOnError);
}

function skipDigits(source: JsonSource): number {
  const start = source.at;
  while (isDigit(source.peek())) source.at++;
  return source.at - start;
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function checkNumberLength(source: JsonSource, text: string): void {
  if (text.length <= LONGEST_NUMBER) return;
  const digits = text.replace(/\D/g, '').length;
  if (digits <= LONGEST_NUMBER) return;
  throw source.errorWithoutPosition(
    `Number value length (${digits}) exceeds the maximum allowed (${LONGEST_NUMBER}, from \`StreamReadConstraints.getMaxNumberLength()\`)`,
  );
}

/** `true`, `false` or `null`, of which the first character was read. */
export function readLiteral(source: JsonSource, literal: string): void {
  for (let index = 1; index < literal.length; index++) {
    if (source.peek() !== literal[index]) throw unrecognizedToken(source, literal.slice(0, index));
    source.at++;
  }
  if (wordGoesOn(source)) throw unrecognizedToken(source, literal);
}

/** What sorts before digits may follow a word at once, even if an identifier could go on with it ("true$"). */
function wordGoesOn(source: JsonSource): boolean {
  const after = source.peek();
  return after !== undefined && after >= '0' && isIdentifierPart(after);
}

/** Complains about what begins no JSON value. */
export function readOddValue(source: JsonSource, character: string): never {
  if (character === '}') throw source.unexpected(character, 'expected a value');
  if (character === 'N') throw nonStandard(source, 'NaN', 1);
  if (character === 'I') throw nonStandard(source, 'Infinity', 1);
  if (character === '+') {
    if (source.ended) throw source.error('Unexpected end-of-input in a Number value');
    readOddNumber(source, source.next(), '+');
  }
  if (IDENTIFIER_START.test(character)) throw unrecognizedToken(source, character);
  throw source.unexpected(character, `expected a valid value ${VALUES}`);
}

function readOddNumber(source: JsonSource, first: string, sign: '+' | '-'): never {
  let character = first;
  if (character === 'I') {
    if (source.ended) throw source.error('Unexpected end-of-input in a Number value');
    character = source.next();
    if (character === 'N') throw nonStandard(source, `${sign}INF`, 3);
    if (character === 'n') throw nonStandard(source, `${sign}Infinity`, 3);
  }
  if (sign === '+') {
    throw unexpectedInNumber(
      source,
      '+',
      'JSON spec does not allow numbers to have plus signs: enable `JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow',
    );
  }
  throw unexpectedInNumber(
    source,
    character,
    'expected digit (0-9) to follow minus sign, for valid numeric value',
  );
}

/** @param read up to where the text counts as read; the character is included unless told otherwise */
function unexpectedInNumber(
  source: JsonSource,
  character: string,
  expectation: string,
  read: number = source.at,
): Error {
  source.at = read;
  return source.errorAtLast(
    `Unexpected character (${describeCharacter(character)}) in numeric value: ${expectation}`,
  );
}

/** Of a token such as NaN, `read` characters were read. */
function nonStandard(source: JsonSource, token: string, read: number): Error {
  for (let index = read; index < token.length; index++) {
    if (source.peek() !== token[index]) return unrecognizedToken(source, token.slice(0, index));
    source.at++;
  }
  if (wordGoesOn(source)) return unrecognizedToken(source, token);
  return source.error(
    `Non-standard token '${token}': enable \`JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS\` to allow`,
  );
}

/** Reads on to the end of what looks like a word, to name it. */
function unrecognizedToken(source: JsonSource, read: string): Error {
  let token = read;
  while (isIdentifierPart(source.peek() ?? ' ')) {
    token += source.next();
    if (token.length < LONGEST_TOKEN) continue;
    token += '...';
    break;
  }
  return source.error(`Unrecognized token '${token}': was expecting ${VALUES}`);
}

/** A value that stands alone must be followed by white space. */
export function checkSpaceAfterRoot(source: JsonSource): void {
  if (source.ended || /^[ \t\r\n]$/.test(source.peek() as string)) return;
  throw source.unexpected(source.next(), 'Expected space separating root-level values');
}
