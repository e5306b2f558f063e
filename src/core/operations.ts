import type { Environment } from './environment.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { Meter } from './meter.ts';
import type { Span } from './trace.ts';

/**
 * "dynamodb:PutItem": the service's IAM prefix (execute-api, events, states, dynamodb, sqs), a colon, the
 * operation's API name. The one name under which the SDK wire, Step Functions tasks, API Gateway integrations
 * and EventBridge targets all reach an operation.
 */
export type OperationName = `${string}:${string}`;

/** Who makes a call, and so whose policies decide about it. */
export type Caller =
  /**
   * A service that has assumed a role of the template: the role's trust policy decides whether it may
   * (`service` is the principal, "states.amazonaws.com"; `sourceArn` the resource in whose name it acts: the
   * state machine, the rule, the API's method or route), and its policies decide about the call.
   */
  | { readonly kind: 'role'; readonly roleArn: string; readonly service: string; readonly sourceArn: string }
  /**
   * An AWS service in its own name, as EventBridge towards a queue: the resource's policy decides. `sourceArn` is
   * empty where the service does not say in whose name it acts.
   */
  | { readonly kind: 'service'; readonly service: string; readonly sourceArn: string }
  /** The person at the laptop: everything is allowed. */
  | { readonly kind: 'account' };

/** What a caller must be allowed for one request. */
export interface Permission {
  /** "dynamodb:PutItem" */
  readonly action: string;
  /** An ARN, or "*" where the action knows no resources. */
  readonly resource: string;
  /** Condition keys of the service that the request sets, as "dynamodb:LeadingKeys" or "events:source". */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

export interface Call {
  readonly caller: Caller;
  readonly span: Span;
  readonly signal?: AbortSignal | undefined;
}

/** A call made in the course of something that may be given up: its signal is made only if somebody asks for it. */
export class NestedCall implements Call {
  readonly caller: Caller;
  readonly span: Span;
  private readonly outer: Pick<Call, 'signal'> | undefined;

  constructor(caller: Caller, span: Span, outer: Pick<Call, 'signal'> | undefined) {
    this.caller = caller;
    this.span = span;
    this.outer = outer;
  }

  get signal(): AbortSignal | undefined {
    return this.outer?.signal;
  }
}

/** One API operation of one service. Input and output are the AWS API's own JSON shapes. */
export interface Operation {
  readonly name: OperationName;
  /**
   * Set where the answer may take time on the clock (StartSyncExecution, a long poll), so that a virtual clock
   * does not wait for what itself waits for the clock.
   */
  readonly waitsOnClock?: boolean;
  /** Evaluated against the caller's policies before `invoke`. */
  permissions(input: JsonObject): readonly Permission[];
  /** @throws AwsError with a code that the operation models. */
  invoke(input: JsonObject, call: Call): Promise<JsonValue>;
}

/** The operations table with everything that surrounds a call: IAM, faults, metering, tracing. */
export interface Operations {
  has(name: OperationName): boolean;
  names(): Iterable<OperationName>;
  /** @throws AwsError AccessDeniedException, an injected fault, or the operation's own. */
  call(name: OperationName, input: JsonObject, call: Call): Promise<JsonValue>;
}

/** What the runtime lends to every service. */
export interface ServiceHost {
  readonly environment: Environment;
  readonly operations: Operations;
  readonly meter: Meter;
  /**
   * Puts a resource policy that came by an API (SetQueueAttributes) in the place of those that guard `resourceArn`;
   * without a document nothing guards it any more. @default - nobody asks for policies
   */
  readonly setResourcePolicy?: (resourceArn: string, document: JsonValue | undefined) => void;
}

/** A stateful engine made from a template's resources. */
export interface Service {
  readonly operations: readonly Operation[];
  /** Stops timers and running work; nothing of it calls back afterwards. */
  close(): Promise<void>;
}
