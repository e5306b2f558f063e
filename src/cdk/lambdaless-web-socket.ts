import { Aws, CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { mappingTemplate, stateMachineDefinition } from './files.ts';
import { addRoute } from './routes.ts';

export class LambdalessWebSocket extends Construct {
  readonly api: apigatewayv2.WebSocketApi;
  readonly stage: apigatewayv2.WebSocketStage;
  readonly table: dynamodb.TableV2 | dynamodb.Table;
  readonly eventBus: events.IEventBus;
  readonly deadLetterQueue: sqs.IQueue;
  readonly rule: events.Rule;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new dynamodb.Table(this, 'Connections', {
      partitionKey: { name: 'scope', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'connectionId', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.eventBus = new events.EventBus(this, 'Bus');
    this.deadLetterQueue = new sqs.Queue(this, 'DeadLetterQueue', {
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.api = new apigatewayv2.WebSocketApi(this, 'Api', {
      routeSelectionExpression: '$request.body.action',
    });
    this.stage = new apigatewayv2.WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
      stageName: 'live',
      autoDeploy: true,
    });
    const subscribe = this.subscribe();
    this.routes(subscribe);
    const deliver = this.deliver();
    this.rule = new events.Rule(this, 'Rule', {
      eventBus: this.eventBus,
      eventPattern: { version: ['0'] },
      targets: [
        new targets.SfnStateMachine(deliver, {
          deadLetterQueue: this.deadLetterQueue,
        }),
      ],
    });
  }

  private routes(subscribe: sfn.StateMachine): void {
    const apiGateway = (name: string, statement: iam.PolicyStatement): iam.Role =>
      new iam.Role(this, name, {
        assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
        inlinePolicies: { Integration: new iam.PolicyDocument({ statements: [statement] }) },
      });
    const action = (name: string): string =>
      `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:${name.replace(':', ':action/')}`;
    addRoute(this, 'Connect', {
      api: this.api,
      routeKey: '$connect',
      authorizationType: 'AWS_IAM',
      integration: {
        integrationType: 'AWS',
        integrationUri: action('dynamodb:PutItem'),
        credentialsArn: apiGateway(
          'ConnectRole',
          new iam.PolicyStatement({ actions: ['dynamodb:PutItem'], resources: [this.table.tableArn] }),
        ).roleArn,
      },
      request: mappingTemplate('connect', {
        TableName: this.table.tableName,
        ConnectionTtlSeconds: 7800,
      }),
      responseKey: '/200/',
    });
    addRoute(this, 'Disconnect', {
      api: this.api,
      routeKey: '$disconnect',
      integration: {
        integrationType: 'AWS',
        integrationUri: action('dynamodb:DeleteItem'),
        credentialsArn: apiGateway(
          'DisconnectRole',
          new iam.PolicyStatement({ actions: ['dynamodb:DeleteItem'], resources: [this.table.tableArn] }),
        ).roleArn,
      },
      request: mappingTemplate('disconnect', { TableName: this.table.tableName }),
      responseKey: '/200/',
    });
    addRoute(this, 'Pattern', {
      api: this.api,
      routeKey: 'pattern',
      integration: {
        integrationType: 'AWS',
        integrationUri: action('states:StartSyncExecution'),
        credentialsArn: apiGateway(
          'PatternRole',
          new iam.PolicyStatement({
            actions: ['states:StartSyncExecution'],
            resources: [subscribe.stateMachineArn],
          }),
        ).roleArn,
      },
      request: mappingTemplate('pattern.request', {
        StateMachineArn: subscribe.stateMachineArn,
        PatternMaxCharacters: 2048,
      }),
      response: mappingTemplate('pattern.response'),
      responseKey: '$default',
    });
    for (const [id, routeKey] of [
      ['Ping', 'ping'],
      ['Default', '$default'],
    ] as const) {
      addRoute(this, id, {
        api: this.api,
        routeKey,
        integration: { integrationType: 'MOCK' },
        request: mappingTemplate('mock.request'),
        response: mappingTemplate(`${id.toLowerCase()}.response`),
        responseKey: '$default',
      });
    }
  }

  private subscribe(): sfn.StateMachine {
    const role = new iam.Role(this, 'SubscribeRole', {
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com'),
      inlinePolicies: {
        Tasks: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({ actions: ['events:TestEventPattern'], resources: ['*'] }),
            new iam.PolicyStatement({
              actions: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
              resources: [this.table.tableArn],
            }),
          ],
        }),
      },
    });
    return new sfn.StateMachine(this, 'Subscribe', {
      stateMachineType: sfn.StateMachineType.EXPRESS,
      role,
      definitionBody: sfn.DefinitionBody.fromString(
        stateMachineDefinition('subscribe', {
          Partition: Aws.PARTITION,
          TableName: this.table.tableName,
          PatternMaxCharacters: 2048,
        }),
      ),
    });
  }

  private deliver(): sfn.StateMachine {
    const role = new iam.Role(this, 'DeliverRole', {
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com'),
      inlinePolicies: {
        Tasks: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({ actions: ['events:TestEventPattern'], resources: ['*'] }),
            new iam.PolicyStatement({
              actions: ['dynamodb:Query', 'dynamodb:DeleteItem'],
              resources: [this.table.tableArn],
            }),
            new iam.PolicyStatement({
              actions: ['execute-api:ManageConnections'],
              resources: [
                `arn:${Aws.PARTITION}:execute-api:${Aws.REGION}:${Aws.ACCOUNT_ID}:${this.api.apiId}/${this.stage.stageName}/POST/@connections/*`,
              ],
            }),
            new iam.PolicyStatement({
              actions: ['sqs:SendMessage'],
              resources: [this.deadLetterQueue.queueArn],
            }),
          ],
        }),
      },
    });
    return new sfn.StateMachine(this, 'Deliver', {
      stateMachineType: sfn.StateMachineType.EXPRESS,
      role,
      definitionBody: sfn.DefinitionBody.fromString(
        stateMachineDefinition('deliver', {
          Partition: Aws.PARTITION,
          TableName: this.table.tableName,
          PageSize: 40,
          MessageMaxBytes: 131072,
          MaxAttempts: 4,
          TimeLimitSeconds: 270,
          ApiEndpoint: `${this.api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`,
          StageName: this.stage.stageName,
          DeadLetterQueueUrl: this.deadLetterQueue.queueUrl,
        }),
      ),
    });
  }

  addOutputs(): void {
    const output = (key: string, value: string): void => {
      new CfnOutput(this, key, { value }).overrideLogicalId(key);
    };
    output('webSocketAPIurl', this.stage.url);
    output('webSocketAPICallbackURL', this.stage.callbackUrl);
    output('eventBusName', this.eventBus.eventBusName);
    output('eventBusArn', this.eventBus.eventBusArn);
    output('tableName', this.table.tableName);
    output('deadLetterQueueUrl', this.deadLetterQueue.queueUrl);
  }
}
