import type { IncomingMessage } from 'node:http';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts';
import type { OperationName } from '../core/operations.ts';

/** Replaces AWS's addresses of what runs here by ones at `origin`, as "http://127.0.0.1:4650". */
export type Localize = (text: string, origin: string) => string;

/** Whether answers of an operation may hold addresses: the others need not be searched. */
export function hasAddresses(operation: OperationName): boolean {
  return operation.startsWith('sqs:') || operation.startsWith('cloudformation:');
}

/** Members of answers that hold addresses: GetQueueUrl's, ListQueues', DescribeStacks'. */
const ADDRESSES = new Set(['QueueUrl', 'QueueUrls', 'queueUrls', 'OutputValue']);

/**
 * Puts the address by which the client reached us into an answer. Clients send what they do with a queue to the URL
 * they were given, and connect to the URL that an output tells: neither may end up at AWS.
 */
export function localized(
  output: JsonValue,
  request: IncomingMessage,
  localize: Localize = (text) => text,
): JsonValue {
  const origin = `http://${request.headers.host}`;
  const walk = (value: JsonValue, isAddress: boolean): JsonValue => {
    if (typeof value === 'string') return isAddress ? localize(localQueueUrl(value, origin), origin) : value;
    if (Array.isArray(value)) return value.map((item) => walk(item, isAddress));
    if (!isJsonObject(value)) return value;
    const members = Object.entries(value).map(([name, member]) => [name, walk(member, ADDRESSES.has(name))]);
    return Object.fromEntries(members) as JsonObject;
  };
  return walk(output, false);
}

/** "https://sqs.us-east-1.amazonaws.com/123456789012/queue" with another origin. */
export const localQueueUrl: Localize = (text, origin) =>
  text.replace(/https:\/\/sqs\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?(?=\/\d{12}\/)/g, origin);
