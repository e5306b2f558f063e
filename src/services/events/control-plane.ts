import * as v from 'valibot';
import type { Environment } from '../../core/environment.ts';
import { AwsError, messageOf } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, textFrom } from '../../core/json.ts';
import { parsePattern } from '../../languages/event-pattern/index.ts';
import {
  busArn,
  busNameOf,
  eventsArn,
  ruleArn,
  type TargetProperties,
  targetProperties,
} from '../../template/resources/events.ts';
import { constraint } from './constraints.ts';
import { page, textOf, withPrefix } from './paging.ts';
import type { Registry, Rule } from './registry.ts';
import { targetOf } from './rules.ts';
import { checkSchedule } from './schedule.ts';
import type { Tags } from './tags.ts';

const MAX_TARGETS = 5;

/** Operations on rules and targets. Their answers are the API's. */
export class ControlPlane {
  private readonly registry: Registry;
  private readonly environment: Environment;
  private readonly tags: Tags;

  constructor(registry: Registry, tags: Tags, environment: Environment) {
    this.registry = registry;
    this.tags = tags;
    this.environment = environment;
  }

  readonly operations: Readonly<Record<string, (input: JsonObject) => JsonObject>> = {
    ListRules: (input) => {
      const bus = this.registry.bus(textOf(input, 'EventBusName'));
      const rules = withPrefix([...bus.rules.values()], input['NamePrefix']);
      return page('Rules', rules.map(describeRule), input);
    },
    DescribeRule: (input) => ({
      ...describeRule(this.ruleOf(input, 'Name')),
      CreatedBy: this.environment.accountId,
    }),
    PutRule: (input) => this.putRule(input),
    DeleteRule: (input) => this.deleteRule(input),
    EnableRule: (input) => this.switchRule(input, true),
    DisableRule: (input) => this.switchRule(input, false),
    ListTargetsByRule: (input) => {
      const targets = this.ruleOf(input, 'Rule').targets.map(({ properties }) => ({ ...properties }));
      return page('Targets', targets as unknown as JsonObject[], input);
    },
    ListRuleNamesByTarget: (input) => {
      const arn = requiredText(input, 'TargetArn');
      const bus = this.registry.bus(textOf(input, 'EventBusName'));
      const rules = [...bus.rules.values()].filter(({ targets }) =>
        targets.some(({ properties }) => properties.Arn === arn),
      );
      return page(
        'RuleNames',
        rules.map(({ name }) => name),
        input,
      );
    },
    PutTargets: (input) => this.putTargets(input),
    RemoveTargets: (input) => this.removeTargets(input),
  };

  private ruleOf(input: JsonObject, member: 'Name' | 'Rule'): Rule {
    return this.registry.rule(textOf(input, 'EventBusName'), requiredText(input, member));
  }

  private putRule(input: JsonObject): JsonObject {
    const name = requiredText(input, 'Name');
    const bus = this.registry.bus(textOf(input, 'EventBusName'));
    const pattern = textOf(input, 'EventPattern');
    const schedule = textOf(input, 'ScheduleExpression');
    const description = textOf(input, 'Description');
    if (pattern === undefined && schedule === undefined) {
      throw new AwsError(
        'ValidationException',
        'Parameter(s) EventPattern or ScheduleExpression must be specified.',
      );
    }
    if (schedule !== undefined) checkSchedule(schedule, bus.name);
    const arn = ruleArn(this.environment, bus.name, name);
    this.registry.putRule({
      name,
      arn,
      busName: bus.name,
      enabled: input['State'] !== 'DISABLED',
      targets: bus.rules.get(name)?.targets ?? [],
      ...(description !== undefined && { description }),
      ...(pattern !== undefined && { pattern: parsePattern(pattern) }),
      ...(schedule !== undefined && { scheduleExpression: schedule }),
    });
    this.tags.put(arn, input['Tags']);
    return { RuleArn: arn };
  }

  private deleteRule(input: JsonObject): JsonObject {
    const bus = this.registry.bus(textOf(input, 'EventBusName'));
    const rule = bus.rules.get(requiredText(input, 'Name'));
    if (rule && rule.targets.length > 0) {
      throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
    }
    if (rule) this.registry.deleteRule(bus.name, rule.name);
    return {};
  }

  private switchRule(input: JsonObject, enabled: boolean): JsonObject {
    this.registry.putRule({ ...this.ruleOf(input, 'Name'), enabled });
    return {};
  }

  private putTargets(input: JsonObject): JsonObject {
    const rule = this.ruleOf(input, 'Rule');
    const given = listOf(input, 'Targets').map((target, index) => targetPropertiesOf(target, index));
    const targets = new Map(rule.targets.map((target) => [target.properties.Id, target]));
    for (const properties of given) targets.set(properties.Id, targetOf(properties));
    if (targets.size > MAX_TARGETS) {
      throw new AwsError(
        'LimitExceededException',
        'The requested resource exceeds the maximum number allowed.',
      );
    }
    this.registry.putRule({ ...rule, targets: [...targets.values()] });
    return { FailedEntryCount: 0, FailedEntries: [] };
  }

  private removeTargets(input: JsonObject): JsonObject {
    const rule = this.ruleOf(input, 'Rule');
    const ids = listOf(input, 'Ids');
    const known = new Set(rule.targets.map(({ properties }) => properties.Id));
    this.registry.putRule({
      ...rule,
      targets: rule.targets.filter(({ properties }) => !ids.includes(properties.Id)),
    });
    const FailedEntries = ids
      .filter((id) => !known.has(id as string))
      .map((id) => ({
        TargetId: id,
        ErrorCode: 'ResourceNotFoundException',
        ErrorMessage: `Rule ${rule.name} does not have a target with the Id ${textFrom(id)}.`,
      }));
    return { FailedEntryCount: FailedEntries.length, FailedEntries };
  }
}

function describeRule(rule: Rule): JsonObject {
  return {
    Name: rule.name,
    Arn: rule.arn,
    State: rule.enabled ? 'ENABLED' : 'DISABLED',
    EventBusName: rule.busName,
    ...(rule.pattern && { EventPattern: rule.pattern.text }),
    ...(rule.scheduleExpression !== undefined && { ScheduleExpression: rule.scheduleExpression }),
    ...(rule.description !== undefined && { Description: rule.description }),
  };
}

const TARGET_ID = /^[.\-_A-Za-z0-9]+$/;

/** Checks a target as CloudFormation's properties are checked: what is not implemented is refused by name. */
function targetPropertiesOf(target: JsonValue, index: number): TargetProperties {
  const id = isJsonObject(target) ? target['Id'] : undefined;
  const member = `targets.${index + 1}.member.id`;
  if (typeof id === 'string' && !TARGET_ID.test(id)) {
    throw constraint(
      `'${id}'`,
      member,
      'Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+',
    );
  }
  if (typeof id === 'string' && id.length > 64) {
    throw constraint(`'${id}'`, member, 'Member must have length less than or equal to 64');
  }
  try {
    return v.parse(targetProperties, target);
  } catch (error) {
    throw new AwsError('ValidationException', `Targets[${index}]: ${messageOf(error)}`);
  }
}

/** A member that the service model requires: its absence was refused before. */
function requiredText(input: JsonObject, member: string): string {
  return textOf(input, member) ?? '';
}

function listOf(input: JsonObject, member: string): JsonValue[] {
  const value = input[member];
  return Array.isArray(value) ? value : [];
}

/** The ARN that an operation is about, for policies. */
export function resourceOf(name: string, input: JsonObject, environment: Environment): string {
  const bus = (member: string): string => busArn(environment, busNameOf(textOf(input, member)));
  const given = textOf(input, 'ResourceARN');
  if (given !== undefined) return given;
  if (name.endsWith('EventBus')) return bus('Name');
  if (name.endsWith('Permission')) return bus('EventBusName');
  if (name.startsWith('List') && name !== 'ListTargetsByRule') return '*';
  for (const kind of ['archive', 'replay']) {
    const own = textOf(input, `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Name`);
    if (own !== undefined) return eventsArn(environment, `${kind}/${own}`);
  }
  const rule = textOf(input, 'Rule') ?? textOf(input, 'Name') ?? '*';
  return ruleArn(environment, busNameOf(textOf(input, 'EventBusName')), rule);
}
