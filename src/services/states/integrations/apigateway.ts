import { AwsError } from '../../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, setOwn, stringifyJson } from '../../../core/json.ts';
import { StatesError } from '../../../languages/asl/index.ts';
import type { Integration } from './integration.ts';
import { parameterProblem } from './parameter-problem.ts';

const REQUIRED = ['ApiEndpoint', 'Method'] as const;
/** Members whose values are lists of strings by name. */
const MULTI_VALUED = ['Headers', 'QueryParameters'] as const;

/** Headers that a task may not set. Source: as below. */
const REFUSED_HEADERS: readonly RegExp[] = [
  /^(x-forwarded|x-amz)/i,
  /^(authorization|connection|content-md5|expect|host|max-forwards|proxy-authenticate|server)$/i,
  /^(te|trailer|transfer-encoding|upgrade|via|www-authenticate)$/i,
];

/**
 * `apigateway:invoke`. An answer below 200 or above 299 is the error "ApiGateway.<status>" with the body as
 * its cause. Source: Developer Guide, "Create API Gateway REST APIs with Step Functions".
 */
export const apiGatewayInvoke: Integration = {
  operations: ['execute-api:Invoke'],
  async run(input, { call }) {
    check(input);
    const request = input['AllowNullValues'] === true ? input : withoutNullBody(input);
    const answer = (await call('execute-api:Invoke', request).catch(refused)) as JsonObject;
    const status = Number(answer['StatusCode']);
    if (status >= 200 && status <= 299) return answer;
    throw new StatesError(`ApiGateway.${status}`, bodyText(answer['ResponseBody']));
  },
  failure: {
    style: 'optimized',
    prefix: 'ApiGateway',
    service: 'ApiGateway',
    fallback: 'AmazonApiGatewayException',
    modelled: () => false,
  },
};

/** What the operation refuses before there is an answer looks like the API's own refusal. */
function refused(error: unknown): never {
  if (!(error instanceof AwsError)) throw error;
  const status = error.code.startsWith('AccessDenied') ? 403 : error.statusCode;
  throw new StatesError(`ApiGateway.${status}`, stringifyJson({ message: error.message }));
}

function check(input: JsonObject): void {
  const missing = REQUIRED.filter((member) => typeof input[member] !== 'string');
  if (missing.length > 0) {
    throw parameterProblem(input, `The field(s) [${missing.join(', ')}] are required but were missing`);
  }
  for (const member of MULTI_VALUED) {
    if (input[member] !== undefined && !isMultiValued(input[member])) {
      throw parameterProblem(input, `The value of the field '${member}' has an invalid format`);
    }
  }
  const refused = Object.keys(input['Headers'] ?? {}).find((name) =>
    REFUSED_HEADERS.some((pattern) => pattern.test(name)),
  );
  if (refused !== undefined) throw parameterProblem(input, `The header '${refused}' is not permitted`);
}

function isMultiValued(value: JsonValue): boolean {
  return (
    isJsonObject(value) &&
    Object.values(value).every(
      (list) => Array.isArray(list) && list.every((item) => typeof item === 'string'),
    )
  );
}

/** Source: the same page: without AllowNullValues null values are not sent. */
function withoutNullBody(input: JsonObject): JsonObject {
  return input['RequestBody'] === undefined
    ? input
    : { ...input, RequestBody: withoutNulls(input['RequestBody']) };
}

function withoutNulls(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const kept: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    if (member !== null) setOwn(kept, key, withoutNulls(member));
  }
  return kept;
}

function bodyText(body: JsonValue | undefined): string {
  return typeof body === 'string' ? body : stringifyJson(body ?? '');
}
