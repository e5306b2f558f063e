import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/core/clock.ts';
import type { Caller, Permission } from '../../src/core/operations.ts';
import { AccessDenied, type Authorizer, createAuthorizer } from '../../src/services/authorizer.ts';
import { environment, load, role } from '../template/harness.ts';

const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:dead';
const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Deliver';
const RULE = 'arn:aws:events:eu-west-1:123456789012:rule/bus/rule';
const SEND: Permission = { action: 'sqs:SendMessage', resource: QUEUE };

const allowSend = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE };
const document = (...Statement: object[]): object => ({ Version: '2012-10-17', Statement });
const inline = (...statements: object[]): object => ({
  Policies: [{ PolicyName: 'inline', PolicyDocument: document(...statements) }],
});

function trust(statement: object): object {
  return { AssumeRolePolicyDocument: document({ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }) };
}

const queue = { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } } };
const queuePolicy = (...statements: object[]): object => ({
  QueuePolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: document(...statements) },
  },
});

function authorizerOf(resources: object): Authorizer {
  return createAuthorizer(load({ Resources: { ...queue, ...resources } }), environment);
}

const worker: Caller = {
  kind: 'role',
  roleArn: 'arn:aws:iam::123456789012:role/worker',
  service: 'states.amazonaws.com',
  sourceArn: MACHINE,
};
const events: Caller = { kind: 'service', service: 'events.amazonaws.com', sourceArn: RULE };

/** "allowed", or AWS's message from "is not authorized to perform" on. */
function outcome(resources: object, caller: Caller = worker, permission: Permission = SEND): string {
  try {
    authorizerOf(resources).authorize(caller, permission);
    return 'allowed';
  } catch (error) {
    if (!(error instanceof AccessDenied)) throw error;
    return error.message.replace(/^User: \S+ is not authorized to perform: /, '');
  }
}

const named = (properties: object): object => ({ Role: role({ RoleName: 'worker', ...properties }) });
const SILENT = `sqs:SendMessage on resource: ${QUEUE} because no identity-based policy allows the sqs:SendMessage action`;

describe('a role', () => {
  it.each<[string, object, string]>([
    ['without policies may nothing', named({}), SILENT],
    ['may what an inline policy allows', named(inline(allowSend)), 'allowed'],
    [
      'may what an attached policy allows',
      {
        ...named({}),
        Policy: {
          Type: 'AWS::IAM::Policy',
          Properties: { PolicyName: 'p', PolicyDocument: document(allowSend), Roles: [{ Ref: 'Role' }] },
        },
      },
      'allowed',
    ],
    [
      'may not what the policy of another role allows',
      {
        ...named({}),
        Other: role(),
        Policy: {
          Type: 'AWS::IAM::Policy',
          Properties: { PolicyName: 'p', PolicyDocument: document(allowSend), Roles: [{ Ref: 'Other' }] },
        },
      },
      SILENT,
    ],
    [
      'may what a managed policy allows that it names',
      {
        ...named({ ManagedPolicyArns: [{ Ref: 'Policy' }] }),
        Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(allowSend) } },
      },
      'allowed',
    ],
    [
      'may what a managed policy allows that names it',
      {
        ...named({}),
        Policy: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: document(allowSend), Roles: [{ Ref: 'Role' }] },
        },
      },
      'allowed',
    ],
    [
      'may not what one of its policies denies',
      named(inline(allowSend, { ...allowSend, Effect: 'Deny' })),
      `sqs:SendMessage on resource: ${QUEUE} with an explicit deny in an identity-based policy`,
    ],
    [
      'may what the resource lets it',
      { ...named({}), ...queuePolicy({ ...allowSend, Principal: { AWS: { 'Fn::GetAtt': 'Role.Arn' } } }) },
      'allowed',
    ],
    [
      'may not what the resource lets its account, unless its own policies say so',
      { ...named({}), ...queuePolicy({ ...allowSend, Principal: { AWS: '123456789012' } }) },
      SILENT,
    ],
    [
      'may not what the resource denies',
      { ...named(inline(allowSend)), ...queuePolicy({ ...allowSend, Effect: 'Deny', Principal: '*' }) },
      `sqs:SendMessage on resource: ${QUEUE} with an explicit deny in a resource-based policy`,
    ],
    [
      'may only what its boundary allows too',
      {
        ...named({ ...inline(allowSend), PermissionsBoundary: { Ref: 'Boundary' } }),
        Boundary: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: document({ ...allowSend, Action: 'sqs:ReceiveMessage' }) },
        },
      },
      `sqs:SendMessage on resource: ${QUEUE} because no permissions boundary allows the sqs:SendMessage action`,
    ],
    [
      'may not what its boundary alone allows',
      {
        ...named({ PermissionsBoundary: { Ref: 'Boundary' } }),
        Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(allowSend) } },
      },
      SILENT,
    ],
  ])('%s', (_name, resources, expected) => {
    expect(outcome(resources)).toBe(expected);
  });
});

describe("AWS's own managed policies", () => {
  const invoke = {
    action: 'execute-api:Invoke',
    resource: 'arn:aws:execute-api:eu-west-1:1:api/prod/POST/x',
  };

  it('allow what they are known to', () => {
    const arn = 'arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess';
    expect(outcome(named({ ManagedPolicyArns: [arn] }), worker, invoke)).toBe('allowed');
    expect(outcome(named({ ManagedPolicyArns: [arn] }))).toBe(SILENT);
  });

  it('are refused by name if nobody knows what they allow', () => {
    expect(() =>
      authorizerOf(named({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] })),
    ).toThrow(
      /Resource 'Role' property ManagedPolicyArns\[0\]: arn:aws:iam::aws:policy\/AdministratorAccess is a policy of AWS whose contents lambdaless does not know/,
    );
  });
});

describe('a policy that would silently do nothing', () => {
  it.each<[string, object, string]>([
    [
      'a managed policy that is not there',
      named({ ManagedPolicyArns: ['arn:aws:iam::123456789012:policy/mine'] }),
      "Resource 'Role' property ManagedPolicyArns names arn:aws:iam::123456789012:policy/mine, which is not in the template: add it, or write its statements into the role",
    ],
    [
      'a boundary that is not there',
      named({ PermissionsBoundary: 'arn:aws:iam::123456789012:policy/mine' }),
      "Resource 'Role' property PermissionsBoundary names arn:aws:iam::123456789012:policy/mine, which is not in the template: add it, or write its statements into the role",
    ],
    [
      'a policy of a role that is not there',
      {
        P: {
          Type: 'AWS::IAM::Policy',
          Properties: { PolicyName: 'p', PolicyDocument: document(allowSend), Roles: ['other'] },
        },
      },
      "Resource 'P' property Roles names 'other', which is no role of the template",
    ],
  ])('is refused: %s', (_name, resources, message) => {
    expect(() => authorizerOf(resources)).toThrow(
      expect.objectContaining({ code: 'TEMPLATE_INVALID', message }),
    );
  });
});

describe('a trust policy', () => {
  const refused =
    'sts:AssumeRole on resource: arn:aws:iam::123456789012:role/worker because no role trust policy allows the sts:AssumeRole action';
  const states = { Principal: { Service: 'states.amazonaws.com' } };
  it.each<[string, object, string]>([
    ['lets the service in', states, 'allowed'],
    ['keeps another service out', { Principal: { Service: 'events.amazonaws.com' } }, refused],
    ['lets its source in', { ...states, Condition: { ArnLike: { 'aws:SourceArn': MACHINE } } }, 'allowed'],
    ['keeps another source out', { ...states, Condition: { ArnLike: { 'aws:SourceArn': RULE } } }, refused],
    [
      'lets its account in',
      { ...states, Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } },
      'allowed',
    ],
    [
      'keeps another account out',
      { ...states, Condition: { StringEquals: { 'aws:SourceAccount': '210987654321' } } },
      refused,
    ],
    ['may deny', { ...states, Effect: 'Deny' }, refused],
  ])('%s', (_name, statement, expected) => {
    expect(outcome(named({ ...trust(statement), ...inline(allowSend) }))).toBe(expected);
  });
});

describe('a service in its own name', () => {
  const statement = { ...allowSend, Principal: { Service: 'events.amazonaws.com' } };
  const silent = `sqs:SendMessage on resource: ${QUEUE} because no resource-based policy allows the sqs:SendMessage action`;
  it.each<[string, object, string]>([
    ['may nothing without a resource policy', {}, silent],
    ['may what the resource policy lets it', queuePolicy(statement), 'allowed'],
    [
      'may it for the rule named',
      queuePolicy({ ...statement, Condition: { ArnEquals: { 'aws:SourceArn': RULE } } }),
      'allowed',
    ],
    [
      'may not for another',
      queuePolicy({ ...statement, Condition: { ArnEquals: { 'aws:SourceArn': `${RULE}2` } } }),
      silent,
    ],
    [
      'may over TLS',
      queuePolicy({ ...statement, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
      'allowed',
    ],
    [
      'may not what is denied to it',
      queuePolicy(statement, { ...statement, Effect: 'Deny' }),
      `sqs:SendMessage on resource: ${QUEUE} with an explicit deny in a resource-based policy`,
    ],
  ])('%s', (_name, resources, expected) => {
    expect(outcome(resources, events)).toBe(expected);
  });
});

it('an event bus policy guards its bus', () => {
  const permission = {
    action: 'events:PutEvents',
    resource: 'arn:aws:events:eu-west-1:123456789012:event-bus/bus',
  };
  const bus = {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
    BusPolicy: {
      Type: 'AWS::Events::EventBusPolicy',
      Properties: {
        StatementId: 'in',
        EventBusName: { Ref: 'Bus' },
        Statement: {
          Effect: 'Allow',
          Principal: '*',
          Action: 'events:PutEvents',
          Resource: { 'Fn::GetAtt': 'Bus.Arn' },
        },
      },
    },
    ...named({}),
  };
  expect(outcome(bus, worker, permission)).toBe('allowed');
  expect(
    outcome(bus, worker, { ...permission, resource: permission.resource.replace('/bus', '/other') }),
  ).toMatch(/no identity-based policy/);
});

it('the account may everything', () => {
  expect(outcome({}, { kind: 'account' })).toBe('allowed');
});

describe('a refusal', () => {
  function refusal(resources: object, caller: Caller = worker, permission: Permission = SEND): AccessDenied {
    try {
      authorizerOf(resources).authorize(caller, permission);
    } catch (error) {
      if (error instanceof AccessDenied) return error;
    }
    throw new Error('not refused');
  }

  it('is worded as by AWS', () => {
    expect(
      refusal(named({}), worker, { action: 'dynamodb:PutItem', resource: 'arn:aws:dynamodb:r:1:table/t' }),
    ).toMatchObject({
      code: 'AccessDeniedException',
      statusCode: 400,
      message:
        'User: arn:aws:sts::123456789012:assumed-role/worker/lambdaless is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:r:1:table/t because no identity-based policy allows the dynamodb:PutItem action',
    });
  });

  it.each<[string, string, number]>([
    ['sqs:SendMessage', 'AccessDenied', 403],
    ['execute-api:ManageConnections', 'AccessDeniedException', 403],
    ['events:TestEventPattern', 'AccessDeniedException', 400],
    ['states:StartExecution', 'AccessDeniedException', 400],
  ])('of %s has the code %s (%d)', (action, code, statusCode) => {
    expect(refusal(named({}), worker, { action, resource: '*' })).toMatchObject({ code, statusCode });
  });

  it('advises which statement to add to which role', () => {
    expect(refusal(named({})).advice).toBe(
      `Role 'Role' lacks sqs:SendMessage on ${QUEUE}. Add to one of its policies:
{
  "Effect": "Allow",
  "Action": "sqs:SendMessage",
  "Resource": "${QUEUE}"
}`,
    );
  });

  it.each<[string, object, Caller, RegExp]>([
    [
      'a role that is not there',
      {},
      worker,
      /^The role arn:aws:iam::123456789012:role\/worker is not in the template/,
    ],
    [
      'a trust policy',
      named(trust({ Principal: { Service: 'events.amazonaws.com' } })),
      worker,
      /^Role 'Role' does not trust states.amazonaws.com \(for arn:.*:Deliver\). Add to its AssumeRolePolicyDocument:\n\{[\s\S]*"Service": "states.amazonaws.com"/,
    ],
    [
      'a queue',
      {},
      events,
      /^No resource policy of arn:.*:dead lets events.amazonaws.com call sqs:SendMessage for arn:.*rule. Add:\n\{[\s\S]*"aws:SourceArn": "arn:.*rule\/bus\/rule"/,
    ],
  ])('advises about %s', (_name, resources, caller, advice) => {
    expect(refusal(resources, caller).advice).toMatch(advice);
  });
});

describe('the use of permissions', () => {
  const resources = named(
    inline(
      { Sid: 'Send', Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'], Resource: QUEUE },
      {
        Effect: 'Allow',
        Action: 'dynamodb:*',
        Resource: ['arn:aws:dynamodb:*:*:table/a', 'arn:aws:dynamodb:*:*:table/b'],
      },
    ),
  );

  it('is counted per statement, action and resource', () => {
    const authorizer = authorizerOf(resources);
    authorizer.authorize(worker, SEND);
    authorizer.authorize(worker, SEND);
    authorizer.authorize(worker, { action: 'dynamodb:PutItem', resource: 'arn:aws:dynamodb:r:1:table/b' });
    const { granted, denied } = authorizer.usage();
    expect(granted.map(({ action, resource, uses }) => `${uses} ${action} ${resource}`)).toEqual([
      '3 sts:AssumeRole *',
      `2 sqs:SendMessage ${QUEUE}`,
      `0 sqs:ReceiveMessage ${QUEUE}`,
      '0 dynamodb:* arn:aws:dynamodb:*:*:table/a',
      '1 dynamodb:* arn:aws:dynamodb:*:*:table/b',
    ]);
    expect(granted[1]).toMatchObject({ policy: 'Role/inline', sid: 'Send', statement: 0, elsewhere: false });
    expect(denied).toEqual([]);
  });

  it('tells permissions apart that no call can need here', () => {
    const logs = { Effect: 'Allow', Action: ['logs:PutLogEvents', 'sqs:*', '*'], Resource: '*' };
    const { granted } = authorizerOf(named(inline(logs))).usage();
    expect(granted.map(({ action, elsewhere }) => `${action} ${elsewhere}`)).toEqual([
      'sts:AssumeRole false',
      'logs:PutLogEvents true',
      'sqs:* false',
      '* false',
    ]);
  });

  it('lists what was asked for in vain, once', () => {
    const authorizer = authorizerOf(resources);
    for (let i = 0; i < 2; i++) {
      expect(() => authorizer.authorize(worker, { action: 'sqs:PurgeQueue', resource: QUEUE })).toThrow(
        AccessDenied,
      );
    }
    expect(authorizer.usage().denied).toEqual([
      expect.objectContaining({
        action: 'sqs:PurgeQueue',
        resource: QUEUE,
        principal: worker.kind === 'role' && worker.roleArn,
      }),
    ]);
  });
});

describe('a decision that was made before', () => {
  const TABLE = 'arn:aws:dynamodb:eu-west-1:123456789012:table/a';
  const own = (Condition: object): object => ({
    Effect: 'Allow',
    Action: 'dynamodb:*',
    Resource: TABLE,
    Condition,
  });
  const resources = {
    ...named({
      ...inline(
        {
          ...allowSend,
          Condition: { StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/worker' } },
        },
        own({ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['mine', 'ours'] } }),
      ),
      ...trust({
        Principal: { Service: 'states.amazonaws.com' },
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:states:*:*:stateMachine:*' } },
      }),
    }),
    ...queuePolicy({
      ...allowSend,
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': RULE } },
    }),
  };
  const other = 'arn:aws:iam::123456789012:role/other';
  const callers: Caller[] = [worker, events].flatMap(
    (caller) =>
      [
        caller,
        { ...caller, sourceArn: `${caller.sourceArn}2` },
        { ...caller, service: 'apigateway.amazonaws.com' },
        { ...caller, roleArn: other },
      ] as Caller[],
  );
  const permissions: Permission[] = [
    SEND,
    { action: 'sqs:ReceiveMessage', resource: QUEUE },
    ...['mine', 'theirs'].map((key) => ({
      action: 'dynamodb:GetItem',
      resource: TABLE,
      context: { 'dynamodb:LeadingKeys': [key] },
    })),
    { action: 'dynamodb:GetItem', resource: `${TABLE}b`, context: { 'dynamodb:LeadingKeys': ['mine'] } },
  ];
  const judged = (authorizer: Authorizer, caller: Caller, permission: Permission): string => {
    try {
      authorizer.authorize(caller, permission);
      return 'allowed';
    } catch (error) {
      return (error as AccessDenied).message;
    }
  };

  it('is the one that would be made now', () => {
    const calls = fc.array(
      fc.record({ caller: fc.constantFrom(...callers), permission: fc.constantFrom(...permissions) }),
    );
    fc.assert(
      fc.property(calls, (made) => {
        const authorizer = authorizerOf(resources);
        for (const { caller, permission } of made) {
          expect(judged(authorizer, caller, permission)).toBe(
            judged(authorizerOf(resources), caller, permission),
          );
        }
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['a condition', { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:01:00Z' } }],
    ['a condition on seconds', { NumericLessThan: { 'AWS:epochTime': '1767225660' } }],
  ])('does not outlive the time that %s sets', async (_name, Condition) => {
    const clock = new VirtualClock();
    const model = load({ Resources: { ...queue, ...named(inline({ ...allowSend, Condition })) } });
    const authorizer = createAuthorizer(model, { ...environment, clock });
    expect(judged(authorizer, worker, SEND)).toBe('allowed');
    await clock.advance(60_000);
    expect(judged(authorizer, worker, SEND)).toContain('no identity-based policy allows');
  });
});
