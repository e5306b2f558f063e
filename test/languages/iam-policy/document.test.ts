import { describe, expect, it } from 'vitest';
import { type PolicyKind, parsePolicy, policyProblems } from '../../../src/languages/iam-policy/index.ts';

const allow = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' };
const trust = { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' };

function problems(statement: unknown, kind: PolicyKind = 'identity'): string[] {
  const document = { Version: '2012-10-17', Statement: statement };
  return policyProblems(document, kind).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('a policy document may hold', () => {
  it.each<[string, unknown, PolicyKind]>([
    ['one statement', allow, 'identity'],
    ['several', [allow, { ...allow, Effect: 'Deny', Sid: 'No' }], 'identity'],
    [
      'lists',
      { ...allow, Action: ['sqs:*', '*'], Resource: ['arn:aws:sqs:eu-west-1:1:q', 'arn:aws:s3:::b/*'] },
      'identity',
    ],
    [
      'the negated elements',
      { Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::b' },
      'identity',
    ],
    ['a partial ARN with a wildcard at its end', { ...allow, Resource: 'arn:aws:sqs:*' }, 'identity'],
    ['a trust policy', trust, 'trust'],
    [
      'several principals',
      { ...trust, Principal: { Service: ['a.amazonaws.com'], AWS: ['*', '123456789012'] } },
      'trust',
    ],
    ['everybody', { ...allow, Principal: '*' }, 'resource'],
    ['everybody but', { ...allow, NotPrincipal: { AWS: 'arn:aws:iam::123456789012:root' } }, 'resource'],
  ])('%s', (_name, statement, kind) => {
    expect(problems(statement, kind)).toEqual([]);
  });
});

describe('a policy document may not hold', () => {
  it.each<[string, unknown, PolicyKind, string]>([
    ['no statement', undefined, 'identity', 'Statement: must be an object'],
    ['text', ['x'], 'identity', 'Statement.0: must be an object'],
    [
      'no effect',
      [{ ...allow, Effect: undefined }],
      'identity',
      'Statement.0.Effect: must be "Allow" or "Deny"',
    ],
    ['no action', { Effect: 'Allow', Resource: '*' }, 'identity', 'Statement.Action: is missing'],
    ['no resource', { Effect: 'Allow', Action: '*' }, 'identity', 'Statement.Resource: is missing'],
    [
      'both forms',
      { ...allow, NotAction: 'x:y' },
      'identity',
      'Statement.NotAction: cannot stand beside Action',
    ],
    [
      'an action that is none',
      { ...allow, Action: ['sqs:SendMessage', 'send'] },
      'identity',
      'Statement.Action: "send" must be "service:Action", where * and ? are wildcards',
    ],
    ['a number', { ...allow, Resource: [1] }, 'identity', 'Statement.Resource: 1 must be an ARN or "*"'],
    [
      'a resource that is no ARN',
      { ...allow, Resource: 'queue' },
      'identity',
      'Statement.Resource: "queue" must be an ARN or "*"',
    ],
    [
      'a principal in a policy of a role',
      { ...allow, Principal: '*' },
      'identity',
      'Statement.Principal: has no place here; known are Sid, Effect, Action, NotAction, Resource, NotResource, Condition',
    ],
    [
      'a resource in a trust policy',
      { ...trust, Resource: '*' },
      'trust',
      'Statement.Resource: has no place here; known are Sid, Effect, Principal, NotPrincipal, Action, NotAction, Condition',
    ],
    ['no principal', allow, 'resource', 'Statement.Principal: is missing'],
    [
      'a principal that is none',
      { ...trust, Principal: 'me' },
      'trust',
      'Statement.Principal: must be "*" or an object of principals',
    ],
    [
      'a service that is none',
      { ...trust, Principal: { Service: 'states' } },
      'trust',
      'Statement.Principal.Service: "states" must be a service, as "states.amazonaws.com"',
    ],
    [
      'an account that is none',
      { ...trust, Principal: { AWS: 'me' } },
      'trust',
      'Statement.Principal.AWS: "me" must be an account id, an ARN of a role, or "*"',
    ],
    [
      'a federated principal',
      { ...trust, Principal: { Federated: 'cognito' } },
      'trust',
      'Statement.Principal.Federated: is a kind of principal that does not exist on a laptop',
    ],
    [
      'conditions that are none',
      { ...allow, Condition: [] },
      'identity',
      'Statement.Condition: must be an object of operators',
    ],
    [
      'an operator without keys',
      { ...allow, Condition: { StringLike: 'x' } },
      'identity',
      'Statement.Condition.StringLike: must be an object of condition keys',
    ],
    [
      'Null with IfExists',
      { ...allow, Condition: { NullIfExists: {} } },
      'identity',
      'Statement.Condition.NullIfExists: Null takes no IfExists',
    ],
    [
      'a key of an organization',
      { ...allow, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
      'identity',
      'Statement.Condition.StringEquals.aws:PrincipalOrgID: asks for an organization, which does not exist on a laptop',
    ],
    [
      'a value of the wrong type',
      { ...allow, Condition: { Bool: { 'aws:SecureTransport': 'yes' } } },
      'identity',
      'Statement.Condition.Bool.aws:SecureTransport: "yes" must be "true" or "false"',
    ],
    [
      'a value that is an object',
      { ...allow, Condition: { StringEquals: { 'aws:SourceArn': {} } } },
      'identity',
      'Statement.Condition.StringEquals.aws:SourceArn: must be a value or a list of values',
    ],
    [
      'a date that is none',
      { ...allow, Condition: { DateLessThan: { 'aws:CurrentTime': 'soon' } } },
      'identity',
      'Statement.Condition.DateLessThan.aws:CurrentTime: "soon" must be a date as ISO 8601 or epoch seconds',
    ],
    [
      'an ARN that is none',
      { ...allow, Condition: { ArnLike: { 'aws:SourceArn': 'queue' } } },
      'identity',
      'Statement.Condition.ArnLike.aws:SourceArn: "queue" must be an ARN',
    ],
  ])('%s', (_name, statement, kind, problem) => {
    expect(problems(statement, kind)).toEqual([problem]);
  });

  it('an operator that nobody knows', () => {
    expect(problems({ ...allow, Condition: { StringIs: { 'aws:SourceArn': 'x' } } })).toEqual([
      expect.stringMatching(
        /^Statement.Condition.StringIs: is no condition operator; known are StringEquals, /,
      ),
    ]);
  });

  it('a condition key that nobody knows', () => {
    expect(problems({ ...allow, Condition: { StringEquals: { 'aws:Moon': 'full' } } })).toEqual([
      expect.stringMatching(
        /^Statement.Condition.StringEquals.aws:Moon: is a condition key that lambdaless does not know/,
      ),
    ]);
  });

  it('another version', () => {
    expect(policyProblems({ Version: '2026-01-01', Statement: allow }, 'identity')).toEqual([
      { path: ['Version'], message: 'must be one of 2012-10-17, 2008-10-17' },
    ]);
  });

  it('other elements', () => {
    expect(policyProblems({ Statement: allow, Owner: 'x' }, 'identity')).toEqual([
      { path: ['Owner'], message: 'has no place here; known are Version, Id, Statement' },
    ]);
  });
});

it('parsing what is wrong throws all of it', () => {
  expect(() => parsePolicy({ Statement: [{ Effect: 'Allow' }] }, 'identity')).toThrow(
    new SyntaxError('Statement.0.Action: is missing; Statement.0.Resource: is missing'),
  );
});
