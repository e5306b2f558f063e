import { Aws, type CfnOutput, Duration, Names, RemovalPolicy } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledgeFindings } from './acknowledge.ts';
import { type AlarmOptions, createAlarms } from './alarms.ts';
import { createDashboard } from './dashboard.ts';
import { letEventBridgeEncrypt, letEventBridgeSend, letLogsEncrypt } from './key-policy.ts';
import { PAGE_MAX_ROWS } from './limits.ts';
import { reportedMetric, stageMetric } from './metrics.ts';
import { createOutputs } from './outputs.ts';
import type { LambdalessWebSocketProps } from './props.ts';
import { createReporting } from './reporting.ts';
import { createRule, EVERY_EVENT, prefilter } from './rule.ts';
import { createDeliver, createSubscribe } from './state-machines.ts';
import {
  createArchive,
  createBus,
  createDeadLetterQueue,
  createLogGroup,
  createTable,
  createWorkflowLog,
  type LogOptions,
} from './storage.ts';
import { validate, warn } from './validate.ts';
import { accountCloudWatchRole, addRoutes, createStage } from './web-socket-api.ts';

/** The longest connection, and ten minutes for clocks and retries. */
const DEFAULT_CONNECTION_TTL = Duration.minutes(130);

/** The two workflows. */
export interface StateMachines {
  /** Validates a client's pattern and puts it in force. */
  readonly subscribe: sfn.StateMachine;
  /** Sends one event to everybody whose pattern matches it. */
  readonly deliver: sfn.StateMachine;
}

/**
 * Sends the events of an EventBridge bus to WebSocket clients, each filtered by the event pattern that the client
 * has set for itself, with no Lambda function anywhere.
 */
export class LambdalessWebSocket extends Construct {
  /** The WebSocket API that clients connect to. */
  readonly api: apigatewayv2.WebSocketApi;
  /** The API's only stage. */
  readonly stage: apigatewayv2.WebSocketStage;
  /** What clients connect to: `wss://…`. */
  readonly url: string;
  /** Where messages to clients are posted: `https://…`. */
  readonly callbackUrl: string;
  /** One row for each connection. */
  readonly table: dynamodb.Table;
  /** The two workflows. */
  readonly stateMachines: StateMachines;
  /** The bus whose events clients receive: the one given, or a new one. */
  readonly eventBus: events.IEventBus;
  /** Starts `stateMachines.deliver` for each event that the prefilter lets through. */
  readonly rule: events.Rule;
  /** Holds the events that could not be worked off. */
  readonly deadLetterQueue: sqs.IQueue;

  private readonly reports: boolean;

  /** @throws Error that names the prop, if a value cannot work. */
  constructor(scope: Construct, id: string, props: LambdalessWebSocketProps = {}) {
    super(scope, id);
    validate(this, props);
    warn(this, props);
    const { encryptionKey, removalPolicy = RemovalPolicy.DESTROY } = props;
    const storage: LogOptions = { encryptionKey, removalPolicy, retention: props.logRetention };
    if (encryptionKey) {
      letLogsEncrypt(encryptionKey);
      letEventBridgeEncrypt(encryptionKey);
    }

    this.table = createTable(this, storage);
    this.deadLetterQueue = props.deadLetterQueue ?? createDeadLetterQueue(this, storage);
    if (this.deadLetterQueue.encryptionMasterKey) {
      letEventBridgeSend(this.deadLetterQueue.encryptionMasterKey);
    }
    this.eventBus = props.eventBus ?? createBus(this, storage);
    if (props.archive) {
      const { eventPattern = props.eventPattern ?? EVERY_EVENT, retention } = props.archive;
      createArchive(this, { ...storage, eventBus: this.eventBus, eventPattern, retention });
    }

    this.api = new apigatewayv2.WebSocketApi(this, 'Api', {
      apiName: Names.uniqueResourceName(this, { maxLength: 128 }),
      description: 'Live events, filtered by a pattern that each client sets for itself',
      routeSelectionExpression: '$request.body.action',
    });
    const account = props.accountCloudWatchRole ? accountCloudWatchRole(this) : undefined;
    this.stage = createStage(this, this.api, {
      ...props,
      accessLog: props.accessLogs ? createLogGroup(this, 'AccessLog', storage) : undefined,
    });
    if (account) this.stage.node.addDependency(account);
    this.url = this.stage.url;
    this.callbackUrl = this.stage.callbackUrl;

    this.stateMachines = this.createStateMachines(props, storage);
    const routes = addRoutes(this, {
      api: this.api,
      table: this.table,
      subscribe: this.stateMachines.subscribe,
      connectAuthorization: props.authorization === 'anyone-with-the-url' ? 'NONE' : 'AWS_IAM',
      connectionTtl: props.connectionTtl ?? DEFAULT_CONNECTION_TTL,
      encryptionKey,
    });
    // The first deployment of the stage then has all routes: nobody meets half an API.
    this.stage.node.addDependency(...routes);
    this.rule = createRule(this, {
      eventBus: this.eventBus,
      eventPattern: prefilter(props),
      deliver: this.stateMachines.deliver,
      deadLetterQueue: this.deadLetterQueue,
    });
    this.reports = props.metrics ?? false;
    acknowledgeFindings(this, props);
  }

  /** Allows a principal to connect, and so to read every event that `eventPattern` lets through. */
  grantConnect(grantee: iam.IGrantable): iam.Grant {
    const connect = `${this.api.apiId}/${this.stage.stageName}/$connect`;
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: [`arn:${Aws.PARTITION}:execute-api:${Aws.REGION}:${Aws.ACCOUNT_ID}:${connect}`],
    });
  }

  /** Allows a principal to put events on the bus. */
  grantPutEvents(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['events:PutEvents'],
      resourceArns: [this.eventBus.eventBusArn],
    });
  }

  /** Events for which a delivery was started. */
  metricEvents(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.stateMachines.deliver.metricStarted({ label: 'Events', ...props });
  }

  /**
   * Messages that were sent: events, and notices about events that are too large.
   * @throws Error unless `metrics` is set: only the workflow knows.
   */
  metricDelivered(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.reported('Delivered', 'metricDelivered', { label: 'Delivered', ...props });
  }

  /**
   * Notices sent in place of events that are too large for a WebSocket message.
   * @throws Error unless `metrics` is set: only the workflow knows.
   */
  metricOversize(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.reported('Oversize', 'metricOversize', { label: 'Oversize', ...props });
  }

  /**
   * Connections that had a pattern when an event came: the most in each period. No data when no event came, or
   * nobody was there.
   * @throws Error unless `metrics` is set: only the workflow knows.
   */
  metricOpenConnections(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.reported('Connections', 'metricOpenConnections', {
      label: 'Connections with a pattern',
      statistic: 'Maximum',
      ...props,
    });
  }

  /** Events that at least one client did not get although its pattern matched. */
  metricDeliveryFailed(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.stateMachines.deliver.metricFailed({ label: 'Delivery failed', ...props });
  }

  /** Events that could not be worked off and lie in the dead-letter queue. */
  metricDeadLetters(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({
      label: 'Dead letters',
      statistic: 'Maximum',
      ...props,
    });
  }

  /** Connections that were opened. Over a period of two hours, as many as can be open at most. */
  metricConnections(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return stageMetric(this.stage, 'ConnectCount', { label: 'Connections opened', ...props });
  }

  /** Messages between API Gateway and clients, in both directions. */
  metricMessages(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return stageMetric(this.stage, 'MessageCount', { label: 'Messages', ...props });
  }

  /** Patterns that could not be judged or stored. A pattern that is refused is no failure. */
  metricSubscribeFailed(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.stateMachines.subscribe.metricFailed({ label: 'Subscribe failed', ...props });
  }

  /** An alarm for each way in which events get lost or clients are turned away. */
  addAlarms(options: AlarmOptions = {}): cloudwatch.Alarm[] {
    return createAlarms(this, options);
  }

  /**
   * Outputs of the stack: the URL, and what else the command line looks for with `--stack NAME`.
   * @param prefix goes before their names, for a stack with several instances
   */
  addOutputs(prefix: string = ''): CfnOutput[] {
    return createOutputs(this, prefix);
  }

  /** What the operator wants to see at a glance. */
  addDashboard(): cloudwatch.Dashboard {
    return createDashboard(this, this.reports);
  }

  private createStateMachines(props: LambdalessWebSocketProps, storage: LogOptions): StateMachines {
    const { logLevel = 'ERROR' } = props;
    const log = (id: string) => (logLevel === 'OFF' ? undefined : createWorkflowLog(this, id, storage));
    const machine = {
      table: this.table,
      matching: props.matching ?? 'jsonata',
      tracing: props.tracing ?? false,
      logLevel,
      encryptionKey: props.encryptionKey,
    };
    return {
      subscribe: createSubscribe(this, { ...machine, logGroup: log('SubscribeLog') }),
      deliver: createDeliver(this, {
        ...machine,
        logGroup: log('DeliverLog'),
        stage: this.stage,
        deadLetterQueue: this.deadLetterQueue,
        deliveryType: props.deliveryType ?? 'express',
        pageSize: props.pageSize ?? PAGE_MAX_ROWS,
        reporting: props.metrics ? createReporting(this, storage) : undefined,
      }),
    };
  }

  private reported(
    name: Parameters<typeof reportedMetric>[1],
    method: string,
    props: cloudwatch.MetricOptions,
  ): cloudwatch.Metric {
    if (this.reports) return reportedMetric(this.stateMachines.deliver, name, props);
    throw new Error(`LambdalessWebSocket: ${method}() needs metrics: true, because only the workflow knows`);
  }
}
