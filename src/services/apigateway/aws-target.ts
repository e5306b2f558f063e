import type { OperationName } from '../../core/operations.ts';
import type { Resource } from '../../template/model.ts';
import { refuse } from './load-error.ts';

/** An AWS service that an integration can call, and how its API writes operations and errors. */
export interface AwsService {
  /** The IAM prefix of its operations. */
  readonly name: string;
  /** What comes before the operation in `X-Amz-Target`. */
  readonly targetPrefix: string;
  /** What comes before an error's code in `__type`. */
  readonly errorNamespace: string;
}

const SERVICES: readonly AwsService[] = [
  {
    name: 'dynamodb',
    targetPrefix: 'DynamoDB_20120810.',
    errorNamespace: 'com.amazonaws.dynamodb.v20120810#',
  },
  { name: 'events', targetPrefix: 'AWSEvents.', errorNamespace: '' },
  { name: 'sqs', targetPrefix: 'AmazonSQS.', errorNamespace: 'com.amazonaws.sqs#' },
  {
    name: 'states',
    targetPrefix: 'AWSStepFunctions.',
    errorNamespace: 'com.amazonaws.swf.service.v2.model#',
  },
];

/** What an integration's URI means. */
export interface AwsTarget {
  readonly service: AwsService;
  /** The operation, of a URI `…:action/{Operation}`. */
  readonly operation: OperationName | undefined;
  /** What follows, of a URI `…:path/…`. */
  readonly path: string | undefined;
}

const URI = /^arn:aws[a-z-]*:apigateway:([a-z0-9-]*):([A-Za-z0-9.-]+):(action|path)\/(.*)$/;

/** @throws TemplateError for a service, or a region, that is not here */
export function parseTarget(
  resource: Resource<unknown>,
  property: string,
  uri: string,
  region: string,
): AwsTarget {
  const [, uriRegion, name, kind, rest = ''] = URI.exec(uri) ?? [];
  if (name === undefined) {
    const form = 'arn:aws:apigateway:{region}:{service}:action/{Operation}';
    return refuse(resource, property, `"${uri}" is not of the form ${form}`, 'TEMPLATE_INVALID');
  }
  if (name === 'lambda') {
    refuse(
      resource,
      property,
      `calls a Lambda function (${rest}); lambdaless executes templates without any`,
    );
  }
  const service = SERVICES.find((candidate) => candidate.name === name);
  if (!service) {
    const known = SERVICES.map((candidate) => candidate.name).join(', ');
    return refuse(resource, property, `the service "${name}" is not implemented here; there are ${known}`);
  }
  if (uriRegion !== region) {
    refuse(
      resource,
      property,
      `names region ${uriRegion}, but the stack runs in ${region} (--region ${uriRegion})`,
    );
  }
  return {
    service,
    operation: kind === 'action' ? `${name}:${rest.split('&')[0]}` : undefined,
    path: kind === 'path' ? rest : undefined,
  };
}

/** The operation that a header `X-Amz-Target` names; undefined if it is for another service. */
export function targetOperation(
  { name, targetPrefix }: AwsService,
  target: string,
): OperationName | undefined {
  return target.startsWith(targetPrefix) ? `${name}:${target.slice(targetPrefix.length)}` : undefined;
}
