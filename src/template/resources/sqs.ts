import type { ResourceTypes } from '../resource-type.ts';

// biome-ignore lint/suspicious/noEmptyInterface: its owner fills it
export interface SqsProperties {}

export const sqsTypes: ResourceTypes<SqsProperties> = {};
