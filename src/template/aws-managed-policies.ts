import type { JsonObject } from '../core/json.ts';

const TRACE_ACTIONS: readonly string[] = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
];

/**
 * AWS's own managed policies that stacks without code attach to roles, by name without `arn:…:policy/`.
 * Source: AWS managed policy reference guide. What is not listed is refused at load: guessing what a policy
 * allows would be worse than not knowing it.
 */
const ACTIONS: Readonly<Record<string, { readonly actions: readonly string[]; readonly resource?: string }>> =
  {
    'service-role/AmazonAPIGatewayPushToCloudWatchLogs': {
      actions: [
        'logs:CreateLogGroup',
        'logs:CreateLogStream',
        'logs:DescribeLogGroups',
        'logs:DescribeLogStreams',
        'logs:PutLogEvents',
        'logs:GetLogEvents',
        'logs:FilterLogEvents',
      ],
    },
    AWSXRayDaemonWriteAccess: { actions: TRACE_ACTIONS },
    AWSXrayWriteOnlyAccess: { actions: TRACE_ACTIONS },
    AmazonAPIGatewayInvokeFullAccess: {
      actions: ['execute-api:Invoke', 'execute-api:ManageConnections'],
      resource: 'arn:aws:execute-api:*:*:*',
    },
    AmazonSQSFullAccess: { actions: ['sqs:*'] },
    AWSStepFunctionsFullAccess: { actions: ['states:*'] },
  };

const AWS_MANAGED = /^arn:[^:]+:iam::aws:policy\/(.+)$/;

export function isAwsManaged(arn: string): boolean {
  return AWS_MANAGED.test(arn);
}

export const AWS_MANAGED_NAMES: readonly string[] = Object.keys(ACTIONS);

/** The document of one of AWS's managed policies; undefined if it is not known here. */
export function awsManagedPolicy(arn: string): JsonObject | undefined {
  const name = AWS_MANAGED.exec(arn)?.[1] ?? '';
  if (!Object.hasOwn(ACTIONS, name)) return undefined;
  const { actions, resource = '*' } = ACTIONS[name] as (typeof ACTIONS)[string];
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: [...actions], Resource: resource }],
  };
}
