import { AwsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { attributesMd5, type Message } from './message.ts';
import type { Queue } from './queue.ts';

/** A message as ReceiveMessage shows it: attributes of either kind only as far as they were asked for. */
export function describeReceived(message: Message, input: JsonObject, queue: Queue): JsonObject {
  const system = chosen(systemAttributes(message, queue), [
    ...names(input, 'AttributeNames'),
    ...names(input, 'MessageSystemAttributeNames'),
  ]);
  const attributes = chosen(message.attributes, names(input, 'MessageAttributeNames'));
  const digest = attributesMd5(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle as string,
    MD5OfBody: message.bodyMd5,
    Body: message.body,
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(digest !== undefined && {
      MD5OfMessageAttributes: digest,
      MessageAttributes: attributes as unknown as JsonObject,
    }),
  };
}

/** What ReceiveMessage may be asked for (service model, MessageSystemAttributeName). */
const SYSTEM_ATTRIBUTES: ReadonlySet<string> = new Set([
  'All',
  'SenderId',
  'SentTimestamp',
  'ApproximateReceiveCount',
  'ApproximateFirstReceiveTimestamp',
  'SequenceNumber',
  'MessageDeduplicationId',
  'MessageGroupId',
  'AWSTraceHeader',
  'DeadLetterQueueSourceArn',
]);

/** @throws AwsError InvalidAttributeName */
export function checkAttributeNames(input: JsonObject): void {
  const wanted = [...names(input, 'AttributeNames'), ...names(input, 'MessageSystemAttributeNames')];
  const unknown = wanted.find((name) => !SYSTEM_ATTRIBUTES.has(name));
  if (unknown !== undefined) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
}

function systemAttributes(message: Message, queue: Queue): Record<string, string> {
  const sent = Object.entries(message.systemAttributes).map(([name, { StringValue }]) => [
    name,
    StringValue ?? '',
  ]);
  return {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentMs),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs ?? queue.createdMs),
    ...(message.groupId !== undefined && { MessageGroupId: message.groupId }),
    ...(message.deduplicationId !== undefined && { MessageDeduplicationId: message.deduplicationId }),
    ...(message.sequenceNumber !== undefined && { SequenceNumber: message.sequenceNumber }),
    ...Object.fromEntries(sent),
  };
}

function names(input: JsonObject, member: string): string[] {
  return Array.isArray(input[member]) ? (input[member] as string[]) : [];
}

/** Chooses by "All", ".*", "prefix.*" or exact names. */
function chosen<Value>(
  all: Readonly<Record<string, Value>>,
  wanted: readonly string[],
): Record<string, Value> {
  const isWanted = (name: string): boolean =>
    wanted.some(
      (want) =>
        want === 'All' ||
        want === name ||
        (want.endsWith('.*') && (want === '.*' || name.startsWith(want.slice(0, -1)))),
    );
  return Object.fromEntries(Object.entries(all).filter(([name]) => isWanted(name)));
}
