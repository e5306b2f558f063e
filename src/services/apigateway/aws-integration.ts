import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from '../../core/json.ts';
import type { Caller, OperationName } from '../../core/operations.ts';
import { errorTypeOf } from '../../core/protocol-errors.ts';
import type { Resource } from '../../template/model.ts';
import { type AwsService, type AwsTarget, parseTarget, targetOperation } from './aws-target.ts';
import { type Exchange, type IntegrationAnswer, IntegrationFailure } from './exchange.ts';
import { headerOf } from './headers.ts';
import { refuse } from './load-error.ts';
import type { LoadScope } from './load-scope.ts';
import { jsonOf } from './payload.ts';
import { parseQuery, queryAnswer, queryError } from './query-protocol.ts';

/** @throws IntegrationFailure when no answer can be had */
export type AwsIntegration = (
  request: AwsRequest,
  exchange: Exchange,
  signal: AbortSignal,
) => Promise<IntegrationAnswer>;

/** The mapped request. */
export interface AwsRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Values for the `{name}` of the integration's URI. */
  readonly path: Readonly<Record<string, string>>;
}

export interface AwsIntegrationProperties {
  readonly uri: string | undefined;
  readonly method: string | undefined;
  readonly credentials: string | undefined;
  /** Mappings of the request's parameters: one may name the operation in a constant `X-Amz-Target`. */
  readonly parameters: Readonly<Record<string, string>> | undefined;
}

/** Names of the properties, for messages: they differ between REST and WebSocket APIs. */
export type AwsPropertyNames = Readonly<Record<keyof AwsIntegrationProperties, string>>;

/**
 * An integration of type AWS: an operation of a service, called with the mapped request under the role of the
 * integration's credentials.
 * @throws TemplateError for what the runtime cannot call
 */
export function compileAwsIntegration(
  resource: Resource<unknown>,
  properties: AwsIntegrationProperties,
  names: AwsPropertyNames,
  scope: LoadScope,
): AwsIntegration {
  const { uri, method, credentials, parameters } = properties;
  if (uri === undefined) return refuse(resource, names.uri, 'is missing', 'TEMPLATE_INVALID');
  const target = parseTarget(resource, names.uri, uri, scope.host.environment.region);
  if (method?.toUpperCase() !== 'POST') {
    refuse(resource, names.method, `is ${method}; the services here take POST`, 'TEMPLATE_INVALID');
  }
  const roleArn = roleOf(resource, names.credentials, credentials);
  const operation = constantOperation(resource, names.parameters, target, parameters) ?? target.operation;
  if (operation !== undefined) scope.needs(operation, resource, names.uri);
  return (request, exchange, signal) => {
    const caller: Caller = {
      kind: 'role',
      roleArn,
      service: 'apigateway.amazonaws.com',
      sourceArn: exchange.sourceArn,
    };
    const path = target.path && filledPath(target.path, request.path, exchange.stageVariables);
    return call(prepare(request, { ...target, operation, path }, scope), scope, {
      caller,
      span: exchange.span,
      signal,
    });
  };
}

/** `{queue}` and `${stageVariables.queue}` of a URI; what has no value stays. */
function filledPath(path: string, parameters: Strings, stageVariables: Strings): string {
  return path
    .replace(/\$\{stageVariables\.(\w+)\}/g, (all, name: string) => stageVariables[name] ?? all)
    .replace(/\{([^{}/]+)\}/g, (all, name: string) =>
      parameters[name] === undefined ? all : encodeURIComponent(parameters[name]),
    );
}

type Strings = Readonly<Record<string, string>>;

function roleOf(resource: Resource<unknown>, property: string, credentials: string | undefined): string {
  if (credentials?.includes(':role/')) return credentials;
  return refuse(
    resource,
    property,
    credentials === undefined
      ? 'is missing; name the role that may call the service'
      : `"${credentials}" is no role; the caller's own credentials are not passed on here`,
    credentials === undefined ? 'TEMPLATE_INVALID' : 'TEMPLATE_UNSUPPORTED',
  );
}

/** The operation of a mapping `integration.request.header.X-Amz-Target: "'…'"`, which overrules the URI's. */
function constantOperation(
  resource: Resource<unknown>,
  property: string,
  { service }: AwsTarget,
  parameters: Readonly<Record<string, string>> = {},
): OperationName | undefined {
  const key = Object.keys(parameters).find((name) =>
    /^integration\.request\.header\.x-amz-target$/i.test(name),
  );
  const header = key === undefined ? undefined : /^'(.*)'$/.exec(parameters[key] ?? '')?.[1];
  if (header === undefined) return undefined;
  return (
    targetOperation(service, header) ??
    refuse(resource, property, `X-Amz-Target "${header}" is no operation of ${service.name}`)
  );
}

/** A call in one of the services' protocols. */
interface Prepared {
  readonly operation: OperationName;
  /** @throws AwsError if the service could not read the request */
  input(): JsonObject;
  answer(output: JsonValue): JsonValue;
  error(error: AwsError): JsonValue;
}

function prepare(request: AwsRequest, target: AwsTarget, scope: LoadScope): Prepared {
  const header = headerTarget(request, target.service);
  const prepared =
    header === undefined && target.service.name === 'sqs' && !request.body.startsWith('{')
      ? prepareQuery(request, target, scope)
      : prepareJson(request, header ?? target.operation, target.service);
  if (scope.host.operations.has(prepared.operation)) return prepared;
  throw new IntegrationFailure(`The operation ${prepared.operation} is not implemented here`);
}

/** What a template may have put into `X-Amz-Target`. */
function headerTarget({ headers }: AwsRequest, service: AwsService): OperationName | undefined {
  const header = headerOf(headers, 'x-amz-target');
  if (header === undefined) return undefined;
  const operation = targetOperation(service, header);
  if (operation === undefined) {
    throw new IntegrationFailure(`X-Amz-Target "${header}" is no operation of ${service.name}`);
  }
  return operation;
}

function prepareJson(
  { body }: AwsRequest,
  operation: OperationName | undefined,
  { errorNamespace }: AwsService,
): Prepared {
  if (operation === undefined) throw new IntegrationFailure('The request names no operation (X-Amz-Target)');
  return {
    operation,
    input: () => {
      const input = jsonOf(body === '' ? '{}' : body);
      if (isJsonObject(input)) return input;
      throw new AwsError('SerializationException', 'The mapped request is not a JSON object.');
    },
    answer: (output) => output,
    error: ({ code, message, details }) => ({
      __type: errorTypeOf(code, errorNamespace),
      message,
      ...(details as JsonObject),
    }),
  };
}

function prepareQuery(
  request: AwsRequest,
  { service, operation, path }: AwsTarget,
  scope: LoadScope,
): Prepared {
  const { action, input } = parseQuery(request, path);
  const name = operation ?? (`${service.name}:${action}` as const);
  const requestId = scope.host.environment.random.uuid();
  return {
    operation: name,
    input: () => input,
    answer: (output) => queryAnswer(name, output, requestId),
    error: (error) => queryError(error, requestId),
  };
}

/** A service's error is an answer like any other: the API's integration responses decide what becomes of it. */
async function call(
  { operation, input, answer, error: errorBody }: Prepared,
  { host }: LoadScope,
  details: Parameters<LoadScope['host']['operations']['call']>[2],
): Promise<IntegrationAnswer> {
  try {
    const output = await host.operations.call(operation, input(), details);
    return { statusCode: 200, body: stringifyJson(answer(output)) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (isTrustFailure(error)) throw new IntegrationFailure(error.message, 500, { cause: error });
    return { statusCode: error.statusCode, body: stringifyJson(errorBody(error)) };
  }
}

/** Without its role API Gateway cannot call at all, so there is no answer to map. */
function isTrustFailure({ message }: AwsError): boolean {
  return message.includes('perform: sts:AssumeRole');
}
