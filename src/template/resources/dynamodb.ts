import type { ResourceTypes } from '../resource-type.ts';

// biome-ignore lint/suspicious/noEmptyInterface: its owner fills it
export interface DynamoDbProperties {}

export const dynamoDbTypes: ResourceTypes<DynamoDbProperties> = {};
