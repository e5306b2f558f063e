/** Members of a request: those that it must have, and others that it may have. */
export interface RequestMembers {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const GET_ITEM: RequestMembers = {
  required: ['TableName', 'Key'],
  optional: [
    'AttributesToGet',
    'ConsistentRead',
    'ExpressionAttributeNames',
    'ProjectionExpression',
    'ReturnConsumedCapacity',
  ],
};
const OF_WRITES = [
  'ConditionExpression',
  'ConditionalOperator',
  'Expected',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnConsumedCapacity',
  'ReturnItemCollectionMetrics',
  'ReturnValues',
  'ReturnValuesOnConditionCheckFailure',
] as const;
const PUT_EVENTS: RequestMembers = { required: ['Entries'], optional: ['EndpointId'] };
const SEND_MESSAGE: RequestMembers = {
  required: ['QueueUrl', 'MessageBody'],
  optional: [
    'DelaySeconds',
    'MessageAttributes',
    'MessageDeduplicationId',
    'MessageGroupId',
    'MessageSystemAttributes',
  ],
};
const START_EXECUTION: RequestMembers = {
  required: ['StateMachineArn'],
  optional: ['Input', 'Name', 'TraceHeader'],
};
const INVOKE: RequestMembers = {
  required: ['ApiEndpoint', 'Method'],
  optional: ['AllowNullValues', 'AuthType', 'Headers', 'Path', 'QueryParameters', 'RequestBody', 'Stage'],
};

/**
 * The requests of optimized integrations, with all operations that these services have. Services that are not here
 * are left alone. Source: Developer Guide, "Integrating optimized services"; measured with
 * ValidateStateMachineDefinition. Where the guide is older than a member of an API, the member is let pass.
 */
export const OPTIMIZED: Readonly<Record<string, Readonly<Record<string, RequestMembers>>>> = {
  dynamodb: {
    getItem: GET_ITEM,
    putItem: { required: ['TableName', 'Item'], optional: OF_WRITES },
    updateItem: {
      required: ['TableName', 'Key'],
      optional: [...OF_WRITES, 'AttributeUpdates', 'UpdateExpression'],
    },
    deleteItem: { required: ['TableName', 'Key'], optional: OF_WRITES },
  },
  events: { putEvents: PUT_EVENTS, 'putEvents.waitForTaskToken': PUT_EVENTS },
  sqs: { sendMessage: SEND_MESSAGE, 'sendMessage.waitForTaskToken': SEND_MESSAGE },
  states: {
    startExecution: START_EXECUTION,
    'startExecution.sync': START_EXECUTION,
    'startExecution.sync:2': START_EXECUTION,
    'startExecution.waitForTaskToken': START_EXECUTION,
  },
  apigateway: { invoke: INVOKE, 'invoke.waitForTaskToken': INVOKE },
};
