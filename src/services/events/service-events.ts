import type { Caller } from '../../core/operations.ts';
import { matches, type Pattern } from '../../languages/event-pattern/index.ts';
import type { Archives } from './archives.ts';
import type { Bus } from './registry.ts';

/**
 * AWS services put events of their own on the default bus: with sources that start with "aws.", which nobody else may
 * use, without any policy, and free of charge.
 * Source: EventBridge user guide, "Events from AWS services"; EventBridge pricing.
 */
export const SERVICE_SOURCE = 'aws.';

/** Whether the caller is the service whose events have this source. */
export function isOwnSource(caller: Caller, source: string): boolean {
  return caller.kind === 'service' && source === `${SERVICE_SOURCE}${caller.service.split('.')[0]}`;
}

/** Whether events with this source may interest anybody: so far as rules and archives look at it alone. */
export function listensFor(bus: Bus, archives: Archives, source: string): boolean {
  const event = JSON.stringify({ source });
  const patterns = [...bus.rules.values()].flatMap(({ enabled, pattern }) =>
    enabled && pattern ? [pattern] : [],
  );
  return (
    patterns.some((pattern) => mayMatch(pattern, event)) ||
    archives.of(bus.arn).some(({ pattern }) => !pattern || mayMatch(pattern, event))
  );
}

function mayMatch(pattern: Pattern, event: string): boolean {
  const alternatives = pattern.alternatives.map((fields) => fields.filter(({ path }) => path === 'source'));
  return matches({ ...pattern, alternatives }, event);
}
