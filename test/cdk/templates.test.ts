import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mappingTemplate } from '../../src/cdk/files.ts';
import { type JsonObject, type JsonValue, parseJson, stringifyJson } from '../../src/core/json.ts';
import { compileTemplate, NO_PARAMS } from '../../src/languages/vtl/index.ts';

const CONNECTION = 'L0SM9cOFvHcCIhw=';

function render(template: string, body: string): JsonObject {
  const text = compileTemplate(template).render({
    input: { body, params: NO_PARAMS },
    context: { connectionId: CONNECTION, requestTimeEpoch: 1_767_225_600_123 },
    stageVariables: {},
  });
  return parseJson(text) as JsonObject;
}

const request = mappingTemplate('pattern.request', {
  StateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:Subscribe',
  PatternMaxCharacters: 2048,
});
const response = mappingTemplate('pattern.response');

/** What Subscribe gets for a message. */
const inputOf = (body: string): JsonObject =>
  parseJson(render(request, body)['input'] as string) as JsonObject;

/** What the client gets for what Subscribe puts out. */
const replyTo = (output: JsonValue): JsonObject =>
  render(response, stringifyJson({ status: 'SUCCEEDED', output: stringifyJson(output) }));

describe('$connect and $disconnect', () => {
  it('store and remove the row of this connection', () => {
    const connect = mappingTemplate('connect', { TableName: 'Table', ConnectionTtlSeconds: 7800 });
    expect(render(connect, '')).toEqual({
      TableName: 'Table',
      Item: {
        scope: { S: 'connections' },
        connectionId: { S: CONNECTION },
        expiresAt: { N: String(1_767_225_600 + 7800) },
      },
    });
    expect(render(mappingTemplate('disconnect', { TableName: 'Table' }), '')).toEqual({
      TableName: 'Table',
      Key: { scope: { S: 'connections' }, connectionId: { S: CONNECTION } },
    });
  });
});

describe('the request for a pattern', () => {
  it('hands over what was sent as text, and who sent it when', () => {
    expect(inputOf('{"action":"pattern","pattern":{"source":["a"]},"connectionId":"forged"}')).toEqual({
      connectionId: CONNECTION,
      sentAt: 1_767_225_600_123,
      characters: 16,
      pattern: '{"source":["a"]}',
    });
  });

  it.each([
    ['null', 'null'],
    ['5', '5'],
    ['[]', '[]'],
    ['"text"', '"text"'],
  ])('hands over a pattern that is %s, for EventBridge to refuse', (sent, pattern) => {
    expect(inputOf(`{"action":"pattern","pattern":${sent}}`)['pattern']).toBe(pattern);
  });

  it.each(['{"action":"pattern"}', '{"action":"pattern","pattern":""}'])(
    'says that there is none in %s',
    (body) => {
      expect(['', '""']).toContain(inputOf(body)['pattern']);
    },
  );

  it('leaves a pattern out that is too long, and says how long it was', () => {
    const body = `{"action":"pattern","pattern":{"source":["${'\\"'.repeat(60_000)}"]}}`;
    expect(inputOf(body)).toMatchObject({ characters: 120_015, pattern: '' });
  });

  it('is well-formed and changes nothing, whatever is sent', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary', maxDepth: 3 }), (text) => {
        fc.pre(text.length < 2000);
        const input = inputOf(`{"action":"pattern","pattern":${text}}`);
        expect(Object.keys(input)).toEqual(['connectionId', 'sentAt', 'characters', 'pattern']);
        expect(input['connectionId']).toBe(CONNECTION);
        expect(parseJson(input['pattern'] as string)).toEqual(parseJson(text));
      }),
    );
  });
});

describe('the reply', () => {
  it('gives an accepted pattern back as it was stored', () => {
    const pattern = '{"detail":{"n":[12345678901234567890],"s":["it\'s","\\u2028","ü"]}}';
    const reply = replyTo({ type: 'pattern.accepted', pattern });
    expect(stringifyJson(reply)).toBe(
      stringifyJson({ type: 'pattern.accepted', connectionId: CONNECTION, pattern: parseJson(pattern) }),
    );
  });

  it("gives AWS's words back, with quotes and line breaks", () => {
    const message = 'Event pattern is not valid. Reason: it\'s "x"\n at [Source: (String)"\\ü"]';
    expect(replyTo({ type: 'pattern.rejected', message })).toEqual({ type: 'pattern.rejected', message });
  });

  it.each([
    ['an error of Subscribe', { status: 'SUCCEEDED', output: '{"type":"error","message":"Connect again."}' }],
    ['an execution that failed', { status: 'FAILED', error: 'States.Runtime', cause: 'x' }],
    ['an execution that took too long', { status: 'TIMED_OUT' }],
    ['an API that refused', { __type: 'ThrottlingException', message: 'Rate exceeded' }],
  ])('is an error that names the actions after %s', (_after, body) => {
    expect(render(response, JSON.stringify(body))).toEqual({
      type: 'error',
      message: expect.any(String),
      actions: ['pattern', 'ping'],
    });
  });

  it('to a ping is a pong, to anything else an error', () => {
    expect(render(mappingTemplate('ping.response'), '{}')).toEqual({ type: 'pong' });
    expect(render(mappingTemplate('default.response'), '{}')).toMatchObject({
      type: 'error',
      actions: ['pattern', 'ping'],
    });
  });

  it('is well-formed, whatever the message says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        expect(replyTo({ type: 'pattern.rejected', message })).toEqual({ type: 'pattern.rejected', message });
      }),
    );
  });
});
