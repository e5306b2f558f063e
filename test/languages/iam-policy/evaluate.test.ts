import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  evaluate,
  matchesArn,
  type PolicyKind,
  type Principal,
  parsePolicy,
  requestContext,
} from '../../../src/languages/iam-policy/index.ts';

const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:queue';
const ROLE = 'arn:aws:iam::123456789012:role/worker';

function decide(
  statements: object | object[],
  {
    action = 'sqs:SendMessage',
    resource = QUEUE,
    principal,
  }: { action?: string; resource?: string; principal?: Principal } = {},
  kind: PolicyKind = 'identity',
): string {
  const document = parsePolicy({ Version: '2012-10-17', Statement: statements }, kind);
  const request = { action, resource, context: requestContext({}), ...(principal && { principal }) };
  const decision = evaluate(request, [{ name: 'policy', document }]);
  return decision.kind === 'allow' && decision.delegated ? 'allow by account' : decision.kind;
}

const allow = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE };
const deny = { ...allow, Effect: 'Deny' };

describe('a request is', () => {
  it.each<[string, object[], string]>([
    ['denied without a statement', [], 'implicitDeny'],
    ['allowed by a statement', [allow], 'allow'],
    ['denied by another', [allow, deny], 'explicitDeny'],
    ['denied whatever the order', [deny, allow], 'explicitDeny'],
    ['allowed whatever the case of the action', [{ ...allow, Action: 'SQS:sendmessage' }], 'allow'],
    ['allowed by a wildcard in the action', [{ ...allow, Action: 'sqs:Send*' }], 'allow'],
    ['allowed by one of several actions', [{ ...allow, Action: ['sqs:Get*', 'sqs:SendMessag?'] }], 'allow'],
    ['not allowed by another action', [{ ...allow, Action: 'sqs:SendMessageBatch' }], 'implicitDeny'],
    ['not allowed for another resource', [{ ...allow, Resource: `${QUEUE}2` }], 'implicitDeny'],
    ['allowed by one of several resources', [{ ...allow, Resource: ['arn:aws:s3:::x', QUEUE] }], 'allow'],
    ['allowed for everything', [{ Effect: 'Allow', Action: '*', Resource: '*' }], 'allow'],
    ['allowed by NotAction of others', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], 'allow'],
    [
      'not allowed by NotAction of its own',
      [{ Effect: 'Allow', NotAction: 'sqs:*', Resource: '*' }],
      'implicitDeny',
    ],
    [
      'allowed by NotResource of others',
      [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::x' }],
      'allow',
    ],
    [
      'denied by NotResource of others',
      [allow, { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::x' }],
      'explicitDeny',
    ],
    [
      'not denied by NotResource of its own',
      [allow, { Effect: 'Deny', Action: '*', NotResource: QUEUE }],
      'allow',
    ],
  ])('%s', (_name, statements, expected) => {
    expect(decide(statements)).toBe(expected);
  });
});

describe('a principal is reached by', () => {
  const service: Principal = { kind: 'service', service: 'events.amazonaws.com' };
  const role: Principal = { kind: 'role', roleArn: ROLE, accountId: '123456789012' };
  it.each<[unknown, Principal, string]>([
    ['*', service, 'allow'],
    ['*', role, 'allow'],
    [{ AWS: '*' }, role, 'allow'],
    [{ Service: 'events.amazonaws.com' }, service, 'allow'],
    [{ Service: ['states.amazonaws.com', 'events.amazonaws.com'] }, service, 'allow'],
    [{ Service: 'states.amazonaws.com' }, service, 'implicitDeny'],
    [{ Service: 'events.amazonaws.com' }, role, 'implicitDeny'],
    [{ Service: 'events.eu-west-1.amazonaws.com' }, { ...service, region: 'eu-west-1' }, 'allow'],
    [{ Service: 'events.us-east-1.amazonaws.com' }, { ...service, region: 'eu-west-1' }, 'implicitDeny'],
    [{ AWS: ROLE }, role, 'allow'],
    [{ AWS: `${ROLE}2` }, role, 'implicitDeny'],
    [{ AWS: '123456789012' }, role, 'allow by account'],
    [{ AWS: 'arn:aws:iam::123456789012:root' }, role, 'allow by account'],
    [{ AWS: 'arn:aws:iam::210987654321:root' }, role, 'implicitDeny'],
    [{ AWS: '123456789012' }, service, 'implicitDeny'],
  ])('%j: %j %s', (Principal, principal, expected) => {
    expect(decide({ ...allow, Principal }, { principal }, 'resource')).toBe(expected);
  });

  it('NotPrincipal, unless it is named', () => {
    const statement = { ...allow, NotPrincipal: { AWS: ROLE } };
    expect(decide(statement, { principal: role }, 'resource')).toBe('implicitDeny');
    expect(decide(statement, { principal: { ...role, roleArn: `${ROLE}2` } }, 'resource')).toBe('allow');
  });
});

describe('a wildcard in an ARN', () => {
  it.each<[string, string, boolean]>([
    ['*', 'arn:aws:sqs:eu-west-1:1:q', true],
    ['*', '*', true],
    ['arn:aws:sqs:eu-west-1:1:q', '*', false],
    ['arn:aws:sqs:*:1:q', 'arn:aws:sqs:eu-west-1:1:q', true],
    ['arn:aws:sqs:eu-*:1:q', 'arn:aws:sqs:eu-west-1:1:q', true],
    ['arn:aws:sqs:eu-west-1:1:q?', 'arn:aws:sqs:eu-west-1:1:q1', true],
    ['arn:aws:sqs:eu-west-1:1:q?', 'arn:aws:sqs:eu-west-1:1:q', false],
    ['arn:aws:sqs:*', 'arn:aws:sqs:eu-west-1:1:q', true],
    ['arn:aws:sqs:e*1:q', 'arn:aws:sqs:eu-west-1:1:q', false],
    ['arn:aws:sqs:eu-west-?:1:q', 'arn:aws:sqs:eu-west-1:1:q', true],
    ['arn:aws:x:::a/*/c', 'arn:aws:x:::a/b/b/c', true],
    [
      'arn:aws:execute-api:r:1:api/stage/POST/@connections/*',
      'arn:aws:execute-api:r:1:api/stage/POST/@connections/a=',
      true,
    ],
    [
      'arn:aws:execute-api:r:1:api/stage/POST/@connections/*',
      'arn:aws:execute-api:r:1:api/stage/GET/@connections/a=',
      false,
    ],
    ['arn:aws:x:::a.c(d)[e]+', 'arn:aws:x:::a.c(d)[e]+', true],
    ['arn:aws:x:::a.c', 'arn:aws:x:::abc', false],
  ])('%s and %s: %s', (pattern, arn, expected) => {
    expect(matchesArn(pattern, arn)).toBe(expected);
  });

  it('ends, however many there are', () => {
    const many = `arn:aws:x:::${'*a'.repeat(50)}*b`;
    expect(matchesArn(many, `arn:aws:x:::${'a'.repeat(5_000)}`)).toBe(false);
    expect(matchesArn(many, `arn:aws:x:::${'a'.repeat(5_000)}b`)).toBe(true);
  });

  it('finds what a regular expression finds', () => {
    const sourceOf = (pattern: string): string =>
      pattern.replace(/\*(?=\**(:|$))|[*?]/g, (found, end?: string) => {
        if (end !== undefined) return '.*';
        return found === '*' ? '[^:]*' : '[^:]';
      });
    const text = (...characters: string[]) =>
      fc.array(fc.constantFrom(...characters)).map((all) => all.join(''));
    fc.assert(
      fc.property(text('a', 'b', ':', '*', '?'), text('a', 'b', ':'), (pattern, arn) => {
        const found = new RegExp(`^${sourceOf(pattern)}$`).test(arn);
        expect(matchesArn(pattern, arn)).toBe(found);
      }),
    );
  });

  it('stands for anything where it ends the ARN', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (start, end) => {
        const prefix = `arn:aws:x:::${start.replaceAll(/[*?]/g, '')}`;
        expect(matchesArn(`${prefix}*`, prefix + end)).toBe(true);
      }),
    );
  });
});

it('an explicit deny outweighs whatever else a policy says', () => {
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.constantFrom('sqs:SendMessage', 'sqs:*', 'sns:Publish'),
    Resource: fc.constantFrom(QUEUE, '*', 'arn:aws:s3:::x'),
  });
  fc.assert(
    fc.property(fc.array(statement), (statements) => {
      const about = statements.filter(
        ({ Action, Resource }) => Action !== 'sns:Publish' && Resource !== 'arn:aws:s3:::x',
      );
      const denied = about.some(({ Effect }) => Effect === 'Deny');
      const allowed = about.some(({ Effect }) => Effect === 'Allow');
      expect(decide(statements)).toBe(denied ? 'explicitDeny' : allowed ? 'allow' : 'implicitDeny');
    }),
  );
});
