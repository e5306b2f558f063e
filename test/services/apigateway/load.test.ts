import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { TemplateError } from '../../../src/template/index.ts';
import { harness } from './harness.ts';
import { restAws, restMock, restTemplate } from './rest-template.ts';
import { aws, mock, type RouteSpec, webSocketTemplate } from './websocket-template.ts';

function problemsOf(template: JsonObject, check = false): string[] {
  try {
    const scene = harness(template, { 'dynamodb:PutItem': () => ({}) });
    if (check) scene.service.check();
  } catch (error) {
    if (error instanceof TemplateError)
      return error.problems.map(({ code, message }) => `${code} ${message}`);
    throw error;
  }
  return [];
}

const put = (more: JsonObject = {}): JsonObject => aws('dynamodb:PutItem', '{}', more);

describe('a WebSocket API is refused at load', () => {
  const one = (spec: Partial<RouteSpec>): JsonObject => webSocketTemplate([{ key: 'a', ...spec }]);
  for (const [name, template, problem] of [
    [
      'with a Lambda proxy',
      one({ integration: { IntegrationType: 'AWS_PROXY' } }),
      "TEMPLATE_UNSUPPORTED Resource 'R0Integration' property IntegrationType: AWS_PROXY calls a Lambda function; lambdaless executes templates without any. Use AWS or MOCK",
    ],
    [
      'with an HTTP integration',
      one({ integration: { IntegrationType: 'HTTP', IntegrationUri: 'https://x' } }),
      "TEMPLATE_UNSUPPORTED Resource 'R0Integration' property IntegrationType: HTTP calls a server elsewhere; lambdaless executes AWS and MOCK",
    ],
    [
      'with a Lambda function behind AWS',
      one({
        integration: put({
          IntegrationUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations',
        }),
      }),
      "TEMPLATE_UNSUPPORTED Resource 'R0Integration' property IntegrationUri: calls a Lambda function (2015-03-31/functions/f/invocations); lambdaless executes templates without any",
    ],
    [
      'with an unknown service',
      one({ integration: put({ IntegrationUri: 'arn:aws:apigateway:us-east-1:kinesis:action/PutRecord' }) }),
      'TEMPLATE_UNSUPPORTED Resource \'R0Integration\' property IntegrationUri: the service "kinesis" is not implemented here; there are dynamodb, events, sqs, states',
    ],
    [
      'with another region',
      one({ integration: put({ IntegrationUri: 'arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem' }) }),
      "TEMPLATE_UNSUPPORTED Resource 'R0Integration' property IntegrationUri: names region eu-west-1, but the stack runs in us-east-1 (--region eu-west-1)",
    ],
    [
      'with a URI that is none',
      one({ integration: put({ IntegrationUri: 'https://dynamodb' }) }),
      'TEMPLATE_INVALID Resource \'R0Integration\' property IntegrationUri: "https://dynamodb" is not of the form arn:aws:apigateway:{region}:{service}:action/{Operation}',
    ],
    [
      'without method POST',
      one({ integration: put({ IntegrationMethod: 'GET' }) }),
      "TEMPLATE_INVALID Resource 'R0Integration' property IntegrationMethod: is GET; the services here take POST",
    ],
    [
      "with the caller's credentials",
      one({ integration: put({ CredentialsArn: 'arn:aws:iam::*:user/*' }) }),
      "TEMPLATE_UNSUPPORTED Resource 'R0Integration' property CredentialsArn: \"arn:aws:iam::*:user/*\" is no role; the caller's own credentials are not passed on here",
    ],
    [
      'with a target of another service',
      one({
        integration: put({
          RequestParameters: { 'integration.request.header.X-Amz-Target': "'AWSEvents.PutEvents'" },
        }),
      }),
      'TEMPLATE_UNSUPPORTED Resource \'R0Integration\' property RequestParameters: X-Amz-Target "AWSEvents.PutEvents" is no operation of dynamodb',
    ],
    [
      'with a template that does not compile',
      one({ integration: mock('{\n#if(true)') }),
      'TEMPLATE_INVALID Resource \'R0Integration\' property RequestTemplates.$default: Expected "#end", but found the end of the template (line 2, column 10)',
    ],
    [
      'with an unknown function in a response',
      one({ integration: mock(), responses: { $default: '$util.toJson(1)' } }),
      'TEMPLATE_INVALID Resource \'R0Response0\' property ResponseTemplates.$default: "$util.toJson" is no function of API Gateway; it has base64Decode, base64Encode, escapeJavaScript, parseJson, urlDecode, urlEncode (line 1, column 6)',
    ],
    [
      'with a response key that is none',
      one({ integration: mock(), responses: { ok: '' } }),
      'TEMPLATE_INVALID Resource \'R0Response0\' property IntegrationResponseKey: "ok" is neither $default nor a pattern of status codes between slashes, as /2\\d\\d/',
    ],
    [
      'with a response key that is no pattern',
      one({ integration: mock(), responses: { '/(/': '' } }),
      'TEMPLATE_INVALID Resource \'R0Response0\' property IntegrationResponseKey: "/(/" is neither $default nor a pattern of status codes between slashes, as /2\\d\\d/',
    ],
    [
      'with a parameter that is no place',
      one({ integration: put({ RequestParameters: { 'x.y': "'z'" } }) }),
      "TEMPLATE_INVALID Resource 'R0Integration' property RequestParameters: \"x.y\" is no place in an integration's request",
    ],
    [
      'with a parameter from nowhere',
      one({ integration: put({ RequestParameters: { 'integration.request.header.A': 'b' } }) }),
      'TEMPLATE_INVALID Resource \'R0Integration\' property RequestParameters.integration.request.header.A: "b" is no source of a parameter',
    ],
    [
      'with an authorizer elsewhere than on $connect',
      one({ authorization: 'AWS_IAM', integration: mock() }),
      "TEMPLATE_INVALID Resource 'R0Route' property AuthorizationType: only the route $connect can have an authorizer",
    ],
    [
      'with two routes of one key',
      webSocketTemplate([{ key: 'a' }, { key: 'a' }]),
      'TEMPLATE_INVALID Resource \'R1Route\' property RouteKey: there is already a route "a"',
    ],
    [
      'with a selection expression that knows no such variable',
      webSocketTemplate([], { api: { RouteSelectionExpression: '$request.header.x' } }),
      'TEMPLATE_INVALID Resource \'Api\' property RouteSelectionExpression: the selection expression knows no variable "$request.header.x"',
    ],
    [
      'with a stage that is never deployed',
      webSocketTemplate([], { stage: { AutoDeploy: false } }),
      "TEMPLATE_INVALID Resource 'Stage' property DeploymentId: is missing, and AutoDeploy is not set: AWS would serve no route",
    ],
    [
      'with a stage of no API',
      webSocketTemplate([], { stage: { ApiId: 'nope' } }),
      'TEMPLATE_INVALID Resource \'Stage\' property ApiId: there is no API "nope" in the template',
    ],
  ] as const) {
    it(name, () => expect(problemsOf(template)).toEqual([problem]));
  }

  it('with a protocol, an authorizer or a property that is not executed', () => {
    const template = webSocketTemplate([{ key: '$connect', authorization: 'CUSTOM' }], {
      api: { ProtocolType: 'HTTP', Body: {} },
    });
    expect(problemsOf(template)).toEqual([
      expect.stringContaining("TEMPLATE_UNSUPPORTED Resource 'Api' property ProtocolType"),
      expect.stringContaining("TEMPLATE_UNSUPPORTED Resource 'Api' property Body"),
      expect.stringContaining("TEMPLATE_UNSUPPORTED Resource 'R0Route' property AuthorizationType"),
    ]);
  });

  it('when all services are there, with an operation that none offers', () => {
    const template = one({
      integration: put({ IntegrationUri: 'arn:aws:apigateway:us-east-1:dynamodb:action/PutItme' }),
    });
    expect(problemsOf(template, true)).toEqual([
      "TEMPLATE_UNSUPPORTED Resource 'R0Integration' property IntegrationUri: needs dynamodb:PutItme, which lambdaless does not implement",
    ]);
    expect(problemsOf(one({ integration: put() }), true)).toEqual([]);
  });
});

describe('a REST API is refused at load', () => {
  const one = (integration: JsonObject, more = {}): JsonObject =>
    restTemplate([{ path: '/', integration, ...more }]);
  for (const [name, template, problem] of [
    [
      'with a Lambda proxy',
      one({ Type: 'AWS_PROXY' }),
      "TEMPLATE_UNSUPPORTED Resource 'Method0' property Integration.Type: AWS_PROXY calls a Lambda function; lambdaless executes templates without any. Use AWS or MOCK",
    ],
    [
      'with a response that the method lacks',
      one(restMock([{ StatusCode: '200' }]), { responses: ['201'] }),
      "TEMPLATE_INVALID Resource 'Method0' property Integration.IntegrationResponses[0].StatusCode: there is no method response 200",
    ],
    [
      'with a selection pattern that is none',
      one(restMock([{ StatusCode: '200', SelectionPattern: '(' }])),
      'TEMPLATE_INVALID Resource \'Method0\' property Integration.IntegrationResponses[0].SelectionPattern: "(" is no regular expression',
    ],
    [
      'with a header from nowhere',
      one(restMock([{ StatusCode: '200', ResponseParameters: { 'method.response.header.A': 'b' } }])),
      'TEMPLATE_INVALID Resource \'Method0\' property Integration.IntegrationResponses[0].ResponseParameters: cannot map "b" to "method.response.header.A"',
    ],
    [
      'with a header that the method response does not declare',
      one(restMock([{ StatusCode: '200', ResponseParameters: { 'method.response.header.A': "'b'" } }]), {
        responses: ['200'],
      }),
      "TEMPLATE_INVALID Resource 'Method0' property Integration.IntegrationResponses[0].ResponseParameters: Invalid mapping expression parameter specified: method.response.header.A. Add it to the ResponseParameters of the method response 200",
    ],
    [
      'with a parameter that the method does not declare',
      one({
        ...restMock([{ StatusCode: '200' }]),
        RequestParameters: { 'integration.request.header.A': 'method.request.header.B' },
      }),
      "TEMPLATE_INVALID Resource 'Method0' property Integration.RequestParameters.integration.request.header.A: Invalid mapping expression parameter specified: method.request.header.B. Add it to the method's RequestParameters",
    ],
    [
      'with a template that does not compile',
      one(restAws('dynamodb:PutItem', '#end')),
      'TEMPLATE_INVALID Resource \'Method0\' property Integration.RequestTemplates.application/json: "#end" has no "#if" or "#foreach" before it (line 1, column 1)',
    ],
  ] as const) {
    it(name, () => expect(problemsOf(template)).toEqual([problem]));
  }
});
