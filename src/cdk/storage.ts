import { Aws, Duration, type RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
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

export function createLogGroup(
  scope: Construct,
  id: string,
  options: StorageOptions & { readonly retention?: logs.RetentionDays },
): logs.LogGroup {
  return new logs.LogGroup(scope, id, {
    retention: options.retention ?? logs.RetentionDays.ONE_MONTH,
    removalPolicy: options.removalPolicy,
    encryptionKey: options.encryptionKey,
  });
}

/** Lets EventBridge, which sends in its own name, put messages into a queue that the key encrypts. */
export function letEventBridgeUse(key: kms.IKey): void {
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'EventBridgeToDeadLetterQueue',
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
}

/** Lets CloudWatch Logs encrypt the log groups of this account and region. */
export function letLogsUse(key: kms.IKey): void {
  const logGroups = `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:*`;
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'LogGroups',
      principals: [new iam.ServicePrincipal(`logs.${Aws.REGION}.${Aws.URL_SUFFIX}`)],
      actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
    }),
  );
}
