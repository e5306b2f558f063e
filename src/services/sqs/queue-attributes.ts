import { AwsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { describeConfiguration } from './attributes.ts';
import type { Queue } from './queue.ts';

/** What GetQueueAttributes may be asked for (service model). */
const KNOWN_ATTRIBUTES: ReadonlySet<string> = new Set([
  'All',
  'Policy',
  'VisibilityTimeout',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
  'ApproximateNumberOfMessagesDelayed',
  'DelaySeconds',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
  'FifoQueue',
  'ContentBasedDeduplication',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'RedriveAllowPolicy',
  'SqsManagedSseEnabled',
]);

/** GetQueueAttributes. @throws AwsError InvalidAttributeName */
export function queueAttributes(queue: Queue, input: JsonObject): JsonObject {
  const all = attributesOfQueue(queue);
  const asked = Array.isArray(input['AttributeNames']) ? (input['AttributeNames'] as string[]) : [];
  const unknown = asked.find((name) => !KNOWN_ATTRIBUTES.has(name));
  if (unknown !== undefined) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  const known = Object.entries(all).filter(([name]) => asked.includes('All') || asked.includes(name));
  return known.length === 0 ? {} : { Attributes: Object.fromEntries(known) };
}

function attributesOfQueue(queue: Queue): Record<string, string> {
  const { visible, inFlight, delayed } = queue.counts();
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdMs / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedMs / 1000)),
    SqsManagedSseEnabled: 'true',
    ...describeConfiguration(queue.configuration),
  };
}
