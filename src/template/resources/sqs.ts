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

export const sqsTypes: ResourceTypes<SqsProperties> = {
  'AWS::SQS::Queue': {
    properties: v.strictObject({
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
      FifoQueue: v.optional(
        v.pipe(
          cfnBoolean,
          v.value(false, 'FIFO queues are not executed by lambdaless: only standard queues'),
        ),
      ),
      KmsDataKeyReusePeriodSeconds: withoutEffect(ENCRYPTION_REASON),
      KmsMasterKeyId: withoutEffect(ENCRYPTION_REASON),
      RedriveAllowPolicy: withoutEffect('all queues here belong to one template'),
      Tags: withoutEffect('nothing reads them'),
    }),
    ref: ({ QueueName }, naming) => {
      const { region, accountId, urlSuffix } = naming.environment;
      return `https://sqs.${region}.${urlSuffix}/${accountId}/${QueueName ?? naming.generatedName(80)}`;
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
