import type { ResourceTypes } from '../resource-type.ts';

// biome-ignore lint/suspicious/noEmptyInterface: its owner fills it
export interface ApiGatewayV2Properties {}

export const apiGatewayV2Types: ResourceTypes<ApiGatewayV2Properties> = {};
