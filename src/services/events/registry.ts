import type { Environment } from '../../core/environment.ts';
import { AwsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Pattern } from '../../languages/event-pattern/index.ts';
import { PatternSet } from '../../languages/event-pattern/set/pattern-set.ts';
import type { CompiledInput } from '../../languages/input-transformer/index.ts';
import {
  busArn,
  busNameOf,
  type TargetKind,
  type TargetProperties,
} from '../../template/resources/events.ts';

export interface Target {
  readonly kind: TargetKind;
  /** As it was given, for List calls. */
  readonly properties: TargetProperties;
  readonly input: CompiledInput;
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  /** "Rule" of the template, or undefined for one made by the API. */
  readonly logicalId?: string;
  readonly description?: string;
  readonly pattern?: Pattern;
  readonly scheduleExpression?: string;
  readonly enabled: boolean;
  readonly targets: readonly Target[];
}

export interface Bus {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  modifiedMs: number;
  description?: string;
  policy?: JsonObject;
  readonly rules: Map<string, Rule>;
  /** Of the rules that are enabled, by name. */
  readonly patterns: PatternSet;
}

/** Buses and their rules, as the template and the API made them. */
export class Registry {
  readonly buses: Map<string, Bus> = new Map();
  private readonly environment: Environment;
  private readonly changed: () => void;

  /** @param changed called after each change of a rule */
  constructor(environment: Environment, changed: () => void) {
    this.environment = environment;
    this.changed = changed;
    this.addBus('default');
  }

  /** @throws AwsError ResourceAlreadyExistsException */
  addBus(name: string, policy?: JsonObject, description?: string): Bus {
    if (this.buses.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
    }
    const bus: Bus = {
      name,
      arn: busArn(this.environment, name),
      createdMs: this.environment.clock.now(),
      modifiedMs: this.environment.clock.now(),
      rules: new Map(),
      patterns: new PatternSet(),
      ...(policy && { policy }),
      ...(description !== undefined && { description }),
    };
    this.buses.set(name, bus);
    return bus;
  }

  ensureBus(nameOrArn: string | undefined): Bus {
    const name = busNameOf(nameOrArn);
    return this.buses.get(name) ?? this.addBus(name);
  }

  /** @throws AwsError ValidationException */
  deleteBus(nameOrArn: string): void {
    const name = busNameOf(nameOrArn);
    if (name === 'default') throw new AwsError('ValidationException', 'Cannot delete event bus default.');
    const bus = this.buses.get(name);
    if (bus && bus.rules.size > 0) {
      throw new AwsError('ValidationException', `Cannot delete event bus ${name}: it has rules.`);
    }
    this.buses.delete(name);
  }

  /** @throws AwsError ResourceNotFoundException */
  bus(nameOrArn: string | undefined): Bus {
    const name = busNameOf(nameOrArn);
    const bus = this.buses.get(name);
    if (bus) return bus;
    throw new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
  }

  /** @throws AwsError ResourceNotFoundException */
  rule(busNameOrArn: string | undefined, name: string): Rule {
    const bus = this.bus(busNameOrArn);
    const rule = bus.rules.get(name);
    if (rule) return rule;
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus.name}.`);
  }

  /** Adds a rule, or puts it in the place of the one with its name. */
  putRule(rule: Rule): void {
    const { rules, patterns } = this.bus(rule.busName);
    rules.set(rule.name, rule);
    if (rule.enabled && rule.pattern) patterns.add(rule.name, rule.pattern);
    else patterns.delete(rule.name);
    this.changed();
  }

  deleteRule(busNameOrArn: string | undefined, name: string): void {
    const { rules, patterns } = this.bus(busNameOrArn);
    rules.delete(name);
    patterns.delete(name);
    this.changed();
  }
}
