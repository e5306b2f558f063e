import type { JsonObject } from '../../../core/json.ts';
import type { OperationName } from '../../../core/operations.ts';
import { declares } from './exceptions.ts';
import type { Integration } from './integration.ts';
import { withSdkMetadata } from './sdk-metadata.ts';

/** `dynamodb:getItem` and its three siblings: the request and the answer are the API's own. */
export function dynamoDbIntegration(operation: OperationName): Integration {
  return {
    operations: [operation],
    async run(input, { call, environment }) {
      const answer = (await call(operation, input)) as JsonObject;
      return withSdkMetadata(answer, environment.random.uuid(), environment.clock.now());
    },
    failure: {
      style: 'optimized',
      prefix: 'DynamoDB',
      service: 'AmazonDynamoDBv2',
      fallback: 'AmazonDynamoDBException',
      modelled: declares('dynamodb'),
    },
  };
}
