import * as v from 'valibot';
import type { JsonObject } from '../../core/json.ts';
import { policyDocument } from '../policy-document.ts';
import { cfnBoolean, cfnNumber, type ResourceTypes, withoutEffect } from '../resource-type.ts';

export interface QueueProperties {
  readonly QueueName?: string | undefined;
  readonly DelaySeconds?: number | undefined;
  /** In bytes. */
  readonly MaximumMessageSize?: number | undefined;
  /** In seconds. */
  readonly MessageRetentionPeriod?: number | undefined;
  readonly ReceiveMessageWaitTimeSeconds?: number | undefined;
  /** In seconds. */
  readonly VisibilityTimeout?: number | undefined;
  readonly RedrivePolicy?:
    | { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number }
    | undefined;
  readonly SqsManagedSseEnabled?: boolean | undefined;
  readonly FifoQueue?: boolean | undefined;
  readonly ContentBasedDeduplication?: boolean | undefined;
  readonly DeduplicationScope?: 'queue' | 'messageGroup' | undefined;
  readonly FifoThroughputLimit?: 'perQueue' | 'perMessageGroupId' | undefined;
}

export interface QueuePolicyProperties {
  /** URLs */
  readonly Queues: readonly string[];
  readonly PolicyDocument: JsonObject;
}

export interface SqsProperties {
  'AWS::SQS::Queue': QueueProperties;
  'AWS::SQS::QueuePolicy': QueuePolicyProperties;
}

const seconds = (
  least: number,
  most: number,
): v.OptionalSchema<v.GenericSchema<number | string, number>, undefined> =>
  v.optional(
    v.pipe(
      cfnNumber,
      v.minValue(least, `must be at least ${least}`),
      v.maxValue(most, `must be at most ${most}`),
    ),
  );

const ENCRYPTION_REASON = 'messages live in the memory of one process';

const FIFO_ONLY = ['ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'] as const;

const queue = v.pipe(
  v.strictObject({
    QueueName: v.optional(v.string()),
    DelaySeconds: seconds(0, 900),
    MaximumMessageSize: seconds(1024, 1_048_576),
    MessageRetentionPeriod: seconds(60, 1_209_600),
    ReceiveMessageWaitTimeSeconds: seconds(0, 20),
    VisibilityTimeout: seconds(0, 43_200),
    RedrivePolicy: v.optional(
      v.strictObject({ deadLetterTargetArn: v.string(), maxReceiveCount: cfnNumber }),
    ),
    SqsManagedSseEnabled: v.optional(cfnBoolean),
    FifoQueue: v.optional(cfnBoolean),
    ContentBasedDeduplication: v.optional(cfnBoolean),
    DeduplicationScope: v.optional(v.picklist(['queue', 'messageGroup'])),
    FifoThroughputLimit: v.optional(v.picklist(['perQueue', 'perMessageGroupId'])),
    KmsDataKeyReusePeriodSeconds: withoutEffect(ENCRYPTION_REASON),
    KmsMasterKeyId: withoutEffect(ENCRYPTION_REASON),
    RedriveAllowPolicy: withoutEffect('all queues here belong to one account'),
    Tags: withoutEffect('nothing reads them'),
  }),
  v.check(
    ({ QueueName, FifoQueue }) =>
      QueueName === undefined || QueueName.endsWith('.fifo') === (FifoQueue ?? false),
    'the name of a FIFO queue, and of no other, ends with ".fifo"',
  ),
  v.check(
    (given) => given.FifoQueue === true || FIFO_ONLY.every((name) => given[name] === undefined),
    `${FIFO_ONLY.join(', ')} are for FIFO queues`,
  ),
);

export const sqsTypes: ResourceTypes<SqsProperties> = {
  'AWS::SQS::Queue': {
    properties: queue,
    ref: ({ QueueName, FifoQueue }, naming) => {
      const { region, accountId, urlSuffix } = naming.environment;
      const name = QueueName ?? (FifoQueue ? `${naming.generatedName(75)}.fifo` : naming.generatedName(80));
      return `https://sqs.${region}.${urlSuffix}/${accountId}/${name}`;
    },
    attributes: (_properties, { environment: { partition, region, accountId } }, ref) => {
      const name = ref.slice(ref.lastIndexOf('/') + 1);
      return { Arn: `arn:${partition}:sqs:${region}:${accountId}:${name}`, QueueName: name, QueueUrl: ref };
    },
  },
  'AWS::SQS::QueuePolicy': {
    properties: v.strictObject({ Queues: v.array(v.string()), PolicyDocument: policyDocument('resource') }),
    ref: (_properties, naming) => naming.generatedName(),
    attributes: (_properties, _naming, ref) => ({ Id: ref }),
  },
};
