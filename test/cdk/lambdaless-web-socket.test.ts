import { App, Aws, CfnParameter, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { LambdalessWebSocket, type LambdalessWebSocketProps } from '../../src/cdk/index.ts';
import { addOutputs } from '../../src/cdk/stack.ts';
import { systemClock } from '../../src/core/clock.ts';
import { type Environment, seededRandom } from '../../src/core/environment.ts';
import { loadTemplate } from '../../src/template/index.ts';
import type { StackModel } from '../../src/template/model.ts';

const app = (): App => new App({ analyticsReporting: false });

function synth(props: LambdalessWebSocketProps | ((stack: Stack) => LambdalessWebSocketProps) = {}) {
  const stack = new Stack(app(), 'Stack');
  const webSocket = new LambdalessWebSocket(
    stack,
    'WebSocket',
    typeof props === 'function' ? props(stack) : props,
  );
  return { stack, webSocket, template: () => Template.fromStack(stack) };
}

function fifoQueue(): IQueue {
  return new Queue(new Stack(app(), 'Other'), 'Queue', { fifo: true });
}

/** The template as the runtime understands it: with every token and intrinsic resolved. */
function load(
  template: Template,
  where: Partial<Environment> = {},
  parameters: Record<string, string> = {},
): StackModel {
  const here = {
    partition: 'aws',
    region: 'eu-west-1',
    urlSuffix: 'amazonaws.com',
    accountId: '123456789012',
  };
  const environment = { ...here, ...where, clock: systemClock, random: seededRandom(1) };
  return loadTemplate(template.toJSON(), { environment, parameters });
}

/** The one resource of a type. */
function only(template: Template, type: string): Record<string, never> {
  const found = Object.values(template.findResources(type));
  expect(found).toHaveLength(1);
  return (found[0] as { Properties: Record<string, never> }).Properties;
}

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
    });
  });
});

describe('props', () => {
  it('authorization: anyone-with-the-url opens $connect', () => {
    synth({ authorization: 'anyone-with-the-url' })
      .template()
      .hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$connect', AuthorizationType: 'NONE' });
  });

  it('eventBus: takes the default bus, a bus of another stack, or one by ARN', () => {
    const buses: ((stack: Stack) => [EventBus | ReturnType<typeof EventBus.fromEventBusArn>, unknown])[] = [
      (stack) => [EventBus.fromEventBusName(stack, 'Default', 'default'), 'default'],
      (stack) => [
        new EventBus(new Stack(stack.node.root as App, 'Other'), 'Bus'),
        { 'Fn::ImportValue': Match.stringLikeRegexp('Other:ExportsOutputRef') },
      ],
      (stack) => [
        EventBus.fromEventBusArn(stack, 'Arn', 'arn:aws:events:eu-west-1:123456789012:event-bus/b'),
        'b',
      ],
    ];
    for (const bus of buses) {
      const stack = new Stack(app(), 'Stack');
      const [eventBus, name] = bus(stack);
      new LambdalessWebSocket(stack, 'WebSocket', { eventBus });
      const template = Template.fromStack(stack);
      template.resourceCountIs('AWS::Events::EventBus', 0);
      template.hasResourceProperties('AWS::Events::Rule', { EventBusName: name });
    }
  });

  it('eventPattern: is the prefilter, of the archive too', () => {
    const eventPattern = { source: ['my.app'] };
    const template = synth({ eventPattern, archive: { retention: Duration.days(3) } }).template();
    template.hasResourceProperties('AWS::Events::Rule', { EventPattern: eventPattern });
    template.hasResourceProperties('AWS::Events::Archive', { EventPattern: eventPattern, RetentionDays: 3 });
  });

  it('deliveryType: standard on a given bus leaves out the events that the workflow itself would cause', () => {
    const given = (stack: Stack) => EventBus.fromEventBusName(stack, 'Default', 'default');
    const pattern = (props: LambdalessWebSocketProps) => {
      const { template } = synth((stack) => ({ deliveryType: 'standard', eventBus: given(stack), ...props }));
      return only(template(), 'AWS::Events::Rule')['EventPattern'];
    };
    expect(pattern({})).toEqual({ source: [{ 'anything-but': ['aws.states'] }] });
    expect(pattern({ eventPattern: { source: ['my.app'] } })).toEqual({ source: ['my.app'] });
    expect(pattern({ eventPattern: { region: ['eu-west-1'] } })).toEqual({
      region: ['eu-west-1'],
      source: [{ 'anything-but': ['aws.states'] }],
    });
  });

  it('throttling and executionLogs: come with both limits, because one left out would mean zero', () => {
    synth({ executionLogs: true })
      .template()
      .hasResourceProperties('AWS::ApiGatewayV2::Stage', {
        DefaultRouteSettings: {
          LoggingLevel: 'ERROR',
          DataTraceEnabled: false,
          ThrottlingRateLimit: 10_000,
          ThrottlingBurstLimit: 5_000,
        },
      });
    synth({ throttling: { rateLimit: 50, burstLimit: 20 } })
      .template()
      .hasResourceProperties('AWS::ApiGatewayV2::Stage', {
        DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 20 },
      });
  });

  it('accountCloudWatchRole: is there before the stage that needs it', () => {
    const template = synth({ accessLogs: true, accountCloudWatchRole: true }).template();
    template.resourceCountIs('AWS::ApiGateway::Account', 1);
    const [account] = Object.keys(template.findResources('AWS::ApiGateway::Account'));
    template.hasResource('AWS::ApiGatewayV2::Stage', { DependsOn: Match.arrayWith([account as string]) });
  });

  it('accessLogs: say who and when, never what', () => {
    const stage = only(synth({ accessLogs: true }).template(), 'AWS::ApiGatewayV2::Stage');
    const { Format: format } = stage['AccessLogSettings'] as unknown as { Format: string };
    expect(JSON.parse(format)).toMatchObject({
      connectionId: '$context.connectionId',
      routeKey: '$context.routeKey',
    });
    expect(format).not.toMatch(/body|queryString/i);
  });

  describe('encryptionKey', () => {
    const template = synth((stack) => ({
      encryptionKey: new Key(stack, 'Key'),
      archive: { retention: Duration.days(1) },
      accessLogs: true,
    })).template();
    const key = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };

    it.each<[string, string, object]>([
      ['the table', 'AWS::DynamoDB::Table', { SSESpecification: { SSEType: 'KMS', KMSMasterKeyId: key } }],
      ['the queue', 'AWS::SQS::Queue', { KmsMasterKeyId: key }],
      ['the logs', 'AWS::Logs::LogGroup', { KmsKeyId: key }],
      [
        'the workflows',
        'AWS::StepFunctions::StateMachine',
        { EncryptionConfiguration: { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: key } },
      ],
      ['the bus', 'AWS::Events::EventBus', { KmsKeyIdentifier: key }],
      ['the archive', 'AWS::Events::Archive', { KmsKeyIdentifier: key }],
    ])('encrypts %s', (_what, type, properties) => {
      template.allResourcesProperties(type, properties);
    });

    it('leaves a given bus as it is', () => {
      const given = synth((stack) => ({
        encryptionKey: new Key(stack, 'Key'),
        eventBus: new EventBus(stack, 'Mine'),
      })).template();
      given.allResourcesProperties('AWS::Events::EventBus', { KmsKeyIdentifier: Match.absent() });
    });

    it.each([
      ['Connect', ['kms:Decrypt', 'kms:GenerateDataKey']],
      ['Disconnect', ['kms:Decrypt', 'kms:GenerateDataKey']],
      ['Pattern', 'kms:Decrypt'],
      ['Subscribe', ['kms:Decrypt', 'kms:GenerateDataKey']],
      ['Deliver', ['kms:Decrypt', 'kms:GenerateDataKey']],
    ])('lets %s use it for %j', (role, Action) => {
      const roles = Object.entries(template.findResources('AWS::IAM::Role'));
      const [, found] = roles.find(([id]) => id.startsWith(`WebSocket${role}Role`)) ?? [];
      expect(found?.['Properties'].Policies[0].PolicyDocument.Statement).toContainEqual({
        Action,
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': expect.any(Array) },
      });
    });

    it('may be used by those services that act in their own name', () => {
      const { KeyPolicy: policy } = only(template, 'AWS::KMS::Key') as unknown as {
        KeyPolicy: { Statement: { Sid?: string; Principal: { Service?: unknown }; Action: unknown }[] };
      };
      const own = policy.Statement.filter(({ Sid }) => Sid).map(({ Sid, Action }) => [Sid, Action]);
      expect(Object.fromEntries(own)).toEqual({
        LogGroups: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey*',
          'kms:ReEncrypt*',
        ],
        LogDelivery: 'kms:Decrypt*',
        EventBuses: ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:ReEncrypt*'],
        EventBusesDescribeKey: 'kms:DescribeKey',
        EventBridgeToDeadLetterQueue: ['kms:Decrypt', 'kms:GenerateDataKey'],
      });
    });
  });

  it('deadLetterQueue: takes a queue of yours', () => {
    const { template } = synth((stack) => ({ deadLetterQueue: new Queue(stack, 'Mine') }));
    template().resourceCountIs('AWS::SQS::Queue', 1);
  });

  it('deadLetterQueue: may have a key of its own, which Deliver and EventBridge may then use', () => {
    const template = synth((stack) => ({
      deadLetterQueue: new Queue(stack, 'Mine', { encryptionMasterKey: new Key(stack, 'Key') }),
    })).template();
    const uses = Match.objectLike({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'] });
    template.hasResourceProperties('AWS::IAM::Role', {
      Policies: [{ PolicyName: 'Calls', PolicyDocument: { Statement: Match.arrayWith([uses]) } }],
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'EventBridgeToDeadLetterQueue' })]) },
    });
  });

  it('removalPolicy: keeps what is stored', () => {
    const template = synth({ removalPolicy: RemovalPolicy.RETAIN }).template();
    for (const type of ['AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::Logs::LogGroup']) {
      template.allResources(type, { DeletionPolicy: 'Retain' });
    }
  });

  it('tracing, logLevel, stageName: reach their resources', () => {
    const template = synth({ tracing: true, logLevel: 'OFF', stageName: 'v2' }).template();
    template.allResourcesProperties('AWS::StepFunctions::StateMachine', {
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: Match.absent(),
    });
    template.resourceCountIs('AWS::Logs::LogGroup', 0);
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', { StageName: 'v2' });
  });

  it.each<[string, LambdalessWebSocketProps]>([
    ['pageSize is 0, but must be a whole number from 1 to 32', { pageSize: 0 }],
    ['pageSize is 33, but', { pageSize: 33 }],
    ['pageSize is 1.5, but', { pageSize: 1.5 }],
    ["stageName is 'a b', but", { stageName: 'a b' }],
    ['throttling has burstLimit 0, but', { throttling: { rateLimit: 1, burstLimit: 0 } }],
    ['connectionTtl is 30 minutes, but must be at least 2 hours', { connectionTtl: Duration.minutes(30) }],
    [
      "matching is 'regex', but must be one of 'jsonata', 'testEventPattern'",
      { matching: 'regex' as 'jsonata' },
    ],
    ["authorization is 'none', but must be one of 'iam'", { authorization: 'none' as 'iam' }],
    ["deliveryType is 'fast', but", { deliveryType: 'fast' as 'express' }],
    ["logLevel is 'INFO', but", { logLevel: 'INFO' as 'ALL' }],
    ['eventPattern is empty', { eventPattern: {} }],
    [
      'eventPattern has 2063 characters as JSON, but a rule takes 2048',
      { eventPattern: { source: ['x'.repeat(2_048)] } },
    ],
    ['archive has retention 1 day 12 hours, but', { archive: { retention: Duration.hours(36) } }],
    ['archive has retention 0 days, but', { archive: { retention: Duration.days(0) } }],
    ['deadLetterQueue is a FIFO queue, but', { deadLetterQueue: fifoQueue() }],
    [
      "eventPattern has source 'aws.states'",
      { eventPattern: { source: ['aws.states'] }, deliveryType: 'standard' },
    ],
  ])('refuses what cannot work: %s', (message, props) => {
    expect(() => synth(props)).toThrow(`LambdalessWebSocket: ${message}`);
  });

  it('does not judge values that are known only at deployment', () => {
    const { template } = synth((stack) => ({
      connectionTtl: Duration.seconds(new CfnParameter(stack, 'Ttl', { type: 'Number' }).valueAsNumber),
      pageSize: new CfnParameter(stack, 'PageSize', { type: 'Number' }).valueAsNumber,
      stageName: new CfnParameter(stack, 'StageName').valueAsString,
      throttling: {
        rateLimit: new CfnParameter(stack, 'Rate', { type: 'Number' }).valueAsNumber,
        burstLimit: new CfnParameter(stack, 'Burst', { type: 'Number' }).valueAsNumber,
      },
    }));
    const parameters = { StageName: 'chosen', Ttl: '9000', PageSize: '7', Rate: '5', Burst: '9' };
    const text = JSON.stringify([...load(template(), {}, parameters).resources.values()]);
    expect(text).toContain('"StageName":"chosen"');
    expect(text).toContain('"ThrottlingRateLimit":5');
    expect(text).toContain(String.raw`\"Limit\":7}`);
    expect(text).toContain('requestTimeEpoch / 1000 + 9000)');
  });
});

describe('grants, metrics, alarms', () => {
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

  it('counts what is delivered only if the workflow reports it', () => {
    const { webSocket: silent } = synth();
    expect(() => silent.metricDelivered()).toThrow('metricDelivered() needs metrics: true');
    expect(() => silent.metricOversize()).toThrow('metricOversize() needs metrics: true');
    expect(() => silent.metricOpenConnections()).toThrow('metricOpenConnections() needs metrics: true');
    const { webSocket, template, stack } = synth({ metrics: true });
    const metrics = [
      webSocket.metricDelivered(),
      webSocket.metricOversize({ period: Duration.minutes(1) }),
      webSocket.metricOpenConnections(),
    ];
    const StateMachine = { 'Fn::GetAtt': [expect.stringMatching(/^WebSocketDeliver/), 'Name'] };
    expect(
      metrics.map(({ namespace, metricName, statistic, dimensions }) => [
        namespace,
        metricName,
        statistic,
        stack.resolve(dimensions) as unknown,
      ]),
    ).toEqual([
      ['Lambdaless', 'Delivered', 'Sum', { StateMachine }],
      ['Lambdaless', 'Oversize', 'Sum', { StateMachine }],
      ['Lambdaless', 'Connections', 'Maximum', { StateMachine }],
    ]);
    template().resourceCountIs('AWS::Logs::LogStream', 1);
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

  it('has metrics for what AWS counts by itself', () => {
    const { webSocket } = synth();
    const metrics = [
      webSocket.metricEvents(),
      webSocket.metricDeliveryFailed(),
      webSocket.metricDeadLetters(),
      webSocket.metricConnections(),
      webSocket.metricMessages(),
      webSocket.metricSubscribeFailed(),
    ];
    expect(metrics.map(({ namespace, metricName }) => `${namespace} ${metricName}`)).toEqual([
      'AWS/States ExecutionsStarted',
      'AWS/States ExecutionsFailed',
      'AWS/SQS ApproximateNumberOfMessagesVisible',
      'AWS/ApiGateway ConnectCount',
      'AWS/ApiGateway MessageCount',
      'AWS/States ExecutionsFailed',
    ]);
  });

  it('makes an alarm for each way to lose events or clients, and a dashboard', () => {
    const { webSocket, template } = synth({ metrics: true });
    const alarms = webSocket.addAlarms({ period: Duration.minutes(1) });
    webSocket.addDashboard();
    template().resourceCountIs('AWS::CloudWatch::Alarm', alarms.length);
    template().allResourcesProperties('AWS::CloudWatch::Alarm', {
      Threshold: 0,
      TreatMissingData: 'notBreaching',
    });
    template().resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });
});

describe('anywhere', () => {
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
    const { stack, template } = synth();
    addOutputs(stack, stack.node.findChild('WebSocket') as LambdalessWebSocket);
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
