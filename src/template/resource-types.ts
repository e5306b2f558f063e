import type { ResourceType, ResourceTypes } from './resource-type.ts';
import { type ApiGatewayProperties, apiGatewayTypes } from './resources/apigateway.ts';
import { type ApiGatewayV2Properties, apiGatewayV2Types } from './resources/apigatewayv2.ts';
import { type DynamoDbProperties, dynamoDbTypes } from './resources/dynamodb.ts';
import { type EventsProperties, eventsTypes } from './resources/events.ts';
import { type IamProperties, iamTypes } from './resources/iam.ts';
import { type InertProperties, inertTypes } from './resources/inert.ts';
import { type LogsProperties, logsTypes } from './resources/logs.ts';
import { type SqsProperties, sqsTypes } from './resources/sqs.ts';
import { type StatesProperties, statesTypes } from './resources/states.ts';

/** Resource type name to the type of its checked properties. */
export interface PropertiesOf
  extends ApiGatewayProperties,
    ApiGatewayV2Properties,
    DynamoDbProperties,
    EventsProperties,
    IamProperties,
    InertProperties,
    LogsProperties,
    SqsProperties,
    StatesProperties {}

/** Every resource type that the runtime executes, or knows to have no effect on a laptop. */
const ALL: ResourceTypes<PropertiesOf> = {
  ...apiGatewayTypes,
  ...apiGatewayV2Types,
  ...dynamoDbTypes,
  ...eventsTypes,
  ...iamTypes,
  ...inertTypes,
  ...logsTypes,
  ...sqsTypes,
  ...statesTypes,
};

export function resourceTypeOf(type: string): ResourceType<unknown> | undefined {
  return Object.hasOwn(ALL, type) ? (ALL as Record<string, ResourceType<unknown>>)[type] : undefined;
}

/** In the order of the alphabet. */
export function resourceTypeNames(): readonly string[] {
  return Object.keys(ALL).sort();
}
