import type { OperationName } from '../core/operations.ts';

/** How a service speaks AWS's JSON protocol. */
export interface JsonService {
  /** IAM prefix: the part of an operation's name before the colon. */
  readonly prefix: string;
  readonly jsonVersion: '1.0' | '1.1';
  /** What the service puts before an exception's name in `__type`. */
  readonly errorNamespace: string;
  /** The SDK checks bodies against `x-amz-crc32` where the service sends it. */
  readonly checksum?: boolean;
  /** Modelled exceptions' codes in the Query protocol that the service spoke before, for old clients. */
  readonly queryErrorCodes?: Readonly<Record<string, string>>;
}

/** `awsQueryError` traits of the SQS service model. */
export const SQS_QUERY_ERROR_CODES: Readonly<Record<string, string>> = {
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
};

/** The part of `X-Amz-Target` before the dot to its service (`targetPrefix` and `jsonVersion` of the service models). */
const JSON_SERVICES: Readonly<Record<string, JsonService>> = {
  AWSEvents: { prefix: 'events', jsonVersion: '1.1', errorNamespace: '' },
  AWSStepFunctions: {
    prefix: 'states',
    jsonVersion: '1.0',
    errorNamespace: 'com.amazonaws.swf.service.v2.model#',
  },
  AmazonSQS: {
    prefix: 'sqs',
    jsonVersion: '1.0',
    errorNamespace: 'com.amazonaws.sqs#',
    queryErrorCodes: SQS_QUERY_ERROR_CODES,
  },
  Logs_20140328: { prefix: 'logs', jsonVersion: '1.1', errorNamespace: '' },
  DynamoDB_20120810: {
    prefix: 'dynamodb',
    jsonVersion: '1.0',
    errorNamespace: 'com.amazonaws.dynamodb.v20120810#',
    checksum: true,
  },
};

export interface JsonTarget {
  readonly service: JsonService;
  readonly operation: OperationName;
}

/** Reads `X-Amz-Target`, as "AWSEvents.PutEvents". */
export function jsonTargetOf(header: string): JsonTarget | undefined {
  const dot = header.indexOf('.');
  const prefix = header.slice(0, dot);
  if (dot < 0 || !Object.hasOwn(JSON_SERVICES, prefix)) return undefined;
  const service = JSON_SERVICES[prefix] as JsonService;
  return { service, operation: `${service.prefix}:${header.slice(dot + 1)}` };
}
