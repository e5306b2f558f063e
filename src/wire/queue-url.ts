import type { IncomingMessage } from 'node:http';
import { isJsonObject, type JsonValue } from '../core/json.ts';

const AWS_QUEUE_URL = /^https:\/\/sqs\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?(\/\d{12}\/[^/]+)$/;

/**
 * Puts the address by which the client reached us into the queue URLs of an answer. Some SDKs send what they do
 * with a queue to the URL they were given, and must not end up at AWS.
 */
export function localQueueUrls(output: JsonValue, request: IncomingMessage): JsonValue {
  if (!isJsonObject(output)) return output;
  const origin = `http://${request.headers.host}`;
  const localize = (url: JsonValue): JsonValue =>
    typeof url === 'string' ? url.replace(AWS_QUEUE_URL, `${origin}$1`) : url;
  if (output['QueueUrl'] !== undefined) return { ...output, QueueUrl: localize(output['QueueUrl']) };
  if (Array.isArray(output['QueueUrls'])) return { ...output, QueueUrls: output['QueueUrls'].map(localize) };
  return output;
}
