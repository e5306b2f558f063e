import type { RandomSource } from '../../core/environment.ts';
import type { StackModel } from '../../template/model.ts';
import { statesErrors } from './errors.ts';
import { loadMachines } from './load.ts';
import type { StateMachine } from './machine.ts';
import { type MachineArn, parseMachineArn } from './machine-arn.ts';
import type { MachineAlias, MachineEntry, MachineVersion } from './machine-entry.ts';

/** What an execution is started on. */
export interface StartTarget {
  readonly machine: StateMachine;
  readonly versionArn?: string | undefined;
  readonly aliasArn?: string | undefined;
}

/** The state machines: the template's, and those that CreateStateMachine made. */
export class StateMachines {
  private readonly byArn: Map<string, MachineEntry>;

  /** @throws TemplateError for every definition that AWS would refuse */
  constructor(model: StackModel, nowMs: number) {
    this.byArn = new Map(loadMachines(model, nowMs).map((entry) => [entry.current.arn, entry]));
  }

  all(): MachineEntry[] {
    return [...this.byArn.values()];
  }

  add(entry: MachineEntry): void {
    this.byArn.set(entry.current.arn, entry);
  }

  remove(arn: string): void {
    this.byArn.delete(arn);
  }

  find(arn: string): MachineEntry | undefined {
    return this.byArn.get(arn);
  }

  /**
   * The machine of an ARN without a version or an alias.
   * @throws AwsError InvalidArn, StateMachineDoesNotExist
   */
  get(arn: unknown): MachineEntry {
    const { text } = parseMachineArn(arn);
    const entry = this.byArn.get(text);
    if (entry) return entry;
    throw statesErrors.stateMachineDoesNotExist(text);
  }

  /** The same, of a machine that may be changed. @throws AwsError StateMachineDeleting */
  getActive(arn: unknown): MachineEntry {
    const entry = this.get(arn);
    if (entry.deleting) throw statesErrors.stateMachineDeleting(entry.current.arn);
    return entry;
  }

  /** @throws AwsError InvalidArn, StateMachineDoesNotExist */
  getVersion(arn: unknown): MachineVersion {
    const { text, machineArn } = parseMachineArn(arn);
    const version = this.byArn.get(machineArn)?.versionOf(text);
    if (version) return version;
    throw statesErrors.stateMachineDoesNotExist(text);
  }

  /** @throws AwsError InvalidArn, ResourceNotFound */
  getAlias(arn: unknown): { readonly entry: MachineEntry; readonly alias: MachineAlias } {
    const { text, machineArn, qualifier } = parseMachineArn(arn);
    const entry = this.byArn.get(machineArn);
    const alias = entry?.aliases.get(qualifier ?? '');
    if (entry && alias) return { entry, alias };
    throw statesErrors.resourceNotFound(text);
  }

  /**
   * What an execution of this ARN runs: a machine's current revision, a version, or one that an alias leads to.
   * @throws AwsError InvalidArn, StateMachineDoesNotExist, StateMachineDeleting
   */
  target(arn: unknown, random: RandomSource): StartTarget {
    const parsed = parseMachineArn(arn);
    const entry = this.byArn.get(parsed.machineArn);
    const target = entry && targetIn(entry, parsed, random);
    if (!target) throw statesErrors.stateMachineDoesNotExist(parsed.text);
    if (entry.deleting) throw statesErrors.stateMachineDeleting(parsed.machineArn);
    return target;
  }
}

function targetIn(
  entry: MachineEntry,
  { text, qualifier }: MachineArn,
  random: RandomSource,
): StartTarget | undefined {
  if (qualifier === undefined) return { machine: entry.current };
  const alias = entry.aliases.get(qualifier);
  const versionArn = alias ? routed(alias, random) : text;
  const version = entry.versionOf(versionArn);
  return version && { machine: version.machine, versionArn, aliasArn: alias?.arn };
}

/** A version by the alias's weights. Chance is asked only where there is a choice. */
function routed({ routing }: MachineAlias, random: RandomSource): string {
  const [first, second] = routing;
  const isSecond = second !== undefined && random.next() * 100 >= (first?.weight ?? 0);
  return (isSecond ? second : first)?.stateMachineVersionArn ?? '';
}
