import { Aws, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, it } from 'vitest';
import { LambdalessWebSocket } from '../../src/cdk/index.ts';
import { app, load, only, synth } from './synth.ts';

describe('by default', () => {
  const template = synth().template();

  it('asks for IAM authorization on $connect, and cannot elsewhere', () => {
    const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route'));
    expect(
      Object.fromEntries(
        routes.map(({ Properties: route }) => [route.RouteKey, route.AuthorizationType] as const),
      ),
    ).toEqual({ $connect: 'AWS_IAM', $disconnect: 'NONE', pattern: 'NONE', ping: 'NONE', $default: 'NONE' });
  });

  it('refuses a connection whose row cannot be stored: only status 200 counts', () => {
    const responses = Object.values(template.findResources('AWS::ApiGatewayV2::IntegrationResponse'));
    const keys = responses
      .map(({ Properties: response }) => response.IntegrationResponseKey as string)
      .sort();
    expect(keys).toEqual(['$default', '$default', '$default', '/200/', '/200/']);
  });

  it('passes nothing on that no template has made', () => {
    template.allResourcesProperties('AWS::ApiGatewayV2::Integration', { PassthroughBehavior: 'NEVER' });
  });

  it('lets rows expire and removes the table with the stack', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Delete',
      Properties: { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } },
    });
  });

  it('logs errors and no payloads', () => {
    template.allResourcesProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'EXPRESS',
      LoggingConfiguration: { Level: 'ERROR', IncludeExecutionData: false },
    });
  });

  it('keeps what cannot be started in an encrypted queue that takes TLS only', () => {
    template.hasResourceProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { version: ['0'] },
      Targets: [
        Match.objectLike({
          DeadLetterConfig: Match.anyValue(),
          RetryPolicy: { MaximumEventAgeInSeconds: 3600 },
        }),
      ],
    });
  });

  it('leaves the settings of the stage and of the account alone', () => {
    template.resourceCountIs('AWS::ApiGateway::Account', 0);
    expect(Object.keys(only(template, 'AWS::ApiGatewayV2::Stage')).sort()).toEqual([
      'ApiId',
      'AutoDeploy',
      'StageName',
    ]);
  });
});

describe('every role', () => {
  it('may do what its one job takes, and nothing else', () => {
    const roles = synth({ logLevel: 'OFF' }).template().findResources('AWS::IAM::Role');
    const actions = Object.entries(roles).flatMap(([id, { Properties: role }]) => {
      const policies = (role.Policies ?? []) as { PolicyDocument: { Statement: { Action: string }[] } }[];
      const name = /WebSocket(\w+?)Role/.exec(id)?.[1] ?? id;
      return policies.map(
        (policy) => [name, policy.PolicyDocument.Statement.map(({ Action }) => Action)] as const,
      );
    });
    expect(Object.fromEntries(actions)).toEqual({
      Connect: ['dynamodb:PutItem'],
      Disconnect: ['dynamodb:DeleteItem'],
      Pattern: ['states:StartSyncExecution'],
      Subscribe: ['events:TestEventPattern', 'dynamodb:UpdateItem', 'dynamodb:GetItem'],
      Deliver: [
        'dynamodb:Query',
        'dynamodb:DeleteItem',
        'events:TestEventPattern',
        'execute-api:ManageConnections',
        'sqs:SendMessage',
      ],
      Rule: ['states:StartExecution'],
    });
  });
});

describe('grants', () => {
  it('has the constructs that it is made of, to build on', () => {
    const { webSocket, stack } = synth();
    webSocket.deadLetterQueue.grantConsumeMessages(
      new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }),
    );
    const { api, stage, table, stateMachines, rule, deadLetterQueue, eventBus, url, callbackUrl } = webSocket;
    const made = [api, stage, table, ...Object.values(stateMachines), rule, deadLetterQueue, eventBus];
    expect(made.map(({ node }) => node.path)).toEqual([
      'Stack/WebSocket/Api',
      'Stack/WebSocket/Stage',
      'Stack/WebSocket/Connections',
      'Stack/WebSocket/Subscribe',
      'Stack/WebSocket/Deliver',
      'Stack/WebSocket/Rule',
      'Stack/WebSocket/DeadLetterQueue',
      'Stack/WebSocket/Bus',
    ]);
    expect([url, callbackUrl]).toEqual([
      expect.stringMatching(/^wss:.*\/live$/),
      expect.stringMatching(/^https:.*\/live$/),
    ]);
  });

  it('grantConnect: allows $connect and no more', () => {
    const { stack, webSocket, template } = synth();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    webSocket.grantConnect(role);
    webSocket.grantPutEvents(role);
    const policies = JSON.stringify(Object.values(template().findResources('AWS::IAM::Policy')));
    expect(policies).toContain('/live/$connect');
    expect(policies).toContain('events:PutEvents');
  });

  it('lets Deliver write to the one log stream that its metrics are made of', () => {
    const model = load(synth({ metrics: true }).template());
    const resources = [...model.resources.values()];
    const [stream] = resources.filter(({ type }) => type === 'AWS::Logs::LogStream');
    const [deliver] = resources.filter(({ logicalId }) => logicalId.startsWith('WebSocketDeliverRole'));
    const { LogGroupName: group } = (stream?.properties ?? {}) as { LogGroupName?: string };
    expect(JSON.stringify(deliver?.properties)).toContain(
      `{"Action":"logs:PutLogEvents","Effect":"Allow","Resource":"arn:aws:logs:eu-west-1:123456789012:log-group:${group}:log-stream:${stream?.ref}"}`,
    );
  });
});

describe('outputs', () => {
  const NAMES = [
    'webSocketAPIurl',
    'webSocketAPICallbackURL',
    'eventBusName',
    'eventBusArn',
    'deadLetterQueueUrl',
    'connectionsTableName',
    'deliverStateMachineArn',
    'subscribeStateMachineArn',
  ];

  it('are the ones that the command line looks for, with a prefix for each of several instances', () => {
    const stack = new Stack(app(), 'Stack');
    new LambdalessWebSocket(stack, 'Orders').addOutputs();
    new LambdalessWebSocket(stack, 'Payments').addOutputs('Payments');
    const outputs = Object.keys(Template.fromStack(stack).findOutputs('*'));
    expect(outputs).toEqual([...NAMES, ...NAMES.map((name) => `Payments${name}`)]);
  });
});

describe('anywhere', () => {
  it('asks for no name that another stack of the same app has, or had', () => {
    const names = ['orders-dev', 'orders-prod'].map((stackName) => {
      const stack = new Stack(app(), 'Orders', { stackName });
      new LambdalessWebSocket(stack, 'Live');
      const { resources } = load(Template.fromStack(stack));
      const named = [...resources.values()].map(
        ({ properties: { Name, LogGroupName } }) => Name ?? LogGroupName,
      );
      return named.filter((name) => typeof name === 'string' && !name.startsWith('$'));
    });
    expect(names[0]).toEqual([
      expect.stringMatching(/^ordersdevLive\w{8}$/),
      expect.stringMatching(/^ordersdevLive\w{8}$/),
      expect.stringMatching(/^\/aws\/vendedlogs\/states\/ordersdevLive\w{8}-SubscribeLog-[\w-]{36}$/),
      expect.stringMatching(/^\/aws\/vendedlogs\/states\/ordersdevLive\w{8}-DeliverLog-[\w-]{36}$/),
    ]);
    expect(new Set(names.flat()).size).toBe(6);
  });

  it('several instances live in one stack', () => {
    const stack = new Stack(app(), 'Stack');
    const [one, two] = ['One', 'Two'].map((id) => new LambdalessWebSocket(stack, id, { metrics: true }));
    for (const instance of [one, two]) instance?.addAlarms();
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::ApiGatewayV2::Api', 2);
    const dimensions = [one, two].map((instance) => stack.resolve(instance?.metricDelivered().dimensions));
    expect(dimensions[0]).not.toEqual(dimensions[1]);
  });

  it.each([
    ['aws-us-gov', 'us-gov-west-1', 'amazonaws.com'],
    ['aws-cn', 'cn-north-1', 'amazonaws.com.cn'],
  ])('takes partition and suffix from where it is deployed: %s', (partition, region, urlSuffix) => {
    const { webSocket, template } = synth();
    webSocket.addOutputs();
    const model = load(template(), { partition, region, urlSuffix });
    const texts = [...model.resources.values()].map(({ properties }) => JSON.stringify(properties)).join();
    expect(texts).toContain(`arn:${partition}:states:::`);
    expect(texts).toContain(`.execute-api.${region}.${urlSuffix}\\"`);
    expect(texts).not.toContain('arn:aws:');
    expect(model.outputs[0]?.value).toMatch(
      new RegExp(`^wss://\\w+\\.execute-api\\.${region}\\.${urlSuffix}/live$`),
    );
  });

  it('a stack without an environment takes everything from where it is deployed', () => {
    const { stack, template } = synth();
    expect(stack.resolve(Aws.REGION)).toEqual({ Ref: 'AWS::Region' });
    expect(JSON.stringify(template().toJSON())).not.toMatch(/[a-z]+-[a-z]+-\d\b/);
  });
});
