import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { Caller } from '../../../src/core/operations.ts';
import type { Harness } from './harness.ts';
import { client, connect, on, ping } from './websocket-client.ts';
import { aws, mock, type RouteSpec } from './websocket-template.ts';

describe('$connect', () => {
  const route = (more: Partial<RouteSpec>): RouteSpec => ({ key: '$connect', ...more });

  it('is not needed', async () => {
    expect((await connect(on([ping]))).accepted).toBe(true);
  });

  it('sees query and headers', async () => {
    const template =
      '{"q":"$input.params(\'token\')","h":"$input.params(\'X-Extra\')","a":"$context.identity.userAgent"}';
    const scene = on([route({ integration: aws('dynamodb:PutItem', template) })], {
      'dynamodb:PutItem': () => ({}),
    });
    await connect(scene, { query: { token: 't' }, headers: { 'x-extra': 'e', 'user-agent': 'ua' } });
    expect(scene.calls[0]?.input).toEqual({ q: 't', h: 'e', a: 'ua' });
  });

  const failing = {
    'dynamodb:PutItem': () => {
      throw new AwsError('ConditionalCheckFailedException', 'no');
    },
  };
  for (const [name, more, answers, status, message] of [
    [
      'an integration that fails',
      { integration: aws('dynamodb:PutItem', '{}') },
      failing,
      500,
      'Internal server error',
    ],
    [
      'a role that may not call',
      {
        integration: aws('dynamodb:PutItem', '{}', {
          CredentialsArn: 'arn:aws:iam::123456789012:role/denied',
        }),
      },
      { 'dynamodb:PutItem': () => ({}) },
      500,
      'Internal server error',
    ],
    [
      'a MOCK status',
      { integration: mock('{"statusCode":403}'), responses: { $default: '' } },
      {},
      403,
      'Forbidden',
    ],
    [
      'a status override',
      {
        integration: aws('dynamodb:PutItem', '{}'),
        responses: { $default: '#set($context.responseOverride.status = 401)' },
      },
      failing,
      401,
      'Unauthorized',
    ],
  ] as const) {
    it(`is refused with ${status} by ${name}`, async () => {
      const answer = await connect(on([route(more)], answers));
      expect(answer).toMatchObject({ accepted: false, statusCode: status });
      expect(JSON.parse((answer as { body: string }).body)).toMatchObject({ message });
    });
  }

  it('may be saved by its integration response', async () => {
    const more = {
      integration: aws('dynamodb:PutItem', '{}'),
      responses: { $default: '#set($context.responseOverride.status = 200)' },
    };
    expect((await connect(on([route(more)], failing))).accepted).toBe(true);
  });

  it('does not make the connection reachable before it is open', async () => {
    const scene = on([ping]);
    const answer = await connect(scene);
    if (!answer.accepted) throw new Error('refused');
    const input = { ApiId: scene.apiId, Stage: 'live', ConnectionId: answer.connectionId, Data: 'early' };
    await expect(scene.call('execute-api:PostToConnection', input)).rejects.toMatchObject({
      code: 'GoneException',
      statusCode: 410,
    });
    answer.open({ send: () => 'sent', close: () => undefined });
    await expect(scene.call('execute-api:PostToConnection', input)).resolves.toEqual({});
  });

  describe('with AWS_IAM', () => {
    it('lets later messages know who signed', async () => {
      const scene = on(
        [
          route({ authorization: 'AWS_IAM', integration: mock() }),
          { key: '$default', integration: aws('dynamodb:GetItem', '{"arn":"$context.identity.userArn"}') },
        ],
        { 'dynamodb:GetItem': () => ({}) },
      );
      const { send } = await client(scene);
      await send('x');
      expect(scene.calls.at(-1)?.input).toEqual({ arn: 'arn:aws:iam::123456789012:root' });
    });

    const iam = (): Harness => on([route({ authorization: 'AWS_IAM', integration: mock() })]);
    const role = (name: string): Caller => ({
      kind: 'role',
      roleArn: `arn:aws:iam::123456789012:role/${name}`,
      service: 's',
      sourceArn: 'a',
    });

    it('asks the policies for execute-api:Invoke on the route', async () => {
      const scene = iam();
      expect((await connect(scene, { caller: role('allowed') })).accepted).toBe(true);
      const authorize = scene.service.operations.find(({ name }) => name === 'execute-api:$authorize');
      expect(scene.calls[0]?.name).toBe('execute-api:$authorize');
      expect(authorize?.permissions(scene.calls[0]?.input as JsonObject)).toEqual([
        {
          action: 'execute-api:Invoke',
          resource: `arn:aws:execute-api:us-east-1:123456789012:${scene.apiId}/live/$connect`,
        },
      ]);
    });

    for (const [name, caller, message] of [
      ['an unsigned request', undefined, 'Missing Authentication Token'],
      ['a caller without permission', role('denied'), 'not allowed: execute-api:$authorize'],
    ] as const) {
      it(`forbids ${name}`, async () => {
        const answer = await connect(iam(), { caller });
        expect(answer).toMatchObject({ accepted: false, statusCode: 403 });
        expect(JSON.parse((answer as { body: string }).body)).toMatchObject({ message });
      });
    }
  });
});
