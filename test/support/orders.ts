/** The statement that lets a service act for the stack. */
function allow(action: string): object {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
  };
}

/** A rule with one target that no policy lets it reach. */
function refusedRule(source: string, target: object): object {
  return {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: source,
      EventBusName: { Ref: 'Bus' },
      EventPattern: { source: [source] },
      Targets: [{ Id: 'work', Arn: { 'Fn::GetAtt': ['Work', 'Arn'] }, ...target }],
    },
  };
}

/**
 * A template without a WebSocket API, in which much fails: a workflow refuses orders above 100, what comes from "dead"
 * ends in a dead-letter queue and what comes from "lost" nowhere, and a REST API answers 500.
 */
export const ORDERS: object = {
  Resources: {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'orders' } },
    Flow: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'flow',
        RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Definition: {
          StartAt: 'How much?',
          States: {
            'How much?': {
              Type: 'Choice',
              Choices: [{ Variable: '$.detail.amount', NumericGreaterThan: 100, Next: 'Both' }],
              Default: 'Done',
            },
            Both: {
              Type: 'Parallel',
              Branches: [
                { StartAt: 'Refuse', States: { Refuse: { Type: 'Fail', Error: 'TooMuch', Cause: 'no' } } },
              ],
              End: true,
            },
            Done: { Type: 'Succeed' },
          },
        },
      },
    },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: ['states.amazonaws.com', 'events.amazonaws.com'] },
              Action: 'sts:AssumeRole',
            },
          ],
        },
        Policies: [{ PolicyName: 'start', PolicyDocument: allow('states:StartExecution') }],
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        EventPattern: { source: ['shop'] },
        Targets: [{ Id: 'flow', Arn: { Ref: 'Flow' }, RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } }],
      },
    },
    Work: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work' } },
    Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
    LettersPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Letters' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: { 'Fn::GetAtt': ['Letters', 'Arn'] },
            },
          ],
        },
      },
    },
    Dead: refusedRule('dead', { DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Letters', 'Arn'] } } }),
    Lost: refusedRule('lost', {}),
    Unqueued: refusedRule('unqueued', { DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Work', 'Arn'] } } }),
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
    Get: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
        HttpMethod: 'GET',
        AuthorizationType: 'NONE',
        Integration: {
          Type: 'MOCK',
          RequestTemplates: { 'application/json': '{"statusCode":500}' },
          IntegrationResponses: [
            { StatusCode: '500', ResponseTemplates: { 'application/json': '{"message":"out of order"}' } },
          ],
        },
        MethodResponses: [{ StatusCode: '500' }],
      },
    },
    Deployment: {
      Type: 'AWS::ApiGateway::Deployment',
      DependsOn: 'Get',
      Properties: { RestApiId: { Ref: 'Api' } },
    },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'live' },
    },
  },
  Outputs: {
    Url: { Value: { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.amazonaws.com/live/' } },
  },
};
