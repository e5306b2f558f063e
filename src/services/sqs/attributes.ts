import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../core/json.ts';
import { parsePolicy } from '../../languages/iam-policy/index.ts';
import type { QueueProperties } from '../../template/resources/sqs.ts';

/** What a queue is told to do, with the names and units of SQS's attributes. */
export interface QueueSettings {
  readonly DelaySeconds: number;
  /** Bytes */
  readonly MaximumMessageSize: number;
  /** Seconds */
  readonly MessageRetentionPeriod: number;
  readonly ReceiveMessageWaitTimeSeconds: number;
  /** Seconds */
  readonly VisibilityTimeout: number;
}

/** What only FIFO queues have. */
export interface FifoSettings {
  readonly ContentBasedDeduplication: boolean;
  readonly DeduplicationScope: 'queue' | 'messageGroup';
  readonly FifoThroughputLimit: 'perQueue' | 'perMessageGroupId';
}

export interface QueueConfiguration {
  readonly settings: QueueSettings;
  readonly fifo?: FifoSettings;
  readonly redrive?: NonNullable<QueueProperties['RedrivePolicy']>;
  /** The queue's policy, as it was given. */
  readonly policy?: string;
}

/** Defaults of CreateQueue. */
export const DEFAULT_SETTINGS: QueueSettings = {
  DelaySeconds: 0,
  MaximumMessageSize: 1_048_576,
  MessageRetentionPeriod: 345_600,
  ReceiveMessageWaitTimeSeconds: 0,
  VisibilityTimeout: 30,
};

export const DEFAULT_FIFO: FifoSettings = {
  ContentBasedDeduplication: false,
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};

/** Bounds of the settings (API reference of SetQueueAttributes). */
const BOUNDS: Readonly<Record<keyof QueueSettings, readonly [number, number]>> = {
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
};

const FIFO_VALUES: Readonly<Record<string, readonly string[]>> = {
  FifoQueue: ['true'],
  ContentBasedDeduplication: ['true', 'false'],
  DeduplicationScope: ['queue', 'messageGroup'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
};

/** Attributes that are taken, and change nothing in the memory of one process. */
const WITHOUT_EFFECT = new Set([
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
  'RedriveAllowPolicy',
]);

/**
 * A configuration with the attributes of a request put in.
 * @throws AwsError InvalidAttributeName, InvalidAttributeValue
 */
export function withAttributes(before: QueueConfiguration, given: JsonValue | undefined): QueueConfiguration {
  return Object.entries(isJsonObject(given) ? given : {}).reduce(
    (configuration, [name, value]) => withAttribute(configuration, name, String(value ?? '')),
    before,
  );
}

function withAttribute(before: QueueConfiguration, name: string, value: string): QueueConfiguration {
  if (Object.hasOwn(BOUNDS, name)) {
    const number = numberOf(name as keyof QueueSettings, value);
    return { ...before, settings: { ...before.settings, [name]: number } };
  }
  if (Object.hasOwn(FIFO_VALUES, name)) return withFifo(before, name, value);
  if (name === 'RedrivePolicy') return withRedrive(before, value);
  if (name === 'Policy') return withPolicy(before, value);
  if (WITHOUT_EFFECT.has(name)) return before;
  throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

function numberOf(name: keyof QueueSettings, value: string): number {
  const [least, most] = BOUNDS[name];
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw invalidValue(name);
}

function withFifo(before: QueueConfiguration, name: string, value: string): QueueConfiguration {
  if (!before.fifo) {
    throw new AwsError(
      'InvalidAttributeName',
      name === 'FifoQueue'
        ? 'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.'
        : `Unknown Attribute ${name}.`,
    );
  }
  if (!FIFO_VALUES[name]?.includes(value)) throw invalidValue(name);
  if (name === 'FifoQueue') return before;
  const parsed = name === 'ContentBasedDeduplication' ? value === 'true' : value;
  return { ...before, fifo: { ...before.fifo, [name]: parsed } };
}

function withRedrive(before: QueueConfiguration, value: string): QueueConfiguration {
  const { redrive: _former, ...rest } = before;
  if (value === '') return rest;
  const policy = objectOf('RedrivePolicy', value);
  const { deadLetterTargetArn, maxReceiveCount } = policy;
  const most = Number(maxReceiveCount);
  if (typeof deadLetterTargetArn !== 'string' || !(Number.isInteger(most) && most >= 1 && most <= 1000)) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${value} for parameter RedrivePolicy is invalid. Reason: it needs a deadLetterTargetArn, and a maxReceiveCount from 1 to 1000.`,
    );
  }
  return { ...rest, redrive: { deadLetterTargetArn, maxReceiveCount: most } };
}

function withPolicy(before: QueueConfiguration, value: string): QueueConfiguration {
  const { policy: _former, ...rest } = before;
  if (value === '') return rest;
  try {
    parsePolicy(objectOf('Policy', value), 'resource');
  } catch {
    throw invalidValue('Policy');
  }
  return { ...rest, policy: value };
}

function objectOf(name: string, text: string): JsonObject {
  try {
    const value = parseJson(text);
    if (isJsonObject(value)) return value;
  } catch {
    // Told below, as for any other value that is no object.
  }
  throw invalidValue(name);
}

function invalidValue(name: string): AwsError {
  return new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}

/** The attributes that say what a queue is told to do, all as text. */
export function describeConfiguration({
  settings,
  fifo,
  redrive,
  policy,
}: QueueConfiguration): Record<string, string> {
  return Object.fromEntries(
    Object.entries({
      ...settings,
      ...(fifo && { FifoQueue: true, ...fifo }),
      ...(redrive && { RedrivePolicy: JSON.stringify(redrive) }),
      ...(policy !== undefined && { Policy: policy }),
    }).map(([name, value]) => [name, String(value)]),
  );
}
