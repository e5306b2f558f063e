import { isJsonObject, type JsonValue, parseJson, stringifyJson } from '../../src/core/json.ts';

export interface RuleLine {
  readonly id: string;
  /** K + 1 of an id `rK`, or else that of the line. */
  readonly number: number;
  readonly patternText: string;
}

/** `{"id":…,"pattern":…}`, as far as the text of the pattern can be taken as it stands. */
const RULE = /^\s*\{\s*"id"\s*:\s*("(?:[^"\\]|\\.)*")\s*,\s*"pattern"\s*:\s*(\{.*\})\s*\}\s*$/su;

/** A line of a file, without the bytes that end it. */
export interface Line {
  /** From 1, empty lines included. */
  readonly number: number;
  readonly bytes: Uint8Array;
}

const BYTE_ORDER_MARK = '\ufeff';
const decoder = new TextDecoder('utf-8', { fatal: true });
const LINE_FEED = 0x0a;
const SPACE = 0x20;

/** The lines of a file that hold more than space. They may end in CRLF, and the file may start with a byte order mark. */
export function readLines(file: Uint8Array): Line[] {
  const lines: Line[] = [];
  const mark = new TextEncoder().encode(BYTE_ORDER_MARK);
  let start = mark.every((byte, index) => file[index] === byte) ? mark.length : 0;
  for (let number = 1; start < file.length; number++) {
    const found = file.indexOf(LINE_FEED, start);
    const end = found < 0 ? file.length : found;
    const bytes = trimmed(file, start, end);
    if (bytes.length > 0) lines.push({ number, bytes });
    start = end + 1;
  }
  return lines;
}

/** A view, and no Buffer, as a user of the library would have it. */
function trimmed(file: Uint8Array, from: number, to: number): Uint8Array {
  let [start, end] = [from, to];
  while (start < end && (file[start] as number) <= SPACE) start++;
  while (start < end && (file[end - 1] as number) <= SPACE) end--;
  return new Uint8Array(file.buffer, file.byteOffset + start, end - start);
}

/**
 * A rule; the pattern may also be given as a string.
 * @throws SyntaxError when the line is none
 */
export function readRule({ number, bytes }: Line): RuleLine {
  const text = decoded(bytes);
  const [, id, patternText] = RULE.exec(text) ?? [];
  if (id !== undefined && isJson(patternText)) return ruleLine(JSON.parse(id) as string, number, patternText);
  const rule = parseJson(text);
  if (!isJsonObject(rule) || rule['pattern'] === undefined) throw new SyntaxError('it has no "pattern"');
  const { id: name = `line ${number}`, pattern } = rule;
  return ruleLine(
    String(name),
    number,
    typeof pattern === 'string' ? pattern : stringifyJson(pattern as JsonValue),
  );
}

function decoded(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new SyntaxError('it is not UTF-8');
  }
}

function isJson(text: string | undefined): text is string {
  if (text === undefined) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function ruleLine(id: string, line: number, patternText: string): RuleLine {
  const digits = /^r(\d+)$/.exec(id)?.[1];
  return { id, number: digits === undefined ? line : Number(digits) + 1, patternText };
}
