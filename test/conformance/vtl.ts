import { isDeepStrictEqual } from 'node:util';
import { VirtualClock } from '../../src/core/clock.ts';
import { seededRandom } from '../../src/core/environment.ts';
import type { JsonObject, JsonValue } from '../../src/core/json.ts';
import { compileTemplate, NO_PARAMS, type TemplateParams } from '../../src/languages/vtl/index.ts';
import { restContext } from '../../src/services/apigateway/rest-context.ts';
import type { Judge } from './case-result.ts';

/** A case of vtl.json. */
export interface VtlCase {
  readonly name: string;
  /** Null: there is no response template, and the answer has no body. */
  readonly template: string | null;
  /** Rendered afterwards, with the first result as body. */
  readonly then?: string;
  /** Rendered before, with the same `$context`: a MOCK integration's request template. */
  readonly requestTemplate?: string;
  readonly body: string;
  readonly context: JsonObject & { readonly params?: Partial<TemplateParams> };
  readonly compare?: 'exact' | 'json' | 'json-keys';
  readonly expect: JsonValue;
  readonly expectStatus?: number;
  readonly expectHeaders?: JsonObject;
}

/** Renders each case's templates and compares with what API Gateway gave. */
export const judgeVtl: Judge = (cases) =>
  (cases as readonly VtlCase[]).map((vtlCase) => {
    try {
      const problem = problemOf(vtlCase);
      return { name: vtlCase.name, passed: problem === undefined, ...(problem && { detail: problem }) };
    } catch (error) {
      return { name: vtlCase.name, passed: false, detail: String(error) };
    }
  });

function problemOf(vtlCase: VtlCase): string | undefined {
  const context = contextOf(vtlCase);
  const render = (template: string, body: string): string =>
    compileTemplate(template).render({
      input: { body, params: { ...NO_PARAMS, ...vtlCase.context.params } },
      context,
      stageVariables: {},
    });
  if (vtlCase.requestTemplate !== undefined) render(vtlCase.requestTemplate, vtlCase.body);
  let text = vtlCase.template === null ? '' : render(vtlCase.template, vtlCase.body);
  if (vtlCase.then !== undefined) text = render(vtlCase.then, text);
  const overrides = context['responseOverride'] as JsonObject;
  return [
    compare('text', vtlCase.expect, comparable(vtlCase, text)),
    vtlCase.expectStatus === undefined
      ? undefined
      : compare('status', vtlCase.expectStatus, Number(overrides['status'] ?? 200)),
    vtlCase.expectHeaders === undefined
      ? undefined
      : compare('headers', vtlCase.expectHeaders, overrides['header'] as JsonValue),
  ].find((problem) => problem !== undefined);
}

/** In `json-keys` the recorded values are placeholders: keys and empty strings are what counts. */
function comparable({ compare: how, expect }: VtlCase, text: string): JsonValue {
  if (how === 'json') return JSON.parse(text) as JsonValue;
  if (how === 'json-keys') return withPlaceholders(JSON.parse(text) as JsonValue, expect);
  return text;
}

function withPlaceholders(actual: JsonValue | undefined, expected: JsonValue): JsonValue {
  if (typeof actual === 'string' && typeof expected === 'string') return actual === '' ? '' : expected;
  if (typeof actual !== 'object' || typeof expected !== 'object') return actual ?? null;
  return Object.fromEntries(
    Object.entries(actual as JsonObject).map(([key, value]) => [
      key,
      withPlaceholders(value, (expected as JsonObject)[key] ?? null),
    ]),
  );
}

function compare(what: string, expected: JsonValue, actual: JsonValue): string | undefined {
  if (isDeepStrictEqual(expected, actual)) return undefined;
  return `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
}

const environment = {
  partition: 'aws',
  region: 'us-east-1',
  accountId: '111111111111',
  urlSuffix: 'amazonaws.com',
  clock: new VirtualClock(),
  random: seededRandom(1),
};

/** `$context` of a REST request, as the runtime makes it, with what the case adds. */
function contextOf({ context: { params: _params, ...given } }: VtlCase): JsonObject {
  const request = {
    apiId: 'abcdefghij',
    stageName: 'testing',
    deploymentId: 'abcdef',
    resourceId: 'ghijkl',
    resourcePath: '/sqs',
    httpMethod: 'POST',
    path: '/sqs',
    sourceIp: '192.0.2.1',
    userAgent: 'python/requests/tests',
  };
  return { ...restContext(request, environment), ...given };
}
