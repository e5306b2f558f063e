import type { ResourceTypes } from '../resource-type.ts';

// biome-ignore lint/suspicious/noEmptyInterface: its owner fills it
export interface EventsProperties {}

export const eventsTypes: ResourceTypes<EventsProperties> = {};
