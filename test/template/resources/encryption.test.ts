import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { loadTemplate } from '../../../src/template/index.ts';
import { harness } from '../../services/harness.ts';

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/k';

function load(Type: string, Properties: JsonObject): void {
  loadTemplate({ Resources: { Thing: { Type, Properties } } }, { environment: harness().environment });
}

const machine = (EncryptionConfiguration: JsonObject): JsonObject => ({
  RoleArn: 'arn:aws:iam::123456789012:role/r',
  DefinitionString: '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}',
  EncryptionConfiguration,
});
const table = (SSESpecification: JsonObject): JsonObject => ({
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
  SSESpecification,
});
const archive = (KmsKeyIdentifier: unknown): JsonObject =>
  ({ SourceArn: 'arn:aws:events:us-east-1:123456789012:event-bus/default', KmsKeyIdentifier }) as JsonObject;

const MACHINE = 'AWS::StepFunctions::StateMachine';

/** Nothing is encrypted here, but what AWS would refuse is refused. */
describe('encryption at rest', () => {
  it.each<[string, JsonObject]>([
    [MACHINE, machine({ Type: 'AWS_OWNED_KEY' })],
    [MACHINE, machine({ Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: KEY })],
    [
      MACHINE,
      machine({ Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: 'alias/k', KmsDataKeyReusePeriodSeconds: 900 }),
    ],
    ['AWS::DynamoDB::Table', table({ SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY })],
    ['AWS::Events::EventBus', { Name: 'bus', KmsKeyIdentifier: KEY }],
    ['AWS::Events::Archive', archive('')],
  ])('of %s is accepted: %j', (type, properties) => {
    expect(() => load(type, properties)).not.toThrow();
  });

  it.each<[string, JsonObject, string]>([
    [MACHINE, machine({ Type: 'KMS', KmsKeyId: KEY }), 'EncryptionConfiguration.Type'],
    [MACHINE, machine({ Type: 'CUSTOMER_MANAGED_KMS_KEY' }), 'needs a KmsKeyId'],
    [MACHINE, machine({ Type: 'AWS_OWNED_KEY', KmsKeyId: KEY }), 'needs a KmsKeyId'],
    [
      MACHINE,
      machine({ Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: KEY, KmsDataKeyReusePeriodSeconds: 30 }),
      'KmsDataKeyReusePeriodSeconds',
    ],
    [MACHINE, machine({ Type: 'AWS_OWNED_KEY', Colour: 'red' }), 'EncryptionConfiguration.Colour'],
    ['AWS::DynamoDB::Table', table({ SSEType: 'DES' }), 'SSESpecification.SSEType'],
    ['AWS::Events::EventBus', { Name: 'bus', KmsKeyIdentifier: [] }, 'KmsKeyIdentifier'],
    ['AWS::Events::Archive', archive({}), 'KmsKeyIdentifier'],
  ])('of %s is refused: %j', (type, properties, message) => {
    expect(() => load(type, properties)).toThrow(message);
  });
});
