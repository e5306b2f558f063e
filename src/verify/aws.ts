import type { JsonObject } from '../core/json.ts';

/** The services whose JSON protocol checks speak, by IAM prefix. */
export type AwsService = 'dynamodb' | 'events' | 'logs' | 'sqs' | 'states';

/** An answer as it came, because the facts are about its very words. */
export interface AwsAnswer {
  readonly status: number;
  readonly body: JsonObject;
  /** `__type` of an error, with its namespace; empty for success. */
  readonly type: string;
  /** The type without its namespace. */
  readonly code: string;
  readonly message: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** AWS's APIs, asked with the credentials of whoever runs the suite. */
export interface AwsApi {
  /**
   * @param input text is sent as it is
   * @returns errors of the API, too; throws only when there is no answer
   */
  call(
    service: AwsService,
    operation: string,
    input: JsonObject | string,
    options?: { readonly unsigned?: boolean },
  ): Promise<AwsAnswer>;
  /** A request to `execute-api`, signed. */
  http(method: 'DELETE' | 'GET' | 'POST', url: string, body?: string): Promise<HttpAnswer>;
}

/** A resource of the stack, as CloudFormation names it. */
export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
}
