import { describe, expect, it } from 'vitest';
import { logLine } from '../../../src/services/apigateway/access-log.ts';
import { problemsOf } from '../../template/harness.ts';
import { client, on, ping } from './websocket-client.ts';

const stage = (Format: string): { readonly stage: object } => ({
  stage: { AccessLogSettings: { DestinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:g', Format } },
});

describe('a line of an access log', () => {
  const context = { requestId: 'r=', status: 200, identity: { sourceIp: '::1' }, authorizer: {}, none: null };
  it.each([
    ['$context.requestId $context.status', 'r= 200'],
    ['{"ip":"$context.identity.sourceIp"}', '{"ip":"::1"}'],
    ['$context.requestId.', 'r=.'],
    ['$context.error.message $context.authorizer $context.none $context.constructor', '- - - -'],
    ['$contextual $context. 5', '$contextual $context. 5'],
  ])('of the format %s', (format, line) => {
    expect(logLine(format, context)).toBe(line);
  });
});

describe('an access log', () => {
  it('is billed for each request of the stage, with 26 bytes more', async () => {
    const scene = on([ping], {}, stage('$context.status $context.eventType $context.requestId'));
    const { send } = await client(scene);
    const of = (line: string): number => line.length + 26;
    const connected = of('200 CONNECT 0123456789abcde=');
    expect(scene.billed.get('logs.ingested.bytes')).toBe(connected);
    await send('{"action":"ping"}');
    await send('{"action":"nope"}');
    const messages = of('200 MESSAGE 0123456789abcde=') + of('403 MESSAGE 0123456789abcde=');
    expect(scene.billed.get('logs.ingested.bytes')).toBe(connected + messages);
  });

  it('is billed nothing without a destination', async () => {
    const scene = on([ping]);
    await (await client(scene)).send('{"action":"ping"}');
    expect(scene.billed.has('logs.ingested.bytes')).toBe(false);
  });

  it('must name the request', () => {
    const Properties = { ApiId: 'a', StageName: 's', AutoDeploy: true, ...stage('$context.status').stage };
    expect(problemsOf({ Resources: { Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties } } })).toEqual([
      "TEMPLATE_INVALID Resource 'Stage' property AccessLogSettings.Format: must hold $context.requestId or $context.extendedRequestId (AWS::ApiGatewayV2::Stage)",
    ]);
  });
});
