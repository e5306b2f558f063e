import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonValue } from '../../core/json.ts';
import type { MachineEntry, RoutingConfiguration } from './machine-entry.ts';
import { type Constraint, checkRequest, members, type Shape } from './request.ts';

/**
 * Why an alias cannot route so; undefined when it can. Source: API reference, RoutingConfigurationListItem; the
 * wording as publicly reported.
 */
export function routingProblem(
  routing: readonly RoutingConfiguration[],
  entry: MachineEntry,
): string | undefined {
  const arns = routing.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
  if (new Set(arns).size < arns.length) {
    return `Routing configuration must contain distinct state machine version ARNs. Received: ${JSON.stringify(arns)}`;
  }
  const weights = routing.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    return `Sum of routing configuration weights must equal 100. Received: ${JSON.stringify(weights)}`;
  }
  const unknown = arns.find((arn) => !entry.versionOf(arn));
  return unknown === undefined ? undefined : `Resource not found: '${unknown}'`;
}

/** The member of a request. Source: the service model, RoutingConfigurationList. */
export const ROUTING: Constraint = { type: 'list', least: 1, most: 2 };

/** @throws AwsError ValidationException for a route without a version or with a weight that is no percentage */
export function readRouting(given: JsonValue | undefined): RoutingConfiguration[] {
  return (Array.isArray(given) ? given : []).map((route, at) => {
    const member = `routingConfiguration.${at + 1}.member`;
    if (!isJsonObject(route)) throw new AwsError('SerializationException', `expected structure at ${member}`);
    checkRequest(route, ROUTE, `${member}.`);
    return {
      stateMachineVersionArn: String(route['stateMachineVersionArn']),
      weight: Number(route['weight']),
    };
  });
}

const ROUTE: Shape = {
  stateMachineVersionArn: members.arn,
  weight: { type: 'integer', required: true, least: 0, most: 100 },
};
