/**
 * JSON as it travels through AWS: text in, text out, nothing changed on the way.
 *
 * JavaScript numbers cannot hold 12345678901234567890 or 1e400. A number whose text would not survive
 * `JSON.parse` then `JSON.stringify` by value is kept as a {@link JsonNumber} with its source text. All other
 * documents take the fast native path, so the price is one regular expression per parse.
 */

/** What is neither an object nor a list. */
export type JsonPrimitive = string | number | boolean | null | JsonNumber;
/** Any JSON value, with numbers as they were written. */
export type JsonValue = JsonPrimitive | JsonValue[] | JsonObject;
/** A JSON object. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/** A number that a double cannot represent; behaves as the nearest double in arithmetic and comparisons. */
export class JsonNumber {
  /** As it was written. */
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  /** The nearest double; what arithmetic and comparisons use. */
  valueOf(): number {
    return Number(this.text);
  }
  /** As it was written. */
  toString(): string {
    return this.text;
  }
}

/** Digits enough that a double may round, or an exponent that may overflow: only then is a closer look taken. */
const MAY_LOSE = /\d[\d.]{15}|(?:^|[:,[\s])-?\d[\d.]*[eE]/;

/** Besides, a fraction that may end in a zero, or a negative zero. */
const MAY_DIFFER = /\d[\d.]{15}|\d[eE.]|-0/;

/**
 * Parses JSON text without changing any number.
 * @throws SyntaxError where `JSON.parse` does, with its message.
 */
export function parseJson(text: string): JsonValue {
  const value = JSON.parse(text) as JsonValue;
  return MAY_LOSE.test(text) ? new LosslessReader(text).read() : value;
}

/**
 * Parses JSON text and keeps every number as it was written, for engines to which `1.0` and `1` differ: what
 * `JSON.stringify` would write otherwise becomes a {@link JsonNumber}.
 * @throws SyntaxError where `JSON.parse` does, with its message.
 */
export function parseJsonAsWritten(text: string): JsonValue {
  const value = JSON.parse(text) as JsonValue;
  return MAY_DIFFER.test(text) ? new LosslessReader(text, sameText).read() : value;
}

/** As long as this process has made no {@link JsonNumber}, native stringify is exact. */
let anyJsonNumber = false;

/** Drawn anew in each process, so that no document can hold it by design. */
const MARK = `\u{F8FF}${Math.random().toString(36).slice(2)}:`;
const MARKED = new RegExp(`"${MARK}([-+.0-9eE]+)"`, 'gu');

/** The inverse of {@link parseJson}: compact JSON text, every {@link JsonNumber} as it was written. */
export function stringifyJson(value: JsonValue, indent?: number): string {
  if (!anyJsonNumber) return JSON.stringify(value, undefined, indent);
  let found = false;
  const text = JSON.stringify(
    value,
    (_key, item: unknown) => {
      if (!(item instanceof JsonNumber)) return item;
      found = true;
      return MARK + item.text;
    },
    indent,
  );
  return found ? text.replace(MARKED, '$1') : text;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  );
}

export function isJsonNumber(value: unknown): value is number | JsonNumber {
  return typeof value === 'number' || value instanceof JsonNumber;
}

/**
 * A value as text: a string itself, anything else as JSON writes it. For what a request says where a string is
 * expected; `String` throws for an object with a member called `toString`.
 */
export function textFrom(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? stringifyJson(value) : String(value);
}

/**
 * Replaces every {@link JsonNumber} by the nearest finite double, for engines that calculate. Not by infinity, which is
 * no JSON value.
 * @param keeps which of them to leave as they are
 * @returns the value itself where nothing is replaced
 */
export function toPlainNumbers(
  value: JsonValue,
  keeps: (number: JsonNumber) => boolean = () => false,
): JsonValue {
  if (!anyJsonNumber || typeof value !== 'object' || value === null) return value;
  if (value instanceof JsonNumber) {
    return keeps(value) ? value : Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value.valueOf()));
  }
  if (Array.isArray(value)) {
    const members = value.map((member) => toPlainNumbers(member, keeps));
    return members.every((member, i) => member === value[i]) ? value : members;
  }
  return toPlainMembers(value, keeps);
}

function toPlainMembers(object: JsonObject, keeps: (number: JsonNumber) => boolean): JsonObject {
  const copy: JsonObject = {};
  let isSame = true;
  for (const key of Object.keys(object)) {
    const member = object[key] as JsonValue;
    const plain = toPlainNumbers(member, keeps);
    isSame &&= plain === member;
    setOwn(copy, key, plain);
  }
  return isSame ? object : copy;
}

/** Assigns a key that came from outside: `__proto__` becomes an ordinary own property. */
export function setOwn(object: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}

/** Length in UTF-8 bytes: what AWS counts wherever it limits a payload. */
export function utf8Length(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** Reads text that `JSON.parse` has already accepted, so it need not check the grammar again. */
class LosslessReader {
  private at = 0;
  private readonly text: string;
  /** Whether a double that prints as `printed` may stand for the number that was written. */
  private readonly isSame: (written: string, printed: string) => boolean;

  constructor(text: string, isSame: (written: string, printed: string) => boolean = sameDecimal) {
    this.text = text;
    this.isSame = isSame;
  }

  read(): JsonValue {
    this.skipSpace();
    switch (this.text[this.at]) {
      case '{':
        return this.object();
      case '[':
        return this.array();
      case '"':
        return this.string();
      case 't':
        this.at += 4;
        return true;
      case 'f':
        this.at += 5;
        return false;
      case 'n':
        this.at += 4;
        return null;
      default:
        return this.number();
    }
  }

  private object(): JsonObject {
    const object: JsonObject = {};
    this.at++;
    while (!this.closes('}')) {
      const key = this.string();
      this.skipSpace();
      this.at++;
      setOwn(object, key, this.read());
    }
    return object;
  }

  private array(): JsonValue[] {
    const array: JsonValue[] = [];
    this.at++;
    while (!this.closes(']')) array.push(this.read());
    return array;
  }

  /** Passes the end of a collection, or stands on its next member. */
  private closes(bracket: string): boolean {
    this.skipSpace();
    if (this.text[this.at] === ',') {
      this.at++;
      this.skipSpace();
    }
    if (this.text[this.at] !== bracket) return false;
    this.at++;
    return true;
  }

  private string(): string {
    const start = this.at++;
    while (this.text[this.at] !== '"') this.at += this.text[this.at] === '\\' ? 2 : 1;
    return JSON.parse(this.text.slice(start, ++this.at)) as string;
  }

  private number(): number | JsonNumber {
    const start = this.at;
    while (this.at < this.text.length && '+-.0123456789eE'.includes(this.text[this.at] as string)) this.at++;
    const text = this.text.slice(start, this.at);
    const value = Number(text);
    if (this.isSame(text, String(value))) return value;
    anyJsonNumber = true;
    return new JsonNumber(text);
  }

  private skipSpace(): void {
    while (' \n\r\t'.includes(this.text[this.at] ?? '-')) this.at++;
  }
}

function sameText(written: string, printed: string): boolean {
  return written === printed;
}

/** Whether two JSON number texts denote the same decimal value (1.50e1 and 15 do). */
function sameDecimal(left: string, right: string): boolean {
  const [a, b] = [normalDecimal(left), normalDecimal(right)];
  return a !== undefined && a === b;
}

function normalDecimal(text: string): string | undefined {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!parts) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + (digits.length - significant.length)}`;
}
