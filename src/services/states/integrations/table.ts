import type { TaskResource } from '../../../languages/asl/index.ts';
import { apiGatewayInvoke } from './apigateway.ts';
import { SDK_SERVICES, sdkIntegration } from './aws-sdk.ts';
import { withCallback } from './callback.ts';
import { dynamoDbIntegration } from './dynamodb.ts';
import { putEvents } from './events.ts';
import type { Integration } from './integration.ts';
import { sendMessage } from './sqs.ts';
import { startExecution, startExecutionSync, startExecutionSync2 } from './states.ts';

/** `service:operation` of a resource ARN to what it does: every optimized integration that there is here. */
const OPTIMIZED: Readonly<Record<string, Integration>> = {
  'dynamodb:getItem': dynamoDbIntegration('dynamodb:GetItem'),
  'dynamodb:putItem': dynamoDbIntegration('dynamodb:PutItem'),
  'dynamodb:updateItem': dynamoDbIntegration('dynamodb:UpdateItem'),
  'dynamodb:deleteItem': dynamoDbIntegration('dynamodb:DeleteItem'),
  'apigateway:invoke': apiGatewayInvoke,
  'events:putEvents': putEvents,
  'sqs:sendMessage': sendMessage,
  'states:startExecution': startExecution,
  'states:startExecution.sync': startExecutionSync,
  'states:startExecution.sync:2': startExecutionSync2,
};

const CALLBACK = '.waitForTaskToken';
/** Optimized integrations that have no callback. Source: Developer Guide, "Integrating optimized services". */
const NO_CALLBACK: ReadonlySet<string> = new Set(['dynamodb']);

/** The integration of a task's resource, or undefined when there is none here. */
export function integrationFor(resource: TaskResource): Integration | undefined {
  const { service, operation } = resource;
  if (!operation.endsWith(CALLBACK)) return plainIntegration(service, operation);
  if (NO_CALLBACK.has(service)) return undefined;
  const plain = plainIntegration(service, operation.slice(0, -CALLBACK.length));
  return plain && withCallback(plain);
}

function plainIntegration(service: string, operation: string): Integration | undefined {
  const optimized = `${service}:${operation}`;
  if (Object.hasOwn(OPTIMIZED, optimized)) return OPTIMIZED[optimized];
  const sdkName = service.startsWith('aws-sdk:') ? service.slice('aws-sdk:'.length) : '';
  const sdk = Object.hasOwn(SDK_SERVICES, sdkName) ? SDK_SERVICES[sdkName] : undefined;
  return sdk && /^[a-z][A-Za-z]*$/.test(operation) ? sdkIntegration(sdk, operation) : undefined;
}

/** What may stand in a task's Resource, for the person whose task does not. */
export const SUPPORTED_RESOURCES: string = [
  ...Object.keys(OPTIMIZED),
  ...Object.keys(SDK_SERVICES).map((name) => `aws-sdk:${name}:<operation>`),
].join(', ');
