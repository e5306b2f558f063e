import { createHash } from 'node:crypto';
import { AwsError } from '../../core/errors.ts';
import { type JsonObject, type JsonValue, textFrom } from '../../core/json.ts';
import type { FifoSettings } from './attributes.ts';
import { type GroupedMessage, invalidParameter } from './message.ts';
import type { Queue } from './queue.ts';

/** For so long the same message is accepted, and not delivered again. */
const DEDUPLICATION_MS = 5 * 60 * 1000;

const ID = /^[!-~]{1,128}$/;

/** What a FIFO queue has been sent within the last five minutes. */
export class Deduplication {
  private readonly sent = new Map<string, { readonly atMs: number; readonly answer: JsonObject }>();

  /** The answer that the same message got before. */
  former(key: string, nowMs: number): JsonObject | undefined {
    for (const [old, { atMs }] of this.sent) if (atMs <= nowMs - DEDUPLICATION_MS) this.sent.delete(old);
    return this.sent.get(key)?.answer;
  }

  remember(key: string, nowMs: number, answer: JsonObject): void {
    this.sent.set(key, { atMs: nowMs, answer });
  }
}

/**
 * Group, deduplication id and number of a message; of one to a standard queue, at most the group.
 * @throws AwsError in SQS's words
 */
export function groupingOf(queue: Queue, input: JsonObject, body: string): GroupedMessage {
  const groupId = idOf(input, 'MessageGroupId');
  const { fifo } = queue.configuration;
  if (!fifo) {
    if (input['MessageDeduplicationId'] !== undefined) throw wrongType(input, 'MessageDeduplicationId');
    return groupId === undefined ? {} : { groupId };
  }
  if (groupId === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageGroupId.');
  }
  if (Number(input['DelaySeconds'] ?? 0) !== 0) throw wrongType(input, 'DelaySeconds');
  return { groupId, deduplicationId: deduplicationId(fifo, input, body) };
}

/** Under what a message counts as the same as another one. */
export function deduplicationKey(queue: Queue, { groupId, deduplicationId }: GroupedMessage): string {
  const scope = queue.configuration.fifo?.DeduplicationScope === 'messageGroup' ? groupId : '';
  return JSON.stringify([scope, deduplicationId]);
}

function deduplicationId(fifo: FifoSettings, input: JsonObject, body: string): string {
  const given = idOf(input, 'MessageDeduplicationId');
  if (given !== undefined) return given;
  if (fifo.ContentBasedDeduplication) return createHash('sha256').update(body).digest('hex');
  throw invalidParameter(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

function idOf(input: JsonObject, name: string): string | undefined {
  const value: JsonValue | undefined = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && ID.test(value)) return value;
  throw invalidParameter(
    `Value ${textFrom(value)} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function wrongType(input: JsonObject, name: string): AwsError {
  return invalidParameter(
    `Value ${textFrom(input[name])} for parameter ${name} is invalid. Reason: The request include parameter that is not valid for this queue type.`,
  );
}
