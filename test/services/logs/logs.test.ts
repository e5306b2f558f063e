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
  ])('refuses %s', async (_what, input, message) => {
    await expect(call('PutLogEvents', input())).rejects.toThrow(message);
  });
});

it('asks for permission on the stream', () => {
  const { operations } = createLogs(modelOf(host.environment, {}), host);
  expect(operations.map(({ permissions }) => permissions(STREAM))).toEqual(
    ['PutLogEvents', 'GetLogEvents'].map((name) => [
      {
        action: `logs:${name}`,
        resource: 'arn:aws:logs:us-east-1:123456789012:log-group:group:log-stream:stream',
      },
    ]),
  );
});
