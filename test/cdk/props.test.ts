import { type App, CfnParameter, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import { EventBus, type EventPattern } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { LambdalessWebSocket, type LambdalessWebSocketProps } from '../../src/cdk/index.ts';
import { app, load, only, synth } from './synth.ts';

function fifoQueue(): IQueue {
  return new Queue(new Stack(app(), 'Other'), 'Queue', { fifo: true });
}

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

  it.each(['express', 'standard'] as const)(
    'deliveryType %s on a given bus leaves out what the workflow itself causes',
    (deliveryType) => {
      const given = (stack: Stack) => EventBus.fromEventBusName(stack, 'Default', 'default');
      const pattern = (props: LambdalessWebSocketProps) => {
        const { template } = synth((stack) => ({ deliveryType, eventBus: given(stack), ...props }));
        return only(template(), 'AWS::Events::Rule')['EventPattern'];
      };
      expect(pattern({})).toEqual({ source: [{ 'anything-but': ['aws.states'] }] });
      expect(pattern({ eventPattern: { source: ['my.app'] } })).toEqual({ source: ['my.app'] });
      expect(pattern({ eventPattern: { region: ['eu-west-1'] } })).toEqual({
        region: ['eu-west-1'],
        source: [{ 'anything-but': ['aws.states'] }],
      });
    },
  );

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

  it('accountCloudWatchRole: stays, because the setting of the account still names it', () => {
    const template = synth({ accountCloudWatchRole: true }).template();
    template.hasResource('AWS::ApiGateway::Account', { DeletionPolicy: 'Retain' });
    template.hasResource('AWS::IAM::Role', {
      DeletionPolicy: 'Retain',
      Properties: { ManagedPolicyArns: Match.anyValue() },
    });
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

  it('deadLetterQueue: of another stack lets the rules of the account send, and needs nothing of this stack', () => {
    const root = app();
    const other = new Stack(root, 'Other');
    const encryptionMasterKey = new Key(other, 'Key');
    const deadLetterQueue = new Queue(other, 'Queue', { encryptionMasterKey });
    const stack = new Stack(root, 'Stack');
    const webSocket = new LambdalessWebSocket(stack, 'WebSocket', { deadLetterQueue });
    expect(webSocket.deadLetterQueue).toBe(deadLetterQueue);
    expect(
      root
        .synth()
        .getStackByName('Other')
        .dependencies.map(({ id }) => id),
    ).not.toContain('Stack');
    Template.fromStack(other).hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: [
          {
            Action: 'sqs:SendMessage',
            Condition: { ArnLike: { 'aws:SourceArn': Match.anyValue() } },
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Queue'), 'Arn'] },
          },
        ],
      },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      Targets: [Match.objectLike({ DeadLetterConfig: { Arn: { 'Fn::ImportValue': Match.anyValue() } } })],
    });
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
    const template = synth({ removalPolicy: RemovalPolicy.RETAIN, archive: {} }).template();
    for (const type of [
      'AWS::DynamoDB::Table',
      'AWS::SQS::Queue',
      'AWS::Events::EventBus',
      'AWS::Events::Archive',
      'AWS::Logs::LogGroup',
    ]) {
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
      'eventPattern is one that EventBridge refuses: Event pattern is not valid. Reason: Unrecognized match type like',
      { eventPattern: { detail: { state: [{ like: 'x' }] } } },
    ],
    ['archive is one that EventBridge refuses', { archive: { eventPattern: { source: [] } } }],
    ...(
      [
        ['aws.states'],
        events.Match.prefix('aws.'),
        events.Match.wildcard('*.states'),
        events.Match.anythingBut('shop'),
        events.Match.exists(),
      ] as string[][]
    ).map((source): [string, LambdalessWebSocketProps] => [
      "eventPattern lets events of source 'aws.states' through",
      { eventPattern: { source }, deliveryType: 'standard' },
    ]),
  ])('refuses what cannot work: %s', (message, props) => {
    expect(() => synth(props)).toThrow(`LambdalessWebSocket: ${message}`);
  });

  it.each<[string, EventPattern, number]>([
    ['a source', { source: ['aws.states'] }, 1],
    ['a prefix', { source: events.Match.prefix('aws.') }, 1],
    ['another type', { source: ['aws.states'], detailType: ['Step Functions Execution Status Change'] }, 0],
    ['another source', { source: ['shop'] }, 0],
  ])(
    'eventPattern: %s that CloudTrail may report the workflow itself with makes a warning',
    (_what, eventPattern, count) => {
      const { stack } = synth((parent) => ({
        eventPattern,
        eventBus: EventBus.fromEventBusName(parent, 'Default', 'default'),
      }));
      const warnings = Annotations.fromStack(stack).findWarning(
        '*',
        Match.stringLikeRegexp('each delivery would cause another'),
      );
      expect(warnings).toHaveLength(count);
    },
  );

  it.each<[string, EventPattern]>([
    ['names', { source: ['shop'] }],
    ['others', { source: events.Match.anythingBut('aws.states') }],
    ['a prefix', { source: events.Match.prefix('aws.e') }],
    [
      'a type',
      { source: events.Match.prefix('aws.'), detailType: ['EC2 Instance State-change Notification'] },
    ],
  ])('deliveryType: standard takes a pattern of %s that keeps its own events out', (_what, eventPattern) => {
    synth({ eventPattern, deliveryType: 'standard' }).template().resourceCountIs('AWS::Events::Rule', 1);
  });

  it('does not judge values that are known only at deployment', () => {
    const { template } = synth((stack) => ({
      deliveryType: 'standard',
      eventPattern: { source: [new CfnParameter(stack, 'Source').valueAsString] },
      connectionTtl: Duration.seconds(new CfnParameter(stack, 'Ttl', { type: 'Number' }).valueAsNumber),
      pageSize: new CfnParameter(stack, 'PageSize', { type: 'Number' }).valueAsNumber,
      stageName: new CfnParameter(stack, 'StageName').valueAsString,
      throttling: {
        rateLimit: new CfnParameter(stack, 'Rate', { type: 'Number' }).valueAsNumber,
        burstLimit: new CfnParameter(stack, 'Burst', { type: 'Number' }).valueAsNumber,
      },
    }));
    const parameters = {
      Source: 'shop',
      StageName: 'chosen',
      Ttl: '9000',
      PageSize: '7',
      Rate: '5',
      Burst: '9',
    };
    const text = JSON.stringify([...load(template(), {}, parameters).resources.values()]);
    expect(text).toContain('"StageName":"chosen"');
    expect(text).toContain('"ThrottlingRateLimit":5');
    expect(text).toContain(String.raw`\"Limit\":7}`);
    expect(text).toContain('requestTimeEpoch / 1000 + 9000)');
  });
});
