import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { type QueryService, queryServiceOf } from './aws-query-services.ts';
import {
  type AwsWireOptions,
  type Exchange,
  internalFailure,
  MAX_REQUEST_BYTES,
  perform,
} from './aws-request.ts';
import { BodyTooLarge, type HttpRoute, readBody } from './http-server.ts';
import { element, escapeXml, xmlMembers } from './xml.ts';

/**
 * AWS's Query protocol: a form with `Action` and `Version` in, XML out. SQS spoke it before JSON, and clients as old
 * as Debian's AWS CLI still do; STS and CloudFormation speak nothing else.
 */
export function awsQueryRoute(options: AwsWireOptions): HttpRoute {
  return {
    accepts: (request, url) =>
      request.method === 'POST' &&
      (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded') &&
      (url.pathname === '/' || /^\/\d{12}\/[^/]+\/?$/.test(url.pathname)),
    handle: (request, response, url) => serve(options, request, response, url),
  };
}

async function serve(
  options: AwsWireOptions,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const requestId = options.random.uuid();
  const send = (statusCode: number, xml: string): void => {
    const body = Buffer.from(`<?xml version="1.0"?>\n${xml}`);
    response.writeHead(statusCode, {
      'Content-Type': 'text/xml',
      'Content-Length': body.length,
      'x-amzn-RequestId': requestId,
    });
    response.end(body);
  };
  let service: QueryService | undefined;
  try {
    const body = await readBody(request, MAX_REQUEST_BYTES);
    const form = new URLSearchParams(body.toString('utf8'));
    service = queryServiceOf(form.get('Version') ?? '');
    const output = await answer(options, service, form, { request, response, url, body });
    send(200, responseXml(service as QueryService, form.get('Action') ?? '', output, requestId));
  } catch (error) {
    const shown = shownError(error);
    send(shown.statusCode, errorXml(shown, service, requestId));
    if (!(error instanceof AwsError || error instanceof BodyTooLarge)) throw error;
  }
}

async function answer(
  options: AwsWireOptions,
  service: QueryService | undefined,
  form: URLSearchParams,
  exchange: Exchange,
): Promise<JsonObject> {
  const { request, url, body } = exchange;
  const caller = await options.callerOf(request, url, body);
  const action = form.get('Action') ?? '';
  const name = `${service?.prefix ?? 'unknown'}:${action}` as const;
  if (!service || !options.operations.has(name)) {
    throw new AwsError('InvalidAction', `The action ${action} is not valid for this endpoint.`);
  }
  const input = service.inputOf(form);
  // Older clients address a queue by the path that they post to.
  if (service.prefix === 'sqs' && url.pathname !== '/') input['QueueUrl'] ??= url.pathname;
  return (await perform(options, exchange, { name, input, caller, protocol: 'aws-query' })) as JsonObject;
}

function responseXml(service: QueryService, action: string, output: JsonObject, requestId: string): string {
  const result = element(`${action}Result`, xmlMembers(output, service.shapeOf(action)));
  const metadata = element('ResponseMetadata', element('RequestId', requestId));
  return `<${action}Response xmlns="${service.xmlNamespace}">${result}${metadata}</${action}Response>`;
}

function errorXml(error: AwsError, service: QueryService | undefined, requestId: string): string {
  const details = [
    element('Type', error.statusCode < 500 ? 'Sender' : 'Receiver'),
    element('Code', escapeXml(codeOf(error, service))),
    element('Message', escapeXml(error.message)),
  ];
  const namespace = service?.xmlNamespace ?? 'http://webservices.amazon.com/AWSFault/2005-15-09';
  return `<ErrorResponse xmlns="${namespace}">${element('Error', details.join(''))}${element('RequestId', requestId)}</ErrorResponse>`;
}

/** What the Query protocol calls the errors that every service has ("Common Errors" in their API references). */
const COMMON_ERROR_CODES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  IncompleteSignatureException: 'IncompleteSignature',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  UnrecognizedClientException: 'InvalidClientTokenId',
};

function codeOf({ code }: AwsError, service: QueryService | undefined): string {
  return service?.errorCodes?.[code] ?? COMMON_ERROR_CODES[code] ?? code;
}

function shownError(error: unknown): AwsError {
  if (error instanceof BodyTooLarge) return new AwsError('RequestEntityTooLarge', error.message, 413);
  return error instanceof AwsError ? error : internalFailure();
}
