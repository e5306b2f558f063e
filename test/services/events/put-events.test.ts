import { describe, expect, it } from 'vitest';
import { createEvents } from '../../../src/services/events/index.ts';
import { type Harness, harness, modelOf } from '../harness.ts';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:Deliver';
const ROLE = 'arn:aws:iam::123456789012:role/Role';

/** A bus whose rule hands everything to a state machine; the started inputs are the harness's `calls`. */
function bus(): Harness {
  const host = harness();
  host.stub('states:StartExecution', () => ({}));
  host.serve(
    createEvents(
      modelOf(host.environment, {
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            EventBusName: 'bus',
            EventPattern: { version: ['0'] },
            Targets: [{ Id: 'machine', Arn: MACHINE, RoleArn: ROLE }],
          },
        },
      }),
      host,
    ),
  );
  return host;
}

const entry = (more: object = {}) => ({
  EventBusName: 'bus',
  Source: 'shop',
  DetailType: 'Order',
  Detail: '{"n":1}',
  ...more,
});
const put = (host: Harness, ...entries: object[]) =>
  host.call('events:PutEvents', { Entries: entries as never });

/** The texts that the state machine was started with. */
async function started(host: Harness): Promise<string[]> {
  await host.clock.settle();
  return host.calls
    .filter(({ name }) => name === 'states:StartExecution')
    .map(({ input }) => input['input'] as string);
}

describe('PutEvents', () => {
  it('puts an envelope around the detail, which stays as it was written', async () => {
    const host = bus();
    const detail = '{ "big": 12345678901234567890, "float": 1.0, "null": null, "text": "ü\\u00e9" }';
    const Resources = ['arn:aws:s3:::bucket'];
    const answer = await put(host, entry({ Detail: detail, Resources, Time: 1767225600.5 }));
    const id = (answer['Entries'] as { EventId: string }[])[0]?.EventId;
    expect(answer['FailedEntryCount']).toBe(0);
    expect(await started(host)).toEqual([
      `{"version":"0","id":"${id}","detail-type":"Order","source":"shop","account":"123456789012",` +
        `"time":"2026-01-01T00:00:00Z","region":"us-east-1","resources":["arn:aws:s3:::bucket"],"detail":${detail}}`,
    ]);
  });

  it.each([
    [
      'no source',
      { Source: undefined },
      'InvalidArgument',
      'Parameter Source is not valid. Reason: Source is a required argument.',
    ],
    [
      'an empty source',
      { Source: '' },
      'InvalidArgument',
      'Parameter Source is not valid. Reason: Source is a required argument.',
    ],
    [
      'no detail type',
      { DetailType: undefined },
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    ],
    [
      'no detail',
      { Detail: undefined },
      'InvalidArgument',
      'Parameter Detail is not valid. Reason: Detail is a required argument.',
    ],
    ['a detail that is no JSON', { Detail: '{"a":' }, 'MalformedDetail', 'Detail is malformed.'],
    ['a detail that is an array', { Detail: '[1]' }, 'MalformedDetail', 'Detail is malformed.'],
    ['a detail that is a string', { Detail: '"text"' }, 'MalformedDetail', 'Detail is malformed.'],
    [
      'a source of AWS',
      { Source: 'aws.s3' },
      'NotAuthorizedForSourceException',
      'Not authorized for the source.',
    ],
    [
      'a time that is none',
      { Time: 'yesterday' },
      'InvalidArgument',
      'Parameter Time is not valid. Reason: Time is not a timestamp.',
    ],
  ])('fails the entry with %s, and only that', async (_what, wrong, ErrorCode, ErrorMessage) => {
    const host = bus();
    const answer = await put(host, entry(wrong), entry());
    expect(answer).toEqual({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode, ErrorMessage }, { EventId: expect.any(String) }],
    });
    expect(await started(host)).toHaveLength(1);
  });

  it('loses the event for a bus that does not exist without a word, as AWS does', async () => {
    const host = bus();
    expect(await put(host, entry({ EventBusName: 'nowhere' }))).toMatchObject({ FailedEntryCount: 0 });
    expect(await started(host)).toEqual([]);
  });

  it.each([
    [{ Entries: [entry({ EventBusName: 5 })] }, 'SerializationException'],
    [{ Entries: ['x'] }, 'SerializationException'],
    [{ Entries: null }, 'ValidationException'],
    [{ EndpointId: 'e', Entries: [entry()] }, 'ValidationException'],
  ])('refuses %j', async (input, code) => {
    await expect(bus().call('events:PutEvents', input as never)).rejects.toMatchObject({ code });
  });

  it('takes a bus by its ARN', async () => {
    const host = bus();
    await put(host, entry({ EventBusName: 'arn:aws:events:us-east-1:123456789012:event-bus/bus' }));
    expect(await started(host)).toHaveLength(1);
  });

  const shown =
    'PutEventsRequestEntry(time=null, source=shop, resources=null, detailType=Order, detail={"n":1}, ' +
    'eventBusName=bus, traceHeader=null, kmsKeyIdentifier=null, internalMetadata=null)';
  it.each([
    [
      'eleven entries',
      Array(11).fill(entry()),
      `1 validation error detected: Value '[${Array(11).fill(shown).join(', ')}]' at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10`,
    ],
    [
      'no entry',
      [],
      "1 validation error detected: Value '[]' at 'entries' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'more than 1 MB',
      [
        entry({ Detail: JSON.stringify({ x: 'x'.repeat(700_000) }) }),
        entry({ Detail: JSON.stringify({ x: 'x'.repeat(400_000) }) }),
      ],
      'Total size of the entries in the request is over the limit.',
    ],
  ])('refuses a request with %s, and accepts nothing of it', async (_what, entries, message) => {
    const host = bus();
    await expect(put(host, ...entries)).rejects.toMatchObject({ code: 'ValidationException', message });
    expect(await started(host)).toEqual([]);
  });

  it('is metered in units of 64 KB', async () => {
    const host = bus();
    await put(
      host,
      entry(),
      entry({ Source: '' }),
      entry({ Detail: JSON.stringify({ x: 'x'.repeat(65_536) }) }),
    );
    expect(host.metered).toEqual({ 'events.published': 3 });
  });

  it('starts the machine under the role of the target, in the name of the rule', async () => {
    const host = bus();
    const { Entries } = await put(host, entry());
    await host.clock.settle();
    const call = host.calls.find(({ name }) => name === 'states:StartExecution');
    expect(call?.call.caller).toEqual({
      kind: 'role',
      roleArn: ROLE,
      service: 'events.amazonaws.com',
      sourceArn: expect.stringMatching(
        /^arn:aws:events:us-east-1:123456789012:rule\/bus\/Test-Rule-[0-9A-Z]+$/,
      ),
    });
    expect(call?.input).toMatchObject({
      stateMachineArn: MACHINE,
      name: expect.stringMatching(`^${(Entries as { EventId: string }[])[0]?.EventId}_`),
    });
  });

  it('needs permission for each bus, with the source and detail type as condition keys', () => {
    const host = harness();
    const { operations } = createEvents(modelOf(host.environment, {}), host);
    const operation = operations.find(({ name }) => name === 'events:PutEvents');
    expect(operation?.permissions({ Entries: [entry()] as never })).toEqual([
      {
        action: 'events:PutEvents',
        resource: 'arn:aws:events:us-east-1:123456789012:event-bus/bus',
        context: { 'events:source': 'shop', 'events:detail-type': 'Order' },
      },
    ]);
  });
});

describe('onEvent', () => {
  it('tells of every event of every bus until it is ended', async () => {
    const host = harness();
    const service = createEvents(modelOf(host.environment, {}), host);
    host.serve(service);
    const seen: string[] = [];
    const end = service.onEvent((event, busName) => seen.push(`${busName} ${event.source}`));
    await put(host, entry({ EventBusName: undefined }));
    end();
    await put(host, entry({ EventBusName: undefined }));
    expect(seen).toEqual(['default shop']);
  });
});
