import { Aws, type CfnResource, Duration, Fn, Names, type RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** What all that is stored has in common. */
export interface StorageOptions {
  readonly encryptionKey?: kms.IKey;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * One row for each connection. All rows share one partition key, so that a strongly consistent Query finds them:
 * a pattern is in force as soon as it is accepted, which a secondary index could not promise. Connection ids are
 * random, so DynamoDB can split the partition among them under load.
 */
export function createTable(scope: Construct, options: StorageOptions): dynamodb.Table {
  return new dynamodb.Table(scope, 'Connections', {
    partitionKey: { name: 'scope', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'connectionId', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    timeToLiveAttribute: 'expiresAt',
    removalPolicy: options.removalPolicy,
    ...(options.encryptionKey && {
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: options.encryptionKey,
    }),
  });
}

export function createDeadLetterQueue(scope: Construct, options: StorageOptions): sqs.Queue {
  return new sqs.Queue(scope, 'DeadLetterQueue', {
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    removalPolicy: options.removalPolicy,
    ...(options.encryptionKey
      ? { encryption: sqs.QueueEncryption.KMS, encryptionMasterKey: options.encryptionKey }
      : { encryption: sqs.QueueEncryption.SQS_MANAGED }),
  });
}

/**
 * A bus, with the stack's name in its own: the CDK's default name holds only the construct's path, so the same app
 * deployed as two stacks would ask for the same bus twice.
 */
export function createBus(scope: Construct, options: StorageOptions): events.EventBus {
  const bus = new events.EventBus(scope, 'Bus', {
    eventBusName: Names.uniqueResourceName(scope, { maxLength: 256 }),
  });
  bus.applyRemovalPolicy(options.removalPolicy);
  encryptBy(bus, 'KmsKeyIdentifier', options.encryptionKey?.keyArn);
  return bus;
}

export interface ArchiveProps extends StorageOptions {
  readonly eventBus: events.IEventBus;
  readonly eventPattern: events.EventPattern;
  readonly retention?: Duration;
}

/** Keeps events for replay. */
export function createArchive(scope: Construct, props: ArchiveProps): events.Archive {
  const archive = new events.Archive(scope, 'Archive', {
    sourceEventBus: props.eventBus,
    eventPattern: props.eventPattern,
    retention: props.retention,
  });
  archive.applyRemovalPolicy(props.removalPolicy);
  encryptBy(archive, 'KmsKeyIdentifier', props.encryptionKey?.keyArn);
  return archive;
}

/** Sets a property that the lowest release of the CDK has no prop for. */
export function encryptBy(construct: Construct, property: string, value: unknown): void {
  if (value === undefined) return;
  (construct.node.defaultChild as CfnResource).addPropertyOverride(property, value);
}

export interface LogOptions extends StorageOptions {
  readonly retention?: logs.RetentionDays;
}

export function createLogGroup(
  scope: Construct,
  id: string,
  options: LogOptions & { readonly logGroupName?: string },
): logs.LogGroup {
  return new logs.LogGroup(scope, id, {
    logGroupName: options.logGroupName,
    retention: options.retention ?? logs.RetentionDays.ONE_MONTH,
    removalPolicy: options.removalPolicy,
    encryptionKey: options.encryptionKey,
  });
}

/**
 * A log group of a workflow. Step Functions enters each in a resource policy of CloudWatch Logs, which is full after
 * some dozens, unless its name begins as here. The stack's id tells it from one that an earlier stack has left behind.
 * Source: Step Functions Developer Guide, "Logging to CloudWatch Logs", size of resource policies.
 */
export function createWorkflowLog(scope: Construct, id: string, options: LogOptions): logs.LogGroup {
  const stackId = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  const name = `${Names.uniqueResourceName(scope, { maxLength: 128 })}-${id}-${stackId}`;
  return createLogGroup(scope, id, { ...options, logGroupName: `/aws/vendedlogs/states/${name}` });
}
