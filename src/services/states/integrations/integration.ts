import type { JsonObject, JsonValue } from '../../../core/json.ts';
import type { OperationName } from '../../../core/operations.ts';
import type { TaskCall } from '../../../languages/asl/index.ts';
import type { StatesContext } from '../context.ts';

/** In whose name a task runs. */
export interface TaskOrigin {
  readonly executionArn: string;
  readonly machineArn: string;
}

/** What an integration may use while it runs. */
export interface IntegrationScope extends StatesContext {
  /** Calls an operation under the task's role. @throws AwsError */
  call(name: OperationName, input: JsonObject): Promise<JsonValue>;
  readonly task: TaskCall;
  readonly origin: TaskOrigin;
}

/** One row of the table of integrations. */
export interface Integration {
  /** The operations that it calls, which the runtime must have. */
  readonly operations: readonly OperationName[];
  /** @throws StatesError, AwsError: the latter becomes an error by `errorName` */
  run(input: JsonObject, scope: IntegrationScope): Promise<JsonValue>;
  /** What Step Functions calls a service's exception, and how it words the cause. */
  readonly failure: FailureStyle;
}

/** The two SDK generations behind Step Functions name and word errors differently. */
export type FailureStyle =
  /** "DynamoDB.ResourceNotFoundException", "… (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: …)" */
  | {
      readonly style: 'optimized';
      readonly prefix: string;
      readonly service: string;
      /** The exception class of codes that have none of their own. */
      readonly fallback: string;
      /** Codes that have an exception class. */
      readonly modelled: (code: string) => boolean;
    }
  /** "DynamoDb.ResourceNotFoundException", "… (Service: DynamoDb, Status Code: 400, Request ID: …)" */
  | { readonly style: 'aws-sdk'; readonly service: string; readonly modelled: (code: string) => boolean };
