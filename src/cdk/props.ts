import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { EventPattern, IEventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/**
 * Who decides whether an event matches a connection's pattern.
 * - `jsonata`: a matcher written in JSONata, which Step Functions evaluates itself: no call, no quota.
 * - `testEventPattern`: EventBridge's own API. Exact, but one call per connection and event, out of about 50 a
 *   second that the whole account shares with every deployment.
 */
export type Matching = 'jsonata' | 'testEventPattern';

/**
 * How the workflow runs that delivers an event.
 * - `express`: at least once, five minutes at most, billed by duration.
 * - `standard`: exactly once, with a history to look at, billed by state transition.
 */
export type DeliveryType = 'express' | 'standard';

/**
 * Who may connect, and so read every event of the bus.
 * - `iam`: whoever may `execute-api:Invoke` the API; see `grantConnect()`.
 * - `anyone-with-the-url`: everybody on the internet who learns the URL. There is no second check.
 */
export type Authorization = 'iam' | 'anyone-with-the-url';

/** What the state machines write to their log groups. */
export type LogLevel = 'OFF' | 'FATAL' | 'ERROR' | 'ALL';

/** How much clients may send. */
export interface Throttling {
  /** Messages from clients per second, on average. */
  readonly rateLimit: number;
  /** Messages from clients at once. */
  readonly burstLimit: number;
}

/** Which events are kept, and for how long. */
export interface ArchiveOptions {
  /**
   * How long events are kept.
   * @default - for ever
   */
  readonly retention?: Duration;
  /**
   * Which events are kept.
   * @default - those that `eventPattern` lets through
   */
  readonly eventPattern?: EventPattern;
}

/** Everything has a default: `new LambdalessWebSocket(this, 'Live')` works. */
export interface LambdalessWebSocketProps {
  /**
   * The bus whose events clients receive: one of any stack, or the account's default bus.
   * @default - a new bus
   */
  readonly eventBus?: IEventBus;

  /**
   * A prefilter: only events that match it start a workflow, so only they cost anything.
   * @default - every event; on a given bus, all but those of Step Functions (source `aws.states`), because the workflow
   * itself causes some and would trigger itself
   */
  readonly eventPattern?: EventPattern;

  /**
   * Who decides whether an event matches a connection's pattern.
   * @default 'jsonata'
   */
  readonly matching?: Matching;

  /**
   * How the workflow runs that delivers an event.
   * @default 'express'
   */
  readonly deliveryType?: DeliveryType;

  /**
   * Who may connect, and so read every event of the bus.
   * @default 'iam'
   */
  readonly authorization?: Authorization;

  /**
   * The last part of the URL.
   * @default 'live'
   */
  readonly stageName?: string;

  /**
   * Limits for messages from clients, `$connect` included.
   * @default - the account's limits
   */
  readonly throttling?: Throttling;

  /**
   * Whether API Gateway logs each connection and message: who, when, which route, which outcome. Never what was
   * sent. Needs the account's CloudWatch role; see `accountCloudWatchRole`.
   * @default false
   */
  readonly accessLogs?: boolean;

  /**
   * Whether API Gateway logs the errors of its integrations. Never payloads. Needs the account's CloudWatch role;
   * see `accountCloudWatchRole`.
   * @default false
   */
  readonly executionLogs?: boolean;

  /**
   * Whether to create the role with which API Gateway writes logs, and to enter it in the settings of the whole
   * account and region. An account has one such setting, so the choice is not made for you. Both stay when the stack
   * is deleted, because all other APIs of the account use them, too.
   * @default false
   */
  readonly accountCloudWatchRole?: boolean;

  /**
   * What the state machines log. Payloads are never logged. `ALL` logs each state of each delivery, which costs more
   * than running it.
   * @default 'ERROR'
   */
  readonly logLevel?: LogLevel;

  /**
   * Whether the workflow reports how many messages each event became and how many connections there were, for
   * `metricDelivered()`, `metricOversize()` and `metricOpenConnections()`. It writes a line of 361 bytes to a log for
   * each event that somebody may want: 0.17 USD per million events, and 0.90 a month for three metrics.
   * @default false
   */
  readonly metrics?: boolean;

  /**
   * How long logs are kept.
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;

  /**
   * Whether the state machines send traces to X-Ray.
   * @default false
   */
  readonly tracing?: boolean;

  /**
   * How long a connection's row lives if nobody reports its end. API Gateway ends a connection after two hours, so
   * it cannot be less.
   * @default Duration.minutes(130)
   */
  readonly connectionTtl?: Duration;

  /**
   * Where events go that could not be worked off. An imported queue must let the rule send to it.
   * @default - a new queue, encrypted, TLS only, that keeps messages for 14 days
   */
  readonly deadLetterQueue?: IQueue;

  /**
   * A key for what is stored: connections, the workflows' definitions and executions, logs, and the dead-letter
   * queue, bus and archive that are made here. Its policy is extended as needed, unless the key is imported; see
   * docs/security.md.
   * @default - keys that AWS owns
   */
  readonly encryptionKey?: IKey;

  /**
   * What becomes of table, queue, bus, archive and logs when they are removed from the stack. They hold nothing that
   * outlives a connection, except the dead-letter queue, the archive and the logs.
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Connections that the workflow reads and matches at once; from 1 to 32.
   * @default 32
   */
  readonly pageSize?: number;

  /**
   * Keeps events for replay.
   * @default - no archive
   */
  readonly archive?: ArchiveOptions;
}
