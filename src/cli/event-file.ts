import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { LambdalessError } from '../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, parseJson, stringifyJson } from '../core/json.ts';
import { readStdin, readTextFile } from './text-file.ts';

/**
 * Reads events to put: one JSON document (an event or a list of them), or one document a line. An event is an
 * entry of PutEvents (`Source`, `DetailType`, `Detail`), an envelope as it arrives (`source`, `detail-type`,
 * `detail`), or a line of a recording (`{"at":…,"event":{…}}`).
 * @param file a path, or "-" for standard input.
 * @throws LambdalessError BAD_ARGUMENT with file and line.
 */
export async function readEventFile(file: string): Promise<readonly FileEvent[]> {
  return file === '-' ? eventsOf(STDIN, await readStdin()) : eventsOf(file, readTextFile(file));
}

/** What messages call standard input. */
const STDIN = 'stdin';

/**
 * Reads events from standard input as they come, so that what writes them need not end: each time all lines that are
 * there. A document that does not fit on its first line is waited for whole.
 * @throws LambdalessError BAD_ARGUMENT with the line.
 */
export async function* readEventStream(input: NodeJS.ReadStream): AsyncGenerator<readonly FileEvent[]> {
  input.setEncoding('utf8');
  let text = '';
  let line = 0;
  for await (const chunk of input) {
    text += String(chunk);
    const end = text.lastIndexOf('\n');
    if (end < 0 || (line === 0 && !startsWithDocument(text))) continue;
    yield eventsOf(STDIN, text.slice(0, end), line);
    line += text.slice(0, end + 1).split('\n').length - 1;
    text = text.slice(end + 1);
  }
  if (text.trim() !== '') yield eventsOf(STDIN, text, line);
}

function startsWithDocument(text: string): boolean {
  const first = text.trimStart().split('\n', 1)[0] ?? '';
  return parsed(first) !== undefined;
}

function eventsOf(file: string, text: string, linesBefore = 0): FileEvent[] {
  return documentsOf(file, text, linesBefore).map(({ value, line }) => toFileEvent(file, line, value));
}

export interface FileEvent {
  readonly entry: PutEventsRequestEntry;
  /** When it was recorded, in milliseconds since the epoch. */
  readonly atMs?: number;
}

interface Document {
  readonly value: JsonValue;
  readonly line: number;
}

function documentsOf(file: string, text: string, linesBefore: number): Document[] {
  const whole = parsed(text);
  if (whole !== undefined)
    return (Array.isArray(whole) ? whole : [whole]).map((value) => ({ value, line: linesBefore + 1 }));
  return text.split('\n').flatMap((source, index) => {
    const line = linesBefore + index + 1;
    if (source.trim() === '') return [];
    const value = parsed(source);
    if (value === undefined)
      throw new LambdalessError('BAD_ARGUMENT', `${file}:${line}: this line is not JSON`);
    return [{ value, line }];
  });
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function toFileEvent(file: string, line: number, value: JsonValue): FileEvent {
  if (!isJsonObject(value))
    throw new LambdalessError('BAD_ARGUMENT', `${file}:${line}: an event is a JSON object`);
  if (typeof value['at'] === 'number' && isJsonObject(value['event'])) {
    return { entry: toEntry(file, line, value['event']), atMs: value['at'] };
  }
  return { entry: toEntry(file, line, value) };
}

function toEntry(file: string, line: number, event: JsonObject): PutEventsRequestEntry {
  if ('Source' in event || 'DetailType' in event) return event as PutEventsRequestEntry;
  const { source, 'detail-type': detailType, detail = {}, resources } = event;
  if (typeof source !== 'string' || typeof detailType !== 'string') {
    throw new LambdalessError(
      'BAD_ARGUMENT',
      `${file}:${line}: an event needs "source" and "detail-type" (or "Source" and "DetailType", as PutEvents has them)`,
    );
  }
  return {
    Source: source,
    DetailType: detailType,
    Detail: stringifyJson(detail),
    ...(Array.isArray(resources) && resources.length > 0 ? { Resources: resources.map(String) } : {}),
  };
}
