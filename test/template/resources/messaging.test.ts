import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { loadTemplate } from '../../../src/template/index.ts';
import type { Resource } from '../../../src/template/model.ts';
import { harness } from '../../services/harness.ts';

/** One resource of a template of one. */
function load(Type: string, Properties: JsonObject): Resource {
  const options = { environment: harness().environment, stackName: 'Stack' };
  const model = loadTemplate({ Resources: { Thing: { Type, Properties } } }, options);
  return model.resources.get('Thing') as Resource;
}

const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:123456789012:${resource}`;
const QUEUE = arn('sqs', 'queue');
const LOG_GROUP = arn('logs', 'log-group:/aws/events/x');
const MACHINE = arn('states', 'stateMachine:m');
const table = (more: JsonObject = {}): JsonObject => ({
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  ...more,
});
const rule = (more: JsonObject = {}): JsonObject => ({ EventPattern: { source: ['a'] }, ...more });
const target = (more: JsonObject): JsonObject => rule({ Targets: [{ Id: 't', Arn: QUEUE, ...more }] });

describe('Ref and GetAtt', () => {
  it.each([
    ['AWS::Events::EventBus', { Name: 'bus' }, 'bus', { Name: 'bus', Arn: arn('events', 'event-bus/bus') }],
    ['AWS::Events::Rule', rule({ Name: 'r' }), 'r', { Arn: arn('events', 'rule/r') }],
    [
      'AWS::Events::Rule',
      rule({ Name: 'r', EventBusName: 'bus' }),
      'bus|r',
      { Arn: arn('events', 'rule/bus/r') },
    ],
    [
      'AWS::Events::Rule',
      rule({ Name: 'r', EventBusName: arn('events', 'event-bus/bus') }),
      'bus|r',
      { Arn: arn('events', 'rule/bus/r') },
    ],
    ['AWS::Events::Rule', rule(), /^Stack-Thing-[0-9A-Z]{12}$/, {}],
    [
      'AWS::Events::Archive',
      { ArchiveName: 'a', SourceArn: arn('events', 'event-bus/default') },
      'a',
      { Arn: arn('events', 'archive/a') },
    ],
    [
      'AWS::Events::EventBusPolicy',
      { StatementId: 's', Action: 'events:PutEvents', Principal: '*' },
      's',
      {},
    ],
    [
      'AWS::SQS::Queue',
      { QueueName: 'q' },
      'https://sqs.us-east-1.amazonaws.com/123456789012/q',
      {
        Arn: arn('sqs', 'q'),
        QueueName: 'q',
        QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/q',
      },
    ],
    ['AWS::DynamoDB::Table', table({ TableName: 'ttt' }), 'ttt', { Arn: arn('dynamodb', 'table/ttt') }],
    [
      'AWS::DynamoDB::GlobalTable',
      table({ TableName: 'ttt', Replicas: [{ Region: 'us-east-1' }] }),
      'ttt',
      { Arn: arn('dynamodb', 'table/ttt') },
    ],
  ] as const)('of %s %j', (type, properties, ref, attributes) => {
    const resource = load(type, properties as never);
    if (typeof ref === 'string') expect(resource.ref).toBe(ref);
    else expect(resource.ref).toMatch(ref);
    expect(resource.attributes).toMatchObject(attributes);
  });
});

describe('what CloudFormation writes as text', () => {
  it.each([
    ['AWS::SQS::Queue', { VisibilityTimeout: '60' }, { VisibilityTimeout: 60 }],
    ['AWS::SQS::Queue', { FifoQueue: 'false' }, { FifoQueue: false }],
    [
      'AWS::DynamoDB::Table',
      table({ TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: 'true' } }),
      { TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } },
    ],
  ])('%s %j', (type, properties, expected) => {
    expect(load(type, properties).properties).toMatchObject(expected);
  });
});

describe('refused at load, by name and property', () => {
  it.each([
    ['AWS::Events::Rule', {}, /needs an EventPattern or a ScheduleExpression/],
    ['AWS::Events::Rule', { EventPattern: { a: 1 } }, /EventPattern: Event pattern is not valid\. Reason: /],
    [
      'AWS::Events::Rule',
      target({ Arn: arn('lambda', 'function:f') }),
      /is not a target that lambdaless can call/,
    ],
    ['AWS::Events::Rule', target({ Arn: MACHINE }), /needs a RoleArn/],
    [
      'AWS::Events::Rule',
      target({ Arn: arn('events', 'event-bus/b'), InputPath: '$.detail' }),
      /hands whole events to a bus/,
    ],
    [
      'AWS::Events::Rule',
      target({ Arn: LOG_GROUP, RoleArn: 'arn:aws:iam::1:role/R' }),
      /RoleArn is not supported for a log group/,
    ],
    [
      'AWS::Events::Rule',
      target({ Arn: LOG_GROUP, InputPath: '$.detail' }),
      /a log group takes whole events/,
    ],
    [
      'AWS::Events::Rule',
      target({ Arn: LOG_GROUP, InputTransformer: { InputTemplate: '"a"\n"b"' } }),
      /neither JSON nor a text|a log group takes whole events/,
    ],
    [
      'AWS::Events::Rule',
      target({ Arn: LOG_GROUP, InputTransformer: { InputTemplate: '{"message": "m"}' } }),
      /a log group takes whole events/,
    ],
    ['AWS::Events::Rule', target({ Id: 'a b' }), /has 1 to 64 letters/],
    ['AWS::Logs::ResourcePolicy', { PolicyName: 'p', PolicyDocument: '{' }, /PolicyDocument/],
    [
      'AWS::Logs::ResourcePolicy',
      { PolicyName: 'p', PolicyDocument: '{"Statement":[{}]}' },
      /PolicyDocument/,
    ],
    ['AWS::Logs::LogGroup', { LogGroupName: 'a b' }, /a name has 1 to 512 letters/],
    ['AWS::Events::Rule', target({ InputPath: '$..x' }), /is not a JSON path that EventBridge supports/],
    ['AWS::Events::Rule', target({ Input: 'text' }), /Input is not valid JSON/],
    [
      'AWS::Events::Rule',
      target({ RetryPolicy: { MaximumRetryAttempts: 186 } }),
      /MaximumRetryAttempts: must be at most 185/,
    ],
    [
      'AWS::Events::Rule',
      target({ RetryPolicy: { MaximumEventAgeInSeconds: 59 } }),
      /MaximumEventAgeInSeconds: must be at least 60/,
    ],
    ['AWS::Events::Rule', target({ HttpParameters: {} }), /HttpParameters/],
    ['AWS::SQS::Queue', { FifoQueue: true, QueueName: 'x' }, /ends with ".fifo"/],
    ['AWS::SQS::Queue', { QueueName: 'x.fifo' }, /ends with ".fifo"/],
    ['AWS::SQS::Queue', { ContentBasedDeduplication: true }, /are for FIFO queues/],
    ['AWS::SQS::Queue', { VisibilityTimeout: 43_201 }, /VisibilityTimeout: must be at most 43200/],
    ['AWS::SQS::Queue', { Color: 'red' }, /Color/],
    [
      'AWS::DynamoDB::Table',
      table({ StreamSpecification: { StreamViewType: 'KEYS_ONLY' } }),
      /StreamSpecification/,
    ],
    [
      'AWS::DynamoDB::GlobalTable',
      table({ Replicas: [{ Region: 'us-east-1' }, { Region: 'eu-west-1' }] }),
      /one replica only/,
    ],
  ])('%s %j', (type, properties, message) => {
    expect(() => load(type, properties)).toThrow(message);
    expect(() => load(type, properties)).toThrow(/'Thing'/);
  });
});
