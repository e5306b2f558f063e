import type { Environment } from '../../core/environment.ts';
import { LambdalessError, messageOf } from '../../core/errors.ts';
import { type JsonObject, stringifyJson } from '../../core/json.ts';
import { parsePattern } from '../../languages/event-pattern/index.ts';
import { compileInput } from '../../languages/input-transformer/index.ts';
import type { Resource, StackModel } from '../../template/model.ts';
import {
  busNameOf,
  busStatement,
  type RuleProperties,
  ruleArn,
  type TargetKind,
  type TargetProperties,
  targetKindOf,
} from '../../template/resources/events.ts';
import type { Registry, Rule, Target } from './registry.ts';
import { checkSchedule } from './schedule.ts';

/**
 * Makes the buses and rules of the template. A bus that the template names and does not make exists on AWS before
 * the stack does, so it exists here.
 * @throws LambdalessError that names the resource at fault
 */
export function registerTemplate(model: StackModel, registry: Registry, environment: Environment): void {
  for (const resource of model.ofType('AWS::Events::EventBus')) {
    const { Name, Policy, Description } = resource.properties;
    blaming(resource, () => registry.addBus(Name, Policy, Description));
  }
  for (const { properties } of model.ofType('AWS::Events::EventBusPolicy')) {
    const bus = registry.ensureBus(properties.EventBusName);
    bus.policy = withStatement(bus.policy, busStatement(properties));
  }
  for (const resource of model.ofType('AWS::Events::Rule')) {
    registry.ensureBus(resource.properties.EventBusName);
    blaming(resource, () => registry.putRule(ruleOf(resource, environment)));
  }
}

function withStatement(policy: JsonObject | undefined, statement: JsonObject): JsonObject {
  const former = policy?.['Statement'] ?? [];
  const statements = Array.isArray(former) ? former : [former];
  return { Version: '2012-10-17', Statement: [...statements, statement] };
}

function blaming({ logicalId }: Resource<unknown>, work: () => void): void {
  try {
    work();
  } catch (error) {
    const message = `Resource '${logicalId}': ${messageOf(error)}`;
    throw new LambdalessError('TEMPLATE_INVALID', message, { cause: error });
  }
}

function ruleOf({ logicalId, ref, properties }: Resource<RuleProperties>, environment: Environment): Rule {
  const busName = busNameOf(properties.EventBusName);
  const name = ref.slice(ref.indexOf('|') + 1);
  const { Description, EventPattern, ScheduleExpression, State, Targets = [] } = properties;
  if (ScheduleExpression !== undefined) checkSchedule(ScheduleExpression, busName);
  return {
    name,
    arn: ruleArn(environment, busName, name),
    busName,
    logicalId,
    enabled: State !== 'DISABLED',
    targets: Targets.map(targetOf),
    ...(Description !== undefined && { description: Description }),
    ...(EventPattern && { pattern: parsePattern(stringifyJson(EventPattern)) }),
    ...(ScheduleExpression !== undefined && { scheduleExpression: ScheduleExpression }),
  };
}

/** @throws InputError when its input cannot be compiled */
export function targetOf(properties: TargetProperties): Target {
  return {
    kind: targetKindOf(properties.Arn) as TargetKind,
    properties,
    input: compileInput(properties),
  };
}
