import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, textFrom } from '../../core/json.ts';
import { messageBytes } from './message.ts';

const MAX_ENTRIES = 10;
/** Of all messages of a batch together (SQS quotas, since 2025-08). */
const MAX_BATCH_BYTES = 1024 * 1024;

/**
 * Runs a SendMessageBatch, whose messages have a size together.
 * @throws AwsError when the batch itself is not one
 */
export function sendBatch(input: JsonObject, one: (entry: JsonObject) => JsonObject): JsonObject {
  const bytes = entriesOf(input).reduce((sum, entry) => {
    const { MessageBody: body, MessageAttributes: attributes } = entry;
    const given = isJsonObject(attributes) ? Object.values(attributes).every(isJsonObject) : false;
    return sum + messageBytes(textFrom(body ?? ''), given ? (attributes as never) : {});
  }, 0);
  if (bytes > MAX_BATCH_BYTES) {
    throw new AwsError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${MAX_BATCH_BYTES} bytes. You have sent ${bytes} bytes.`,
    );
  }
  return batch(input, one);
}

/**
 * Runs a batch: each entry succeeds or fails on its own.
 * @throws AwsError when the batch itself is not one
 */
export function batch(input: JsonObject, one: (entry: JsonObject) => JsonObject): JsonObject {
  const Successful: JsonObject[] = [];
  const Failed: JsonObject[] = [];
  for (const entry of entriesOf(input)) {
    const Id = entry['Id'] as string;
    try {
      Successful.push({ Id, ...one(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { ...(Successful.length > 0 && { Successful }), ...(Failed.length > 0 && { Failed }) };
}

function entriesOf(input: JsonObject): JsonObject[] {
  const entries = input['Entries'];
  if (!Array.isArray(entries) || entries.length === 0 || !entries.every(isJsonObject)) {
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > MAX_ENTRIES) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  checkIds(entries.map((entry) => entry['Id']));
  return entries;
}

function checkIds(ids: readonly unknown[]): void {
  if (!ids.every((id) => typeof id === 'string' && /^[A-Za-z0-9_-]{1,80}$/.test(id))) {
    throw new AwsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) {
    throw new AwsError('BatchEntryIdsNotDistinct', `Id ${String(repeated)} repeated.`);
  }
}
