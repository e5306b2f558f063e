import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../../core/json.ts';
import type { StateDefinition } from '../../../languages/asl/index.ts';
import { statesErrors } from '../errors.ts';

const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t',
};

/**
 * The items that an ItemReader would read from `mapItemReaderData`. Source: Developer Guide, "ItemReader": its
 * ReaderConfig says whether that is JSON (the default here), lines of JSON, or CSV.
 * @throws AwsError ValidationException
 */
export function readItems(
  data: JsonValue | undefined,
  definition: StateDefinition,
): readonly JsonValue[] | undefined {
  if (typeof data !== 'string') return undefined;
  const reader = (definition as { readonly ItemReader?: JsonValue }).ItemReader;
  if (!isJsonObject(reader)) {
    throw statesErrors.validation('MapItemReaderData is only supported for Map states with an ItemReader.');
  }
  const config = isJsonObject(reader['ReaderConfig']) ? reader['ReaderConfig'] : {};
  const items = named(READERS, config['InputType'] ?? 'JSON')?.(data, config);
  if (!items) throw statesErrors.validation('MapItemReaderData could not be read as the ItemReader says.');
  const most = config['MaxItems'];
  return typeof most === 'number' && most > 0 ? items.slice(0, most) : items;
}

function named<Value>(table: Readonly<Record<string, Value>>, name: JsonValue): Value | undefined {
  return typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;
}

type Reader = (data: string, config: JsonObject) => JsonValue[] | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  JSON: (data) => {
    const value = parse(data);
    return Array.isArray(value) ? value : undefined;
  },
  JSONL: (data) => {
    const items = linesOf(data).map(parse);
    return items.includes(undefined) ? undefined : (items as JsonValue[]);
  },
  CSV: readCsv,
};

function parse(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function linesOf(data: string): string[] {
  return data.split(/\r?\n/).filter((line) => line !== '');
}

function readCsv(data: string, config: JsonObject): JsonValue[] {
  const delimiter = named(DELIMITERS, config['CSVDelimiter'] ?? 'COMMA') ?? ',';
  const rows = linesOf(data).map((line) => cellsOf(line, delimiter));
  const given = config['CSVHeaders'];
  const headers = Array.isArray(given)
    ? given.filter((name) => typeof name === 'string')
    : (rows.shift() ?? []);
  return rows.map((cells) => Object.fromEntries(headers.map((header, at) => [header, cells[at] ?? ''])));
}

/** Cells may be quoted; a quote within is written twice. */
function cellsOf(line: string, delimiter: string): string[] {
  const cells = [''];
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] as string;
    if (character === '"' && quoted && line[at + 1] === '"') {
      cells[cells.length - 1] += '"';
      at++;
    } else if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) cells.push('');
    else cells[cells.length - 1] += character;
  }
  return cells;
}
