import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { createEvents } from '../../../src/services/events/index.ts';
import { type Harness, harness, modelOf } from '../harness.ts';

const BUS = 'arn:aws:events:us-east-1:123456789012:event-bus/bus';

interface Scene {
  readonly host: Harness;
  readonly guarded: (readonly [string, unknown])[];
}

function scene(): Scene {
  const host = harness();
  const guarded: (readonly [string, unknown])[] = [];
  const model = modelOf(host.environment, {
    Bus: {
      Type: 'AWS::Events::EventBus',
      Properties: { Name: 'bus', Description: 'mine', Tags: [{ Key: 'team', Value: 'a' }] },
    },
    Policy: {
      Type: 'AWS::Events::EventBusPolicy',
      Properties: { EventBusName: 'bus', StatementId: 'first', Action: 'events:PutEvents', Principal: '*' },
    },
  });
  const setResourcePolicy = (arn: string, document: unknown): void => void guarded.push([arn, document]);
  host.serve(createEvents(model, { ...host, setResourcePolicy }));
  return { host, guarded };
}

const call = (host: Harness, operation: string, input: JsonObject = {}) =>
  host.call(`events:${operation}`, input);
const first = {
  Sid: 'first',
  Effect: 'Allow',
  Action: 'events:PutEvents',
  Principal: '*',
  Resource: '*',
};
const second = {
  Sid: 'second',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::999999999999:root' },
  Action: 'events:PutEvents',
  Resource: BUS,
};

describe("a bus's policy", () => {
  const permit = {
    EventBusName: 'bus',
    StatementId: 'second',
    Action: 'events:PutEvents',
    Principal: '999999999999',
  };

  it('of the template is told, and PutPermission adds to it', async () => {
    const { host, guarded } = scene();
    await call(host, 'PutPermission', permit);
    const { Policy } = await call(host, 'DescribeEventBus', { Name: 'bus' });
    const document = { Version: '2012-10-17', Statement: [first, second] };
    expect(JSON.parse(String(Policy))).toEqual(document);
    expect(guarded).toEqual([[BUS, document]]);
  });

  it('loses a statement, or all', async () => {
    const { host, guarded } = scene();
    await call(host, 'PutPermission', permit);
    await call(host, 'RemovePermission', { EventBusName: 'bus', StatementId: 'first' });
    expect(guarded.at(-1)).toEqual([BUS, { Version: '2012-10-17', Statement: [second] }]);
    await expect(
      call(host, 'RemovePermission', { EventBusName: 'bus', StatementId: 'first' }),
    ).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    await call(host, 'RemovePermission', { EventBusName: 'bus', RemoveAllPermissions: true });
    expect(guarded.at(-1)).toEqual([BUS, undefined]);
    expect(await call(host, 'DescribeEventBus', { Name: 'bus' })).not.toHaveProperty('Policy');
  });

  it('can be given as a whole, if it is one', async () => {
    const { host, guarded } = scene();
    const document = { Version: '2012-10-17', Statement: [second] };
    await call(host, 'PutPermission', { EventBusName: 'bus', Policy: JSON.stringify(document) });
    expect(guarded).toEqual([[BUS, document]]);
    for (const Policy of ['{', '{"Statement":[{"Effect":"Maybe"}]}']) {
      await expect(call(host, 'PutPermission', { EventBusName: 'bus', Policy })).rejects.toMatchObject({
        code: 'ValidationException',
      });
    }
    await expect(call(host, 'PutPermission', { EventBusName: 'bus' })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });

  it('has a condition if PutPermission gives one', async () => {
    const { host, guarded } = scene();
    const Condition = { Type: 'StringEquals', Key: 'aws:PrincipalAccount', Value: '999999999999' };
    await call(host, 'PutPermission', { ...permit, Condition });
    expect(guarded[0]?.[1]).toMatchObject({
      Statement: [
        first,
        { ...second, Condition: { StringEquals: { 'aws:PrincipalAccount': '999999999999' } } },
      ],
    });
  });
});

describe('tags', () => {
  const tagsOf = async (host: Harness, ResourceARN = BUS) =>
    (await call(host, 'ListTagsForResource', { ResourceARN }))['Tags'];

  it('of the template are told, and can be changed', async () => {
    const { host } = scene();
    await call(host, 'TagResource', { ResourceARN: BUS, Tags: [{ Key: 'stage', Value: 'b' }] });
    expect(await tagsOf(host)).toEqual([
      { Key: 'team', Value: 'a' },
      { Key: 'stage', Value: 'b' },
    ]);
    await call(host, 'UntagResource', { ResourceARN: BUS, TagKeys: ['team'] });
    expect(await tagsOf(host)).toEqual([{ Key: 'stage', Value: 'b' }]);
  });

  it('come with CreateEventBus and PutRule', async () => {
    const { host } = scene();
    const Tags = [{ Key: 'k', Value: 'v' }];
    const { EventBusArn } = await call(host, 'CreateEventBus', { Name: 'new', Tags });
    const { RuleArn } = await call(host, 'PutRule', { Name: 'r', EventPattern: '{"source":["a"]}', Tags });
    expect(await tagsOf(host, String(EventBusArn))).toEqual(Tags);
    expect(await tagsOf(host, String(RuleArn))).toEqual(Tags);
  });

  it('of nothing are an error', async () => {
    await expect(tagsOf(scene().host, `${BUS}x`)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });
});

it("UpdateEventBus changes a bus's description", async () => {
  const { host } = scene();
  await host.clock.advance(1000);
  expect(await call(host, 'UpdateEventBus', { Name: 'bus', Description: 'ours' })).toEqual({
    Arn: BUS,
    Name: 'bus',
    Description: 'ours',
  });
  expect(await call(host, 'DescribeEventBus', { Name: 'bus' })).toMatchObject({
    Description: 'ours',
    CreationTime: 1_767_225_600,
    LastModifiedTime: 1_767_225_601,
  });
});

it.each([
  ['a/b', "Event bus name must not contain '/'."],
  ['default', 'Event bus default already exists.'],
])('CreateEventBus refuses the name %s', async (Name, message) => {
  await expect(call(scene().host, 'CreateEventBus', { Name })).rejects.toMatchObject({ message });
});
