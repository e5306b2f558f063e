import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { TemplateError } from '../../../src/template/index.ts';
import { type Harness, harness } from './harness.ts';
import { send } from './rest-client.ts';
import { restMock, restTemplate } from './rest-template.ts';

const SCHEMA = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } };

/** `POST /{id}` with a validator and a model. */
function api(validator: JsonObject, method: JsonObject = {}, schema: unknown = SCHEMA): Harness {
  const integration = restMock([{ StatusCode: '200' }]);
  integration['RequestTemplates'] = { $default: '{"statusCode": 200}' };
  const template = restTemplate([{ path: '/{id}', method: 'POST', integration }]);
  const resources = template['Resources'] as JsonObject;
  const properties = (resources['Method0'] as JsonObject)['Properties'] as JsonObject;
  Object.assign(properties, { RequestValidatorId: { Ref: 'Validator' } }, method);
  resources['Validator'] = {
    Type: 'AWS::ApiGateway::RequestValidator',
    Properties: { RestApiId: { Ref: 'Api' }, ...validator },
  };
  resources['Model'] = {
    Type: 'AWS::ApiGateway::Model',
    Properties: { RestApiId: { Ref: 'Api' }, Name: 'Person', Schema: schema as JsonObject },
  };
  return harness(template);
}

const refused = (message: string) => ({
  statusCode: 400,
  headers: { 'x-amzn-ErrorType': 'BadRequestException' },
  body: JSON.stringify({ message }),
});

describe('required parameters', () => {
  const scene = (validate: boolean): Harness =>
    api(
      { ValidateRequestParameters: validate },
      {
        RequestParameters: {
          'method.request.path.id': true,
          'method.request.querystring.q': true,
          'method.request.header.X-Key': true,
          'method.request.querystring.other': false,
        },
      },
    );

  it.each([
    [{}, {}, 'Missing required request parameters: [q, X-Key]'],
    [{ q: ' ' }, { 'x-key': 'k' }, 'Missing required request parameters: [q]'],
  ])('query %j and headers %j are not enough', async (query, headers, message) => {
    const request = {
      method: 'POST',
      query: query as Record<string, string>,
      headers: headers as Record<string, string>,
    };
    expect(await send(scene(true), '/1', request)).toMatchObject(refused(message));
  });

  it('that are there let the request through; nobody asks for them without a validator of parameters', async () => {
    const request = { method: 'POST', query: { q: '1' }, headers: { 'x-key': 'k' } };
    expect((await send(scene(true), '/1', request)).statusCode).toBe(200);
    expect((await send(scene(false), '/1', { method: 'POST' })).statusCode).toBe(200);
  });
});

describe('a body', () => {
  const scene = (more: JsonObject = {}): Harness =>
    api({ ValidateRequestBody: true }, { RequestModels: { 'application/json': 'Person', ...more } });

  it.each([
    ['{"name":"Ada"}', {}, 200],
    ['{"name":5}', {}, 400],
    ['{}', {}, 400],
    ['', {}, 400],
    ['no json', {}, 400],
    ['{}', { 'content-type': 'application/json; charset=utf-8' }, 400],
    ['{}', { 'content-type': 'text/plain' }, 200],
  ])('%s with %j is answered with %d', async (body, headers, status) => {
    const answer = await send(scene(), '/1', {
      method: 'POST',
      body,
      headers: headers as Record<string, string>,
    });
    expect(answer.statusCode).toBe(status);
    if (status === 400) expect(answer).toMatchObject(refused('Invalid request body'));
  });

  it('of any type is checked by the model for $default', async () => {
    const request = { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } };
    expect((await send(scene({ $default: 'Person' }), '/1', request)).statusCode).toBe(400);
  });

  it('is not checked by a validator of parameters, nor by the model Empty', async () => {
    const parametersOnly = api(
      { ValidateRequestParameters: true },
      { RequestModels: { 'application/json': 'Person' } },
    );
    const empty = scene({ 'application/json': 'Empty' });
    for (const other of [parametersOnly, empty]) {
      expect((await send(other, '/1', { method: 'POST', body: '{}' })).statusCode).toBe(200);
    }
  });

  it('may have a schema that is given as text', async () => {
    const text = api(
      { ValidateRequestBody: true },
      { RequestModels: { 'application/json': 'Person' } },
      JSON.stringify(SCHEMA),
    );
    expect((await send(text, '/1', { method: 'POST', body: '{}' })).statusCode).toBe(400);
  });
});

describe('refused at load', () => {
  it.each<[string, () => Harness, string]>([
    [
      'a validator that is not there',
      () => api({}, { RequestValidatorId: 'none' }),
      `Resource 'Method0' property RequestValidatorId: there is no request validator "none"`,
    ],
    [
      'a model that is not there',
      () => api({ ValidateRequestBody: true }, { RequestModels: { 'application/json': 'None' } }),
      `Resource 'Method0' property RequestModels.application/json: there is no model "None"`,
    ],
    [
      'a schema that asks for what is not implemented',
      () =>
        api(
          { ValidateRequestBody: true },
          { RequestModels: { 'application/json': 'Person' } },
          { format: 'date' },
        ),
      "Resource 'Model' property Schema: #/format is no keyword that is implemented",
    ],
  ])('%s', (_what, load, message) => {
    expect(load).toThrow(TemplateError);
    expect(load).toThrow(message);
  });
});
