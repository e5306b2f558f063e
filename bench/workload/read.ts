import { type JsonObject, parseJson, stringifyJson } from '../../src/core/json.ts';

export interface RuleLine {
  readonly id: string;
  /** The K of an id `rK`, or else the position of the line. */
  readonly number: number;
  readonly patternText: string;
}

/** `{"id":…,"pattern":…}`, as far as the text of the pattern can be taken as it stands. */
const RULE = /^\s*\{\s*"id"\s*:\s*("(?:[^"\\]|\\.)*")\s*,\s*"pattern"\s*:\s*(\{.*\})\s*\}\s*$/su;

/** The lines of a file that are not empty. */
export function readLines(file: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let start = 0; start < file.length; ) {
    const found = file.indexOf(0x0a, start);
    const end = found < 0 ? file.length : found;
    if (end > start) lines.push(new Uint8Array(file.buffer, file.byteOffset + start, end - start));
    start = end + 1;
  }
  return lines;
}

/** Undefined if the line is no rule; that is said on stderr. The pattern may also be given as a string. */
export function readRule(line: Uint8Array, index: number): RuleLine | undefined {
  const text = new TextDecoder().decode(line);
  try {
    const [, id, patternText] = RULE.exec(text) ?? [];
    if (id !== undefined && isJson(patternText))
      return ruleLine(JSON.parse(id) as string, index, patternText);
    const { id: name, pattern } = parseJson(text) as JsonObject;
    if (pattern === undefined) throw new SyntaxError('it has no "pattern"');
    return ruleLine(String(name), index, typeof pattern === 'string' ? pattern : stringifyJson(pattern));
  } catch (error) {
    process.stderr.write(
      `rules, line ${index + 1}: skipped: ${error instanceof Error ? error.message : error}\n`,
    );
    return undefined;
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

function ruleLine(id: string, index: number, patternText: string): RuleLine {
  const digits = /^r(\d+)$/.exec(id)?.[1];
  return { id, number: digits === undefined ? index : Number(digits), patternText };
}
