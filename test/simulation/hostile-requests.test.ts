import { afterAll, describe, expect, test } from 'vitest';
import { AwsError } from '../../src/core/errors.ts';
import type { JsonObject, JsonValue } from '../../src/core/json.ts';
import type { OperationName } from '../../src/core/operations.ts';
import { SimulatedStack } from '../../src/simulation/simulated-stack.ts';
import { ownTemplate } from '../support/stack.ts';

/** Operations and the members of their requests, from the service models. Those of Step Functions have their own test. */
const MEMBERS: Readonly<Record<string, string>> = {
  'events:PutEvents': 'Entries EndpointId',
  'events:TestEventPattern': 'EventPattern Event',
  'events:ListRules': 'NamePrefix EventBusName NextToken Limit',
  'events:DescribeRule': 'Name EventBusName',
  'events:PutRule': 'Name ScheduleExpression EventPattern State Description RoleArn Tags EventBusName',
  'events:DeleteRule': 'Name EventBusName Force',
  'events:EnableRule': 'Name EventBusName',
  'events:DisableRule': 'Name EventBusName',
  'events:ListTargetsByRule': 'Rule EventBusName NextToken Limit',
  'events:ListRuleNamesByTarget': 'TargetArn EventBusName NextToken Limit',
  'events:PutTargets': 'Rule EventBusName Targets',
  'events:RemoveTargets': 'Rule EventBusName Ids Force',
  'events:ListEventBuses': 'NamePrefix NextToken Limit',
  'events:DescribeEventBus': 'Name',
  'events:CreateEventBus':
    'Name EventSourceName Description KmsKeyIdentifier DeadLetterConfig LogConfig Tags',
  'events:UpdateEventBus': 'Name KmsKeyIdentifier Description DeadLetterConfig LogConfig',
  'events:DeleteEventBus': 'Name',
  'events:PutPermission': 'EventBusName Action Principal StatementId Condition Policy',
  'events:RemovePermission': 'StatementId RemoveAllPermissions EventBusName',
  'events:TagResource': 'ResourceARN Tags',
  'events:UntagResource': 'ResourceARN TagKeys',
  'events:ListTagsForResource': 'ResourceARN',
  'events:CreateArchive':
    'ArchiveName EventSourceArn Description EventPattern RetentionDays KmsKeyIdentifier',
  'events:UpdateArchive': 'ArchiveName Description EventPattern RetentionDays KmsKeyIdentifier',
  'events:DescribeArchive': 'ArchiveName',
  'events:DeleteArchive': 'ArchiveName',
  'events:ListArchives': 'NamePrefix EventSourceArn State NextToken Limit',
  'events:StartReplay': 'ReplayName Description EventSourceArn EventStartTime EventEndTime Destination',
  'events:DescribeReplay': 'ReplayName',
  'events:CancelReplay': 'ReplayName',
  'events:ListReplays': 'NamePrefix State EventSourceArn NextToken Limit',
  'dynamodb:GetItem':
    'TableName Key AttributesToGet ConsistentRead ReturnConsumedCapacity ProjectionExpression ExpressionAttributeNames',
  'dynamodb:Query':
    'TableName IndexName Select AttributesToGet Limit ConsistentRead KeyConditions QueryFilter ConditionalOperator ScanIndexForward ExclusiveStartKey ReturnConsumedCapacity ProjectionExpression FilterExpression KeyConditionExpression ExpressionAttributeNames ExpressionAttributeValues',
  'dynamodb:Scan':
    'TableName IndexName AttributesToGet Limit Select ScanFilter ConditionalOperator ExclusiveStartKey ReturnConsumedCapacity TotalSegments Segment ProjectionExpression FilterExpression ExpressionAttributeNames ExpressionAttributeValues ConsistentRead',
  'dynamodb:BatchGetItem': 'RequestItems ReturnConsumedCapacity',
  'dynamodb:PutItem':
    'TableName Item Expected ReturnValues ReturnConsumedCapacity ReturnItemCollectionMetrics ConditionalOperator ConditionExpression ExpressionAttributeNames ExpressionAttributeValues ReturnValuesOnConditionCheckFailure',
  'dynamodb:UpdateItem':
    'TableName Key AttributeUpdates Expected ConditionalOperator ReturnValues ReturnConsumedCapacity ReturnItemCollectionMetrics UpdateExpression ConditionExpression ExpressionAttributeNames ExpressionAttributeValues ReturnValuesOnConditionCheckFailure',
  'dynamodb:DeleteItem':
    'TableName Key Expected ConditionalOperator ReturnValues ReturnConsumedCapacity ReturnItemCollectionMetrics ConditionExpression ExpressionAttributeNames ExpressionAttributeValues ReturnValuesOnConditionCheckFailure',
  'dynamodb:BatchWriteItem': 'RequestItems ReturnConsumedCapacity ReturnItemCollectionMetrics',
  'dynamodb:TransactGetItems': 'TransactItems ReturnConsumedCapacity',
  'dynamodb:TransactWriteItems':
    'TransactItems ReturnConsumedCapacity ReturnItemCollectionMetrics ClientRequestToken',
  'dynamodb:CreateTable':
    'AttributeDefinitions TableName KeySchema LocalSecondaryIndexes GlobalSecondaryIndexes BillingMode ProvisionedThroughput StreamSpecification SSESpecification Tags TableClass DeletionProtectionEnabled WarmThroughput ResourcePolicy OnDemandThroughput GlobalTableSourceArn GlobalTableSettingsReplicationMode VectorIndexes',
  'dynamodb:DeleteTable': 'TableName',
  'dynamodb:DescribeTable': 'TableName',
  'dynamodb:UpdateTable':
    'AttributeDefinitions TableName BillingMode ProvisionedThroughput GlobalSecondaryIndexUpdates StreamSpecification SSESpecification ReplicaUpdates TableClass DeletionProtectionEnabled MultiRegionConsistency GlobalTableWitnessUpdates OnDemandThroughput WarmThroughput GlobalTableSettingsReplicationMode DisassociationProtectionEnabled VectorIndexUpdates',
  'dynamodb:ListTables': 'ExclusiveStartTableName Limit',
  'dynamodb:UpdateTimeToLive': 'TableName TimeToLiveSpecification',
  'dynamodb:DescribeTimeToLive': 'TableName',
  'dynamodb:TagResource': 'ResourceArn Tags',
  'dynamodb:UntagResource': 'ResourceArn TagKeys',
  'dynamodb:ListTagsOfResource': 'ResourceArn NextToken',
  'sqs:SendMessage':
    'QueueUrl MessageBody DelaySeconds MessageAttributes MessageSystemAttributes MessageDeduplicationId MessageGroupId',
  'sqs:SendMessageBatch': 'QueueUrl Entries',
  'sqs:ReceiveMessage':
    'QueueUrl AttributeNames MessageSystemAttributeNames MessageAttributeNames MaxNumberOfMessages VisibilityTimeout WaitTimeSeconds ReceiveRequestAttemptId',
  'sqs:DeleteMessage': 'QueueUrl ReceiptHandle',
  'sqs:DeleteMessageBatch': 'QueueUrl Entries',
  'sqs:ChangeMessageVisibility': 'QueueUrl ReceiptHandle VisibilityTimeout',
  'sqs:ChangeMessageVisibilityBatch': 'QueueUrl Entries',
  'sqs:PurgeQueue': 'QueueUrl',
  'sqs:CreateQueue': 'QueueName Attributes tags',
  'sqs:DeleteQueue': 'QueueUrl',
  'sqs:SetQueueAttributes': 'QueueUrl Attributes',
  'sqs:GetQueueUrl': 'QueueName QueueOwnerAWSAccountId',
  'sqs:GetQueueAttributes': 'QueueUrl AttributeNames',
  'sqs:ListQueues': 'QueueNamePrefix NextToken MaxResults',
  'sqs:ListDeadLetterSourceQueues': 'QueueUrl NextToken MaxResults',
  'sqs:TagQueue': 'QueueUrl Tags',
  'sqs:UntagQueue': 'QueueUrl TagKeys',
  'sqs:ListQueueTags': 'QueueUrl',
  'cloudformation:DescribeStacks': 'StackName NextToken',
  'cloudformation:DescribeStackResources': 'StackName LogicalResourceId PhysicalResourceId',
  'logs:CreateLogStream': 'logGroupName logStreamName',
  'logs:PutLogEvents': 'logGroupName logStreamName logEvents sequenceToken entity',
  'logs:GetLogEvents':
    'logGroupName logGroupIdentifier logStreamName startTime endTime nextToken limit startFromHead unmask',
  'logs:FilterLogEvents':
    'logGroupName logGroupIdentifier logStreamNames logStreamNamePrefix startTime endTime filterPattern nextToken limit startFromHead interleaved unmask',
  'logs:DescribeLogStreams':
    'logGroupName logGroupIdentifier logStreamNamePrefix orderBy descending nextToken limit',
  'logs:DescribeLogGroups':
    'accountIdentifiers logGroupNamePrefix logGroupNamePattern nextToken limit includeLinkedAccounts logGroupClass logGroupIdentifiers',
};

const VALUES: readonly JsonValue[] = [
  null,
  true,
  -1,
  1.5,
  '',
  'x',
  [],
  [null],
  [5],
  ['x'],
  [{ toString: 1 }],
  {},
  { toString: 1 },
  { S: 'x' },
  { a: null },
  { a: { S: 1 } },
  JSON.parse('{"__proto__":1}') as JsonValue,
];

describe('whatever a member of a request is, the answer is one of the API', () => {
  const stack = new SimulatedStack(ownTemplate(), { traces: 0 });
  afterAll(() => stack.close());
  const own = /^(states|sts|execute-api|apigateway):/;

  test('each operation is tried', () => {
    const names = stack.operationNames.filter((name) => !own.test(name));
    expect(Object.keys(MEMBERS).sort()).toEqual(names.sort());
  });

  test.each(Object.entries(MEMBERS))('%s', async (name, members) => {
    const names = members.split(' ');
    const request = Object.fromEntries(names.map((member) => [member, 'x']));
    const bare: JsonObject[] = names.flatMap((member) => VALUES.map((value) => ({ [member]: value })));
    const full = names.flatMap((member) => VALUES.map((value) => ({ ...request, [member]: value })));
    for (const input of [{}, ...bare, ...full]) {
      const thrown = await stack.call(name as OperationName, input).catch((error: unknown) => error);
      if (thrown instanceof Error) expect(thrown, JSON.stringify(input)).toBeInstanceOf(AwsError);
    }
  });
});
