import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { createLogs } from '../../../src/services/logs/index.ts';
import { ACCOUNT, type Harness, harness, modelOf } from '../harness.ts';

const STREAM = { logGroupName: 'group', logStreamName: 'stream' };
const DAY_MS = 86_400_000;

let host: Harness;
let call: (operation: string, input: JsonObject) => Promise<JsonObject>;

beforeEach(() => {
  host = harness();
  const model = modelOf(host.environment, {
    Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'group' } },
    Stream: {
      Type: 'AWS::Logs::LogStream',
      Properties: { LogGroupName: 'group', LogStreamName: 'stream' },
    },
  });
  const { operations } = createLogs(model, host);
  call = (name, input) => {
    const operation = operations.find((one) => one.name === `logs:${name}`);
    return operation?.invoke(input, ACCOUNT) as Promise<JsonObject>;
  };
});

/** Events so long ago. */
const events = (...agoMs: number[]): JsonObject[] =>
  agoMs.map((ago) => ({ timestamp: host.clock.now() - ago, message: `${ago} ago` }));

describe('PutLogEvents', () => {
  it('takes events, which GetLogEvents gives back, the last ones if there are many', async () => {
    await call('PutLogEvents', { ...STREAM, logEvents: events(2, 1) });
    await call('PutLogEvents', { ...STREAM, logEvents: events(0) });
    const messages = async (limit?: number): Promise<unknown> => {
      const answer = await call('GetLogEvents', { ...STREAM, ...(limit !== undefined && { limit }) });
      return (answer['events'] as JsonObject[]).map(({ message }) => message);
    };
    expect(await messages()).toEqual(['2 ago', '1 ago', '0 ago']);
    expect(await messages(1)).toEqual(['0 ago']);
  });

  it('bills bytes in UTF-8, and 26 for each event', async () => {
    const timestamp = host.clock.now();
    const logEvents = ['ü', 'ab'].map((message) => ({ timestamp, message }));
    await call('PutLogEvents', { ...STREAM, logEvents });
    expect(host.metered).toEqual({ 'logs.ingested.bytes': 2 + 2 + 2 * 26 });
  });

  it('leaves out what is too old or too new, and says from where on', async () => {
    const answer = await call('PutLogEvents', {
      ...STREAM,
      logEvents: events(15 * DAY_MS, 15 * DAY_MS, 5, -DAY_MS),
    });
    expect(answer['rejectedLogEventsInfo']).toEqual({
      tooOldLogEventEndIndex: 2,
      tooNewLogEventStartIndex: 3,
    });
    const { events: kept } = await call('GetLogEvents', STREAM);
    expect((kept as JsonObject[]).map(({ message }) => message)).toEqual(['5 ago']);
  });

  it('keeps a thousand', async () => {
    for (let batch = 0; batch < 3; batch++) {
      await call('PutLogEvents', { ...STREAM, logEvents: events(...Array(500).fill(0)) });
    }
    expect((await call('GetLogEvents', STREAM))['events']).toHaveLength(1_000);
  });

  it.each<[string, () => JsonObject, string]>([
    [
      'a group that does not exist',
      () => ({ logGroupName: 'other', logStreamName: 'stream', logEvents: events(0) }),
      'The specified log group does not exist.',
    ],
    [
      'a stream that does not exist',
      () => ({ logGroupName: 'group', logStreamName: 'other', logEvents: events(0) }),
      'The specified log stream does not exist.',
    ],
    ['no stream', () => ({ logGroupName: 'group', logEvents: events(0) }), 'logStreamName is required'],
    ['no events', () => ({ ...STREAM, logEvents: [] }), 'logEvents must have 1 to 10000 members'],
    [
      'an event without a message',
      () => ({ ...STREAM, logEvents: [{ timestamp: 1 }] }),
      'A log event has a timestamp and a message.',
    ],
    ['events in the wrong order', () => ({ ...STREAM, logEvents: events(1, 2) }), 'chronological order'],
    [
      'more than a MiB',
      () => ({
        ...STREAM,
        logEvents: [{ timestamp: host.clock.now(), message: 'x'.repeat(1_048_576) }],
      }),
      'Upload too large',
    ],
    [
      'more than a day',
      () => ({ ...STREAM, logEvents: events(2 * DAY_MS, 5) }),
      'cannot span more than 24 hours',
    ],
  ])('refuses %s', async (_what, input, message) => {
    await expect(call('PutLogEvents', input())).rejects.toThrow(message);
  });
});

it('asks for permission on the stream, and names an empty one where there is none', () => {
  const { operations } = createLogs(modelOf(host.environment, {}), host);
  const arn = 'arn:aws:logs:us-east-1:123456789012:log-group';
  expect(operations.flatMap(({ permissions }) => permissions(STREAM))).toEqual(
    [
      ['CreateLogStream', 'group:log-stream:'],
      ['PutLogEvents', 'group:log-stream:stream'],
      ['GetLogEvents', 'group:log-stream:stream'],
      ['FilterLogEvents', 'group:log-stream:'],
      ['DescribeLogStreams', 'group:log-stream:'],
      ['DescribeLogGroups', ':log-stream:'],
    ].map(([name, resource]) => ({ action: `logs:${name}`, resource: `${arn}:${resource}` })),
  );
});

describe('reading a group', () => {
  const filtered = async (input: JsonObject = {}): Promise<JsonObject> =>
    call('FilterLogEvents', { logGroupName: 'group', ...input });
  const messages = ({ events: found }: JsonObject): unknown[] =>
    (found as JsonObject[]).map(({ message }) => message);

  beforeEach(async () => {
    await call('CreateLogStream', { logGroupName: 'group', logStreamName: 'other' });
    await call('PutLogEvents', { ...STREAM, logEvents: events(3, 1) });
    await call('PutLogEvents', { ...STREAM, logStreamName: 'other', logEvents: events(2) });
  });

  it.each([
    ['all, in the order of their times', {}, ['3 ago', '2 ago', '1 ago']],
    [
      'by ARN',
      { logGroupIdentifier: 'arn:aws:logs:us-east-1:1:log-group:group:*' },
      ['3 ago', '2 ago', '1 ago'],
    ],
    ['of one stream', { logStreamNames: ['other'] }, ['2 ago']],
    ['of streams by prefix', { logStreamNamePrefix: 'str' }, ['3 ago', '1 ago']],
  ])('finds events: %s', async (_what, input, expected) => {
    expect(messages(await filtered(input))).toEqual(expected);
  });

  it('finds events of a period, page by page', async () => {
    const now = host.clock.now();
    expect(messages(await filtered({ startTime: now - 2, endTime: now - 2 }))).toEqual(['2 ago']);
    const { nextToken, ...first } = await filtered({ limit: 2 });
    expect(messages(first)).toEqual(['3 ago', '2 ago']);
    const last = await filtered({ limit: 2, nextToken } as JsonObject);
    expect([messages(last), last['nextToken']]).toEqual([['1 ago'], undefined]);
  });

  it('describes groups and streams', async () => {
    expect((await call('DescribeLogGroups', {}))['logGroups']).toMatchObject([
      { logGroupName: 'group', arn: 'arn:aws:logs:us-east-1:123456789012:log-group:group:*' },
    ]);
    const now = host.clock.now();
    const byTime = { logGroupName: 'group', orderBy: 'LastEventTime', descending: true };
    expect((await call('DescribeLogStreams', byTime))['logStreams']).toMatchObject([
      { logStreamName: 'stream', firstEventTimestamp: now - 3, lastEventTimestamp: now - 1 },
      { logStreamName: 'other', firstEventTimestamp: now - 2 },
    ]);
  });

  it.each([
    ['FilterLogEvents', { filterPattern: 'ERROR' }, 'InvalidParameterException'],
    ['FilterLogEvents', { logGroupName: 'gone' }, 'ResourceNotFoundException'],
    ['FilterLogEvents', { limit: 10_001 }, 'InvalidParameterException'],
    ['DescribeLogStreams', { limit: 51 }, 'InvalidParameterException'],
    ['CreateLogStream', { logStreamName: 'stream' }, 'ResourceAlreadyExistsException'],
    ['CreateLogStream', { logGroupName: 'gone', logStreamName: 's' }, 'ResourceNotFoundException'],
  ])('%s refuses %j', async (operation, input, code) => {
    await expect(call(operation, { logGroupName: 'group', ...input })).rejects.toMatchObject({ code });
  });
});
