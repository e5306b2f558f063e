import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';

/**
 * What AWS services need of a key that they use in their own name; what they do in the name of a role of the stack
 * is in that role's policy. `addToResourcePolicy` does nothing for an imported key: docs/security.md lists the
 * statements.
 */

const READ_AND_WRITE = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * Lets EventBridge put messages into a queue that the key encrypts.
 * Source: EventBridge User Guide, "Using dead-letter queues", encrypted queues.
 */
export function letEventBridgeSend(key: kms.IKey): void {
  allow(key, 'EventBridgeToDeadLetterQueue', 'events.amazonaws.com', READ_AND_WRITE, {
    StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
  });
}

/**
 * Lets EventBridge encrypt the events and rules of this account's buses, and their archives.
 * A statement for one bus would make the key depend on the bus, which depends on the key.
 * Source: EventBridge User Guide, "Encrypting event buses" and "Encrypting archives with AWS KMS keys".
 */
export function letEventBridgeEncrypt(key: kms.IKey): void {
  const buses = `arn:${Aws.PARTITION}:events:${Aws.REGION}:${Aws.ACCOUNT_ID}:event-bus/*`;
  allow(key, 'EventBuses', 'events.amazonaws.com', [...READ_AND_WRITE, 'kms:ReEncrypt*'], {
    ArnLike: { 'kms:EncryptionContext:aws:events:event-bus:arn': buses },
  });
  // A key is described without an encryption context.
  allow(key, 'EventBusesDescribeKey', 'events.amazonaws.com', ['kms:DescribeKey']);
}

/**
 * Lets CloudWatch Logs encrypt the log groups of this account and region, and Step Functions' logs on their way there.
 * Source: CloudWatch Logs User Guide, "Encrypt log data"; Step Functions Developer Guide, "Data at rest encryption".
 */
export function letLogsEncrypt(key: kms.IKey): void {
  const logGroups = `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:*`;
  allow(
    key,
    'LogGroups',
    `logs.${Aws.REGION}.${Aws.URL_SUFFIX}`,
    ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
  );
  allow(key, 'LogDelivery', 'delivery.logs.amazonaws.com', ['kms:Decrypt*']);
}

function allow(
  key: kms.IKey,
  sid: string,
  service: string,
  actions: string[],
  conditions?: Record<string, Record<string, string>>,
): void {
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid,
      principals: [new iam.ServicePrincipal(service)],
      actions,
      resources: ['*'],
      ...(conditions && { conditions }),
    }),
  );
}
