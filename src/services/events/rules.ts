import type { Environment } from '../../core/environment.ts';
import { LambdalessError, messageOf } from '../../core/errors.ts';
import { stringifyJson } from '../../core/json.ts';
import { parsePattern } from '../../languages/event-pattern/index.ts';
import { compileInput } from '../../languages/input-transformer/index.ts';
import type { Resource, StackModel } from '../../template/model.ts';
import {
  busNameOf,
  type RuleProperties,
  ruleArn,
  type TargetKind,
  type TargetProperties,
  targetKindOf,
} from '../../template/resources/events.ts';
import type { Registry, Rule, Target } from './registry.ts';
import type { Archive } from './router.ts';
import { checkSchedule } from './schedule.ts';

/**
 * Makes the buses and rules of the template. A bus that the template names and does not make exists on AWS before
 * the stack does, so it exists here.
 * @throws LambdalessError that names the resource at fault
 */
export function registerTemplate(model: StackModel, registry: Registry, environment: Environment): void {
  for (const resource of model.ofType('AWS::Events::EventBus')) {
    blaming(resource, () => registry.addBus(resource.properties.Name, resource.properties.Policy));
  }
  for (const { properties } of model.ofType('AWS::Events::EventBusPolicy')) {
    registry.ensureBus(properties.EventBusName);
  }
  for (const resource of model.ofType('AWS::Events::Rule')) {
    registry.ensureBus(resource.properties.EventBusName);
    blaming(resource, () => registry.putRule(ruleOf(resource, environment)));
  }
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

export function archivesOf(model: StackModel): readonly Archive[] {
  return model.ofType('AWS::Events::Archive').map(({ properties: { SourceArn, EventPattern } }) => ({
    busArn: SourceArn,
    ...(EventPattern && { pattern: parsePattern(stringifyJson(EventPattern)) }),
  }));
}
