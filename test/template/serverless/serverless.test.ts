import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { Problems } from '../../../src/template/problems.ts';
import { expandServerless } from '../../../src/template/serverless/index.ts';
import { load, problemsOf } from '../harness.ts';

const Transform = 'AWS::Serverless-2016-10-31';
const Definition = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };

function expand(Resources: object): JsonObject {
  const problems = new Problems();
  const { Resources: expanded } = expandServerless({ Transform, Resources } as JsonObject, problems);
  problems.throwIfAny();
  return expanded as JsonObject;
}

function machine(properties: object, attributes: object = {}): object {
  return {
    Machine: {
      Type: 'AWS::Serverless::StateMachine',
      Properties: { Definition, ...properties },
      ...attributes,
    },
  };
}

function machineProblems(properties: object): string[] {
  return problemsOf({ Transform, Resources: machine(properties) });
}

describe('a template of the Serverless Application Model', () => {
  it('that has CloudFormation resources alone is one of CloudFormation', () => {
    const Resources = { Queue: { Type: 'AWS::SQS::Queue' } };
    expect([
      ...load({ Transform, Globals: { Function: { Timeout: 3 } }, Resources }).resources.keys(),
    ]).toEqual(['Queue']);
  });

  it('may declare the language extensions too', () => {
    const template = {
      Transform: [Transform, 'AWS::LanguageExtensions'],
      Outputs: { Count: { Value: { 'Fn::Length': ['a', 'b'] } } },
    };
    expect(load(template).outputs).toEqual([{ key: 'Count', value: '2' }]);
  });

  it.each(['AWS::Serverless::Api', 'AWS::Serverless::HttpApi', 'AWS::Serverless::Application'])(
    'is refused for an %s',
    (Type) => {
      expect(problemsOf({ Transform, Resources: { Thing: { Type } } })).toEqual([
        `TEMPLATE_UNSUPPORTED Resource 'Thing' has the type ${Type}, which lambdaless does not execute`,
      ]);
    },
  );

  it('is refused for a function, which is code', () => {
    const [problem] = problemsOf({ Transform, Resources: { F: { Type: 'AWS::Serverless::Function' } } });
    expect(problem).toContain("this template contains AWS::Serverless::Function 'F'");
  });
});

// Expected resources: what aws-sam-translator 1.x makes, without tags and with the definition as an object.
describe('a simple table', () => {
  it('has a string key named id and is paid per request unless told', () => {
    expect(expand({ T: { Type: 'AWS::Serverless::SimpleTable', DeletionPolicy: 'Retain' } })).toEqual({
      T: {
        Type: 'AWS::DynamoDB::Table',
        DeletionPolicy: 'Retain',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        },
      },
    });
  });

  it('has the key, name and throughput that it is given', () => {
    const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 2 };
    const Properties = { TableName: 't', PrimaryKey: { Name: 'pk', Type: 'Number' }, ProvisionedThroughput };
    expect(expand({ T: { Type: 'AWS::Serverless::SimpleTable', Properties } })).toEqual({
      T: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName: 't',
          ProvisionedThroughput,
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'N' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        },
      },
    });
  });

  it('is refused with an unknown type of key', () => {
    const Properties = { PrimaryKey: { Name: 'pk', Type: 'S' } };
    expect(
      problemsOf({ Transform, Resources: { T: { Type: 'AWS::Serverless::SimpleTable', Properties } } })[0],
    ).toBe(
      `TEMPLATE_UNSUPPORTED Resource 'T' property PrimaryKey.Type is "S"; lambdaless executes only ("String" | "Number" | "Binary") (AWS::Serverless::SimpleTable)`,
    );
  });
});

describe('a serverless state machine', () => {
  const trust = (service: string): object => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: [service] } }],
  });

  it('takes the role that it is given', () => {
    expect(expand(machine({ Role: 'arn:r', Name: 'm', Type: 'EXPRESS' }, { DependsOn: 'X' }))).toEqual({
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        DependsOn: 'X',
        Properties: { Definition, RoleArn: 'arn:r', StateMachineName: 'm', StateMachineType: 'EXPRESS' },
      },
    });
  });

  it('gets a role of its own with managed policies, documents and policy templates', () => {
    const Policies = [
      { DynamoDBWritePolicy: { TableName: { Ref: 'T' } } },
      { Statement: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' }] },
      'AmazonSQSFullAccess',
      'arn:aws:iam::aws:policy/AWSStepFunctionsFullAccess',
      { Ref: 'Policy' },
    ];
    const properties = {
      Policies,
      RolePath: '/x/',
      PermissionsBoundary: 'arn:b',
      Tracing: { Enabled: true },
    };
    expect(expand(machine(properties, { Condition: 'Always' }))['MachineRole']).toEqual({
      Type: 'AWS::IAM::Role',
      Condition: 'Always',
      Properties: {
        AssumeRolePolicyDocument: trust('states.amazonaws.com'),
        ManagedPolicyArns: [
          { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AmazonSQSFullAccess' },
          'arn:aws:iam::aws:policy/AWSStepFunctionsFullAccess',
          { Ref: 'Policy' },
          { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AWSXrayWriteOnlyAccess' },
        ],
        PermissionsBoundary: 'arn:b',
        Path: '/x/',
        Policies: [
          {
            PolicyName: 'MachineRolePolicy0',
            PolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'],
                  Resource: ['table/${name}', 'table/${name}/index/*'].map((resource) => ({
                    'Fn::Sub': [
                      `arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:${resource}`,
                      { name: { Ref: 'T' } },
                    ],
                  })),
                },
              ],
            },
          },
          { PolicyName: 'MachineRolePolicy1', PolicyDocument: Policies[1] },
        ],
      },
    });
  });

  it('is started by a rule for each event, with a role and a dead-letter queue of its own', () => {
    const Orders = {
      Type: 'EventBridgeRule',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        Pattern: { source: ['shop'] },
        InputPath: '$.detail',
        DeadLetterConfig: { Type: 'SQS', QueueLogicalId: 'Dead' },
        RetryPolicy: { MaximumRetryAttempts: 2 },
      },
    };
    const expanded = expand(machine({ Role: 'arn:r', PermissionsBoundary: 'arn:b', Events: { Orders } }));
    expect(Object.keys(expanded).sort()).toEqual([
      'Dead',
      'Machine',
      'MachineOrders',
      'MachineOrdersQueuePolicy',
      'MachineOrdersRole',
    ]);
    expect(expanded['MachineOrders']).toEqual({
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        EventPattern: { source: ['shop'] },
        Targets: [
          {
            Arn: { Ref: 'Machine' },
            Id: 'MachineOrdersStepFunctionsTarget',
            RoleArn: { 'Fn::GetAtt': ['MachineOrdersRole', 'Arn'] },
            InputPath: '$.detail',
            RetryPolicy: { MaximumRetryAttempts: 2 },
            DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Dead', 'Arn'] } },
          },
        ],
      },
    });
    expect(expanded['MachineOrdersRole']).toEqual({
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: trust('events.amazonaws.com'),
        Policies: [
          {
            PolicyName: 'MachineOrdersRoleStartExecutionPolicy',
            PolicyDocument: {
              Statement: [{ Effect: 'Allow', Action: 'states:StartExecution', Resource: { Ref: 'Machine' } }],
            },
          },
        ],
        PermissionsBoundary: 'arn:b',
      },
    });
  });

  it('is started by a schedule', () => {
    const Properties = {
      Schedule: 'rate(1 hour)',
      Enabled: false,
      Input: '{"a":1}',
      Name: 'hourly',
      RoleArn: 'arn:starter',
      DeadLetterConfig: { Arn: 'arn:dead' },
    };
    const expanded = expand(machine({ Role: 'arn:r', Events: { Hourly: { Type: 'Schedule', Properties } } }));
    expect(expanded['MachineHourlyRole']).toBeUndefined();
    expect(expanded['MachineHourly']).toEqual({
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'hourly',
        ScheduleExpression: 'rate(1 hour)',
        State: 'DISABLED',
        Targets: [
          {
            Arn: { Ref: 'Machine' },
            Id: 'MachineHourlyStepFunctionsTarget',
            RoleArn: 'arn:starter',
            Input: '{"a":1}',
            DeadLetterConfig: { Arn: 'arn:dead' },
          },
        ],
      },
    });
  });

  it('loads as the resources that it becomes', () => {
    const Events = { Any: { Type: 'CloudWatchEvent', Properties: { Pattern: { source: ['x'] } } } };
    const { resources } = load({ Transform, Resources: machine({ Events }) });
    expect([...resources.values()].map(({ logicalId, type }) => `${logicalId} ${type}`)).toEqual([
      'Machine AWS::StepFunctions::StateMachine',
      'MachineRole AWS::IAM::Role',
      'MachineAny AWS::Events::Rule',
      'MachineAnyRole AWS::IAM::Role',
    ]);
  });

  it.each([
    [{ Role: 'r', Policies: ['p'] }, 'TEMPLATE_INVALID', 'has a Role and Policies'],
    [{ Definition: undefined }, 'TEMPLATE_INVALID', 'has neither a Definition nor a DefinitionUri'],
    [
      { Definition: undefined, DefinitionUri: 'a.asl.json' },
      'TEMPLATE_INVALID',
      'give the template by its path',
    ],
    [{ Definition: undefined, DefinitionUri: 's3://b/k' }, 'TEMPLATE_INVALID', 'has a DefinitionUri in S3'],
    [
      { Policies: [{ LambdaInvokePolicy: {} }] },
      'TEMPLATE_UNSUPPORTED',
      'property Policies[0] is LambdaInvokePolicy;',
    ],
    [{ Policies: 5 }, 'TEMPLATE_UNSUPPORTED', 'property Policies[0] is 5;'],
    [{ AutoPublishAlias: 'live' }, 'TEMPLATE_UNSUPPORTED', 'property AutoPublishAlias is not executed'],
    [{ Events: { E: { Type: 'Api' } } }, 'TEMPLATE_UNSUPPORTED', 'property Events.E.Type is "Api";'],
    [{ Events: { E: 5 } }, 'TEMPLATE_INVALID', 'property Events.E: must be an object'],
    [
      { Events: { E: { Type: 'Schedule', Properties: {} } } },
      'TEMPLATE_INVALID',
      'property Events.E.Properties.Schedule is missing',
    ],
  ])('is refused with %j', (properties, code, message) => {
    expect(machineProblems(properties)).toEqual([
      expect.stringMatching(new RegExp(`^${code} Resource 'Machine' `)),
    ]);
    expect(machineProblems(properties)[0]).toContain(message);
  });
});
