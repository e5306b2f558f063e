import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { createEvents } from '../../../src/services/events/index.ts';
import { type Harness, harness, modelOf } from '../harness.ts';

const ARN = 'arn:aws:events:us-east-1:123456789012';
const BUS = `${ARN}:event-bus/bus`;
const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:queue';
const START = 1_767_225_600;

interface Scene {
  readonly host: Harness;
  /** What the queue got, as JSON. */
  readonly sent: JsonObject[];
}

function scene(): Scene {
  const host = harness();
  const sent: JsonObject[] = [];
  host.stub('sqs:SendMessage', ({ MessageBody }) => {
    sent.push(JSON.parse(String(MessageBody)) as JsonObject);
    return {};
  });
  const rule = (Name: string, source: string) => ({
    Type: 'AWS::Events::Rule',
    Properties: {
      Name,
      EventBusName: 'bus',
      EventPattern: { source: [source] },
      Targets: [{ Id: 'queue', Arn: QUEUE }],
    },
  });
  const model = modelOf(host.environment, {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
    Shop: rule('shop', 'shop'),
    Again: rule('again', 'shop'),
    Archive: {
      Type: 'AWS::Events::Archive',
      Properties: {
        ArchiveName: 'kept',
        SourceArn: BUS,
        EventPattern: { source: ['shop'] },
        RetentionDays: 1,
      },
    },
  });
  host.serve(createEvents(model, host));
  return { host, sent };
}

const call = (host: Harness, operation: string, input: JsonObject = {}) =>
  host.call(`events:${operation}`, input);

async function put(host: Harness, Source: string, n: number): Promise<void> {
  const Detail = `{"n":${n}.0}`;
  await call(host, 'PutEvents', { Entries: [{ EventBusName: 'bus', Source, DetailType: 'd', Detail }] });
}

const replay = (more: JsonObject = {}): JsonObject => ({
  ReplayName: 'replay',
  EventSourceArn: `${ARN}:archive/kept`,
  EventStartTime: START,
  EventEndTime: START + 60,
  Destination: { Arn: BUS },
  ...more,
});

describe('an archive', () => {
  it('of the template keeps what matches its pattern, for its days', async () => {
    const { host } = scene();
    await put(host, 'shop', 1);
    await put(host, 'other', 2);
    const described = await call(host, 'DescribeArchive', { ArchiveName: 'kept' });
    expect(described).toMatchObject({
      ArchiveArn: `${ARN}:archive/kept`,
      ArchiveName: 'kept',
      EventSourceArn: BUS,
      EventPattern: '{"source":["shop"]}',
      State: 'ENABLED',
      RetentionDays: 1,
      EventCount: 1,
      CreationTime: START,
    });
    expect(described['SizeBytes']).toBeGreaterThan(100);
    await host.clock.advance(86_400_001);
    expect(await call(host, 'ListArchives')).toMatchObject({
      Archives: [{ ArchiveName: 'kept', EventCount: 0, SizeBytes: 0 }],
    });
  });

  it('comes, changes and goes by the API', async () => {
    const { host } = scene();
    const input = { ArchiveName: 'mine', EventSourceArn: BUS, Description: 'd' };
    expect(await call(host, 'CreateArchive', input)).toEqual({
      ArchiveArn: `${ARN}:archive/mine`,
      State: 'ENABLED',
      CreationTime: START,
    });
    await expect(call(host, 'CreateArchive', input)).rejects.toMatchObject({
      code: 'ResourceAlreadyExistsException',
      message: 'Archive mine already exists.',
    });
    await call(host, 'UpdateArchive', { ArchiveName: 'mine', EventPattern: '{"source":["none"]}' });
    await put(host, 'shop', 1);
    expect(await call(host, 'DescribeArchive', { ArchiveName: 'mine' })).toMatchObject({
      Description: 'd',
      EventPattern: '{"source":["none"]}',
      EventCount: 0,
    });
    await call(host, 'DeleteArchive', { ArchiveName: 'mine' });
    await expect(call(host, 'DescribeArchive', { ArchiveName: 'mine' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Archive mine does not exist.',
    });
    expect(await call(host, 'ListArchives', { EventSourceArn: `${ARN}:event-bus/default` })).toEqual({
      Archives: [],
    });
  });

  it('of a bus that does not exist is none', async () => {
    const { host } = scene();
    const input = { ArchiveName: 'mine', EventSourceArn: `${ARN}:event-bus/none` };
    await expect(call(host, 'CreateArchive', input)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Event bus none does not exist.',
    });
  });
});

describe('a replay', () => {
  it('sends the events of the period again, with its name, and they are not archived twice', async () => {
    const { host, sent } = scene();
    await put(host, 'shop', 1);
    await host.clock.advance(60_000);
    await put(host, 'shop', 2);
    const [first] = sent.splice(0);
    expect(await call(host, 'StartReplay', replay())).toEqual({
      ReplayArn: `${ARN}:replay/replay`,
      State: 'STARTING',
      ReplayStartTime: START + 60,
    });
    await host.clock.advance(0);
    expect(sent).toEqual([
      { ...first, 'replay-name': 'replay' },
      { ...first, 'replay-name': 'replay' },
    ]);
    expect(await call(host, 'DescribeArchive', { ArchiveName: 'kept' })).toMatchObject({ EventCount: 2 });
    expect(await call(host, 'DescribeReplay', { ReplayName: 'replay' })).toEqual({
      ReplayName: 'replay',
      ReplayArn: `${ARN}:replay/replay`,
      EventSourceArn: `${ARN}:archive/kept`,
      Destination: { Arn: BUS },
      State: 'COMPLETED',
      EventStartTime: START,
      EventEndTime: START + 60,
      EventLastReplayedTime: START,
      ReplayStartTime: START + 60,
      ReplayEndTime: START + 60,
    });
    expect(await call(host, 'ListReplays')).toMatchObject({ Replays: [{ ReplayName: 'replay' }] });
  });

  it('may be limited to rules', async () => {
    const { host, sent } = scene();
    await put(host, 'shop', 1);
    sent.splice(0);
    await call(
      host,
      'StartReplay',
      replay({ Destination: { Arn: BUS, FilterArns: [`${ARN}:rule/bus/again`] } }),
    );
    await host.clock.advance(0);
    expect(sent).toHaveLength(1);
  });

  it.each<[JsonObject, string, string]>([
    [
      { EventEndTime: START },
      'ValidationException',
      'Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.',
    ],
    [
      { EventSourceArn: `${ARN}:archive/none` },
      'ValidationException',
      'Parameter EventSourceArn is not valid. Reason: Archive none does not exist.',
    ],
    [
      { Destination: { Arn: `${ARN}:event-bus/default` } },
      'ValidationException',
      'Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.',
    ],
    [
      { Destination: { Arn: `${ARN}:event-bus/none` } },
      'ResourceNotFoundException',
      'Event bus none does not exist.',
    ],
  ])('%j is refused', async (more, code, message) => {
    await expect(call(scene().host, 'StartReplay', replay(more))).rejects.toMatchObject({ code, message });
  });

  it('has one name, and cannot be cancelled once it is done', async () => {
    const { host } = scene();
    await call(host, 'StartReplay', replay());
    await expect(call(host, 'StartReplay', replay())).rejects.toMatchObject({
      message: 'Replay replay already exists.',
    });
    await expect(call(host, 'CancelReplay', { ReplayName: 'replay' })).rejects.toMatchObject({
      code: 'IllegalStatusException',
    });
    await expect(call(host, 'CancelReplay', { ReplayName: 'none' })).rejects.toMatchObject({
      message: 'Replay none does not exist.',
    });
  });
});
