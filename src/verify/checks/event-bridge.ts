import type { JsonObject } from '../../core/json.ts';
import type { AwsAnswer } from '../aws.ts';
import { type Check, expectEqual, expectIncludes, type StackUnderTest } from '../check.ts';

/** EventBridge takes events for a bus that is not there, and forgets them: nothing is left behind. */
const NO_BUS = 'lambdaless-verify-none';
const MIB = 1024 * 1024;

const EVENT = {
  id: '1',
  'detail-type': 't',
  source: 's',
  account: '123456789012',
  time: '2026-01-01T00:00:00Z',
  region: 'us-east-1',
  resources: [],
};

function test(stack: StackUnderTest, pattern: string, event: string): Promise<AwsAnswer> {
  return stack.aws.call('events', 'TestEventPattern', { EventPattern: pattern, Event: event });
}

function putText(stack: StackUnderTest, entry: string): Promise<AwsAnswer> {
  return stack.aws.call('events', 'PutEvents', `{"Entries":[${entry}]}`);
}

/** The one entry of an answer of PutEvents. */
function entryOf({ body }: AwsAnswer): JsonObject {
  return ((body['Entries'] ?? []) as JsonObject[])[0] ?? {};
}

const times: readonly (readonly [time: string, passes: boolean])[] = [
  ['2026-01-01T00:00:00Z', true],
  ['2026-01-01T00:00:00.123Z', true],
  ['2026-01-01T01:00:00+01:00', true],
  ['2026-01-01', false],
  ['yesterday', false],
];

/** What EventBridge says to hand-made events and patterns. Nothing reaches a bus. */
export const eventBridgeChecks: readonly Check[] = [
  {
    id: 'testeventpattern-numbers',
    title: 'TestEventPattern compares a number with many digits as the nearest double',
    async run(stack) {
      const event = JSON.stringify(EVENT).replace('}', ',"detail":{"n":0.1234567890123456789}}');
      const { body } = await test(stack, '{"detail":{"n":[0.12345678901234568]}}', event);
      expectEqual('Result', body['Result'], true);
    },
  },
  {
    id: 'testeventpattern-times',
    title:
      'TestEventPattern takes times with an offset, with or without fractions of a second, and no others',
    async run(stack) {
      for (const [time, passes] of times) {
        const { status } = await test(stack, '{"source":["s"]}', JSON.stringify({ ...EVENT, time }));
        expectEqual(`${time} passes`, status === 200, passes);
      }
    },
  },
  {
    id: 'testeventpattern-two-errors',
    title: 'TestEventPattern complains about the pattern, if pattern and event are wrong',
    async run(stack) {
      const { code } = await test(stack, '{"source":"s"}', '{}');
      expectEqual('code', code, 'InvalidEventPatternException');
    },
  },
  {
    id: 'testeventpattern-exactly',
    title: 'TestEventPattern does not know the operator exactly',
    async run(stack) {
      const { code } = await test(stack, '{"source":[{"exactly":"s"}]}', JSON.stringify(EVENT));
      expectEqual('code', code, 'InvalidEventPatternException');
    },
  },
  {
    id: 'putevents-size',
    title: 'PutEvents takes an entry of 1,048,576 bytes, and none of one more',
    async run(stack) {
      const entry = (bytes: number): string => {
        const [source, type] = ['s', 't'];
        const text = 'x'.repeat(bytes - source.length - type.length - '{"x":""}'.length);
        return JSON.stringify({
          EventBusName: NO_BUS,
          Source: source,
          DetailType: type,
          Detail: `{"x":"${text}"}`,
        });
      };
      expectEqual('status with 1,048,576 bytes', (await putText(stack, entry(MIB))).status, 200);
      const { status, message } = await putText(stack, entry(MIB + 1));
      expectEqual('status with 1,048,577 bytes', status, 400);
      expectIncludes('message', message, 'Total size of the entries in the request is over the limit.');
    },
  },
  {
    id: 'putevents-detail-depth',
    title: 'PutEvents refuses a detail of 1,010 levels as malformed',
    async run(stack) {
      const answer = await putText(
        stack,
        JSON.stringify({
          // It may be that only a bus that is there looks so closely.
          EventBusName: stack.output('eventBusName'),
          Source: stack.source,
          DetailType: 'deep',
          Detail: `{"a":${'['.repeat(1_009)}${']'.repeat(1_009)}}`,
        }),
      );
      expectEqual('ErrorCode', entryOf(answer)['ErrorCode'], 'MalformedDetail');
    },
  },
  {
    id: 'putevents-unreadable-time',
    title: 'PutEvents refuses the entry whose Time is no time, and not the request',
    async run(stack) {
      const entry = `{"EventBusName":"${NO_BUS}","Source":"s","DetailType":"t","Detail":"{}","Time":"soon"}`;
      const answer = await putText(stack, entry);
      expectEqual('status', answer.status, 200);
      expectEqual('FailedEntryCount', answer.body['FailedEntryCount'], 1);
    },
  },
];
