import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { LambdalessWebSocket } from '../../src/cdk/index.ts';
import { synthTemplate } from '../../src/cdk/synth.ts';

type Json = Readonly<Record<string, unknown>>;

const spec: SpecDatabase = loadAwsServiceSpecSync();

/** Everything in which the template's resources differ from CloudFormation's schema of them. */
function differences(template: Json): string[] {
  const resources = template['Resources'] as Record<string, { Type: string; Properties?: Json }>;
  return Object.entries(resources).flatMap(([logicalId, { Type: type, Properties: properties = {} }]) => {
    const [resource] = spec.lookup('resource', 'cloudFormationType', 'equals', type);
    return resource
      ? ofObject(properties, resource.properties, logicalId)
      : [`${logicalId}: unknown type ${type}`];
  });
}

function ofObject(value: Json, properties: Readonly<Record<string, Property>>, path: string): string[] {
  const missing = Object.keys(properties).filter((name) => properties[name]?.required && !(name in value));
  return [
    ...missing.map((name) => `${path}.${name}: missing`),
    ...Object.entries(value).flatMap(([name, member]) => {
      const property = properties[name];
      return property ? ofType(member, property.type, `${path}.${name}`) : [`${path}.${name}: unknown`];
    }),
  ];
}

function ofType(value: unknown, type: PropertyType, path: string): string[] {
  if (isIntrinsic(value)) return [];
  switch (type.type) {
    case 'json':
      return [];
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((item, index) => ofType(item, type.element, `${path}[${index}]`))
        : [`${path}: not a list`];
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, item]) => ofType(item, type.element, `${path}.${key}`))
        : [`${path}: not a map`];
    case 'ref':
      return isObject(value)
        ? ofObject(value, spec.get('typeDefinition', type.reference.$ref).properties, path)
        : [`${path}: not an object`];
    case 'union': {
      const each = type.types.map((one) => ofType(value, one, path));
      return each.find((found) => found.length === 0) ?? each[0] ?? [];
    }
    case 'tag':
      return isObject(value) && 'Key' in value && 'Value' in value ? [] : [`${path}: not a tag`];
    default:
      return typeof value === jsTypeOf(type.type) ? [] : [`${path}: not a ${type.type}`];
  }
}

const jsTypeOf = (type: string): string =>
  type === 'integer' || type === 'number' ? 'number' : type === 'boolean' ? 'boolean' : 'string';

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isIntrinsic = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).length === 1 && /^(Ref|Fn::\w+)$/.test(Object.keys(value)[0] ?? '');

describe("CloudFormation's schemas", { timeout: 60_000 }, () => {
  it('know every property of the template that is deployed', () => {
    expect(differences(synthTemplate() as Json)).toEqual([]);
  });

  it('know every property that any prop can add', () => {
    const stack = new Stack(new App({ analyticsReporting: false }), 'Stack');
    const webSocket = new LambdalessWebSocket(stack, 'WebSocket', {
      accessLogs: true,
      accountCloudWatchRole: true,
      archive: { retention: Duration.days(7) },
      authorization: 'anyone-with-the-url',
      deliveryType: 'standard',
      encryptionKey: new Key(stack, 'Key'),
      executionLogs: true,
      logLevel: 'ALL',
      metrics: true,
      throttling: { rateLimit: 100, burstLimit: 10 },
      tracing: true,
    });
    webSocket.addAlarms();
    webSocket.addDashboard();
    expect(differences(Template.fromStack(stack).toJSON())).toEqual([]);
  });

  it.each([
    ['Queue: unknown type AWS::SQS::Quay', { Type: 'AWS::SQS::Quay' }],
    ['Queue.Colour: unknown', { Type: 'AWS::SQS::Queue', Properties: { Colour: 'red' } }],
    ['Queue.DelaySeconds: not a integer', { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 'soon' } }],
    ['Queue.RoleArn: missing', { Type: 'AWS::StepFunctions::StateMachine', Properties: {} }],
  ])('would find %s', (difference, resource) => {
    expect(differences({ Resources: { Queue: resource } })).toEqual([difference]);
  });
});
