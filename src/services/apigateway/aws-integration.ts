import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, parseJson, stringifyJson } from '../../core/json.ts';
import type { OperationName } from '../../core/operations.ts';
import type { Resource } from '../../template/model.ts';
import { type Exchange, type IntegrationAnswer, IntegrationFailure } from './exchange.ts';
import { refuse } from './load-error.ts';
import type { LoadScope } from './load-scope.ts';
import { requestFromQuery, responseForQuery } from './query-protocol.ts';

/** An AWS service that an integration can call, and how its API writes operations and errors. */
interface AwsService {
  readonly targetPrefix: string;
  readonly errorNamespace: string;
}

const SERVICES: Readonly<Record<string, AwsService>> = {
  dynamodb: {
    targetPrefix: 'DynamoDB_20120810.',
    errorNamespace: 'com.amazonaws.dynamodb.v20120810#',
  },
  events: { targetPrefix: 'AWSEvents.', errorNamespace: '' },
  sqs: { targetPrefix: 'AmazonSQS.', errorNamespace: 'com.amazonaws.sqs#' },
  states: { targetPrefix: 'AWSStepFunctions.', errorNamespace: 'com.amazonaws.swf.service.v2.model#' },
};

const URI = /^arn:aws[a-z-]*:apigateway:([a-z0-9-]*):([A-Za-z0-9.-]+):(action|path)\/(.*)$/;

export interface AwsIntegration {
  /** @throws IntegrationFailure when no answer can be had. */
  call(request: AwsRequest, exchange: Exchange, signal: AbortSignal): Promise<IntegrationAnswer>;
}

export interface AwsRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

export interface AwsIntegrationProperties {
  readonly uri: string | undefined;
  readonly method: string | undefined;
  readonly credentials: string | undefined;
  /** Mappings of the request's parameters: one may name the operation in a constant X-Amz-Target. */
  readonly parameters: Readonly<Record<string, string>> | undefined;
}

/** Names of the properties, for messages: they differ between REST and WebSocket APIs. */
export interface AwsPropertyNames {
  readonly uri: string;
  readonly method: string;
  readonly credentials: string;
}

/**
 * An integration of type AWS: an operation of a service, called with the mapped request under the role of the
 * integration's credentials.
 * @throws TemplateError for what the runtime cannot call
 */
export function compileAwsIntegration(
  resource: Resource<unknown>,
  { uri, method, credentials, parameters }: AwsIntegrationProperties,
  names: AwsPropertyNames,
  scope: LoadScope,
): AwsIntegration {
  const { host } = scope;
  if (uri === undefined) return refuse(resource, names.uri, 'is missing', 'TEMPLATE_INVALID');
  const { serviceName, service, action, path } = parseUri(resource, uri, names, host);
  if (method?.toUpperCase() !== 'POST') {
    refuse(resource, names.method, `is ${method}; the services here take POST`, 'TEMPLATE_INVALID');
  }
  if (credentials === undefined) {
    refuse(
      resource,
      names.credentials,
      'is missing; name the role that may call the service',
      'TEMPLATE_INVALID',
    );
  }
  const fromUri: OperationName | undefined = action === undefined ? undefined : `${serviceName}:${action}`;
  const target = constantTarget(parameters);
  if (target !== undefined && !target.startsWith(service.targetPrefix)) {
    refuse(resource, 'RequestParameters', `X-Amz-Target "${target}" is no operation of ${serviceName}`);
  }
  const fromTarget = operationOf({ 'X-Amz-Target': target }, serviceName, service);
  const operation = fromTarget ?? fromUri;
  if (operation !== undefined) scope.needs(operation, resource, names.uri);
  return {
    async call(request, exchange, signal) {
      const chosen = operationOf(request.headers, serviceName, service) ?? operation;
      const isQuery = isQueryRequest(serviceName, request);
      const input = isQuery ? requestFromQuery(request, path) : parseInput(request.body);
      const name = chosen ?? (isQuery ? `${serviceName}:${takeAction(input)}` : undefined);
      if (name === undefined) throw new IntegrationFailure('The request names no operation (X-Amz-Target)');
      if (!host.operations.has(name))
        throw new IntegrationFailure(`The operation ${name} is not implemented here`);
      const caller = {
        kind: 'role',
        roleArn: credentials,
        service: 'apigateway.amazonaws.com',
        sourceArn: exchange.sourceArn,
      } as const;
      try {
        const output = await host.operations.call(name, input, { caller, span: exchange.span, signal });
        return { statusCode: 200, body: stringifyJson(isQuery ? responseForQuery(name, output) : output) };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        if (isTrustFailure(error)) throw new IntegrationFailure(error.message, 500, { cause: error });
        return errorAnswer(error, service);
      }
    },
  };
}

interface ParsedUri {
  readonly serviceName: string;
  readonly service: AwsService;
  readonly action: string | undefined;
  readonly path: string | undefined;
}

function parseUri(
  resource: Resource<unknown>,
  uri: string,
  names: AwsPropertyNames,
  { environment: { region } }: LoadScope['host'],
): ParsedUri {
  const [, uriRegion, serviceName = '', kind, rest = ''] = URI.exec(uri) ?? [];
  if (serviceName === '') {
    refuse(
      resource,
      names.uri,
      `"${uri}" is not of the form arn:aws:apigateway:{region}:{service}:action/{Operation}`,
    );
  }
  if (serviceName === 'lambda') {
    refuse(
      resource,
      names.uri,
      `calls a Lambda function (${rest}); lambdaless executes templates without any`,
    );
  }
  const service = Object.hasOwn(SERVICES, serviceName) ? SERVICES[serviceName] : undefined;
  if (!service) {
    const known = Object.keys(SERVICES).join(', ');
    return refuse(
      resource,
      names.uri,
      `the service "${serviceName}" is not implemented here; there are ${known}`,
    );
  }
  if (uriRegion !== region) {
    refuse(
      resource,
      names.uri,
      `names region ${uriRegion}, but the stack runs in ${region} (--region ${uriRegion})`,
    );
  }
  const action = kind === 'action' ? rest.split('&')[0] : undefined;
  return { serviceName, service, action, path: kind === 'path' ? rest : undefined };
}

/** The services of these protocols take the operation from a header, whatever the URI says. */
function operationOf(
  headers: Readonly<Record<string, string | undefined>>,
  serviceName: string,
  { targetPrefix }: AwsService,
): OperationName | undefined {
  const name = Object.keys(headers).find((key) => key.toLowerCase() === 'x-amz-target');
  const target = name === undefined ? undefined : headers[name];
  if (target === undefined) return undefined;
  if (target.startsWith(targetPrefix)) return `${serviceName}:${target.slice(targetPrefix.length)}`;
  throw new IntegrationFailure(`X-Amz-Target "${target}" is no operation of ${serviceName}`);
}

/** The value of a parameter mapping `integration.request.header.X-Amz-Target: "'…'"`. */
function constantTarget(parameters: Readonly<Record<string, string>> = {}): string | undefined {
  const target = Object.keys(parameters).find((name) =>
    /^integration\.request\.header\.x-amz-target$/i.test(name),
  );
  return target === undefined ? undefined : /^'(.*)'$/.exec(parameters[target] ?? '')?.[1];
}

/** SQS is the one service here that also speaks the query protocol. */
function isQueryRequest(serviceName: string, { body, headers, query }: AwsRequest): boolean {
  if (serviceName !== 'sqs') return false;
  const hasTarget = Object.keys(headers).some((key) => key.toLowerCase() === 'x-amz-target');
  return (
    !hasTarget && (/(?:^|&)Action=/.test(body) || Object.keys(query).length > 0 || !body.startsWith('{'))
  );
}

function takeAction(input: JsonObject): string {
  const action = String(input['Action'] ?? '');
  delete input['Action'];
  return action;
}

function parseInput(body: string): JsonObject {
  let value: JsonValue;
  try {
    value = parseJson(body === '' ? '{}' : body);
  } catch (cause) {
    throw new IntegrationFailure('The mapped request is not JSON', 500, { cause });
  }
  if (!isJsonObject(value)) throw new IntegrationFailure('The mapped request is not a JSON object');
  return value;
}

/** Without its role API Gateway cannot call at all, so there is no answer to map. */
function isTrustFailure(error: AwsError): boolean {
  return error.message.includes('perform: sts:AssumeRole');
}

/** A service's error is an answer like any other: the API's integration responses decide what becomes of it. */
function errorAnswer(error: AwsError, { errorNamespace }: AwsService): IntegrationAnswer {
  const body = {
    __type: errorNamespace + error.code,
    message: error.message,
    ...(error.details as JsonObject),
  };
  return { statusCode: error.statusCode, body: stringifyJson(body) };
}
