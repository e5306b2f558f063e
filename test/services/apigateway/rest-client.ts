import type { JsonObject } from '../../../src/core/json.ts';
import { noSpan } from '../../../src/core/trace.ts';
import type { HttpRequest, HttpResponse } from '../../../src/services/apigateway/index.ts';
import { type Harness, harness } from './harness.ts';
import { type MethodSpec, restMock, restTemplate } from './rest-template.ts';

export const on = (
  methods: readonly MethodSpec[],
  answers = {},
  stage: JsonObject = {},
  api: JsonObject = {},
): Harness => harness(restTemplate(methods, stage, api), answers);

export function send(scene: Harness, path: string, more: Partial<HttpRequest> = {}): Promise<HttpResponse> {
  return scene.service.handleHttp({
    apiId: scene.apiId,
    stage: 'prod',
    method: 'GET',
    path,
    headers: {},
    query: {},
    body: '',
    sourceIp: '192.0.2.7',
    caller: { kind: 'account' },
    span: noSpan,
    ...more,
  });
}

export const says = (text: string): JsonObject =>
  restMock([{ StatusCode: '200', ResponseTemplates: { 'application/json': text } }]);
