import type { StateMachine } from './machine.ts';

/** An immutable, numbered snapshot of a machine. */
export interface MachineVersion {
  readonly arn: string;
  readonly number: number;
  readonly machine: StateMachine;
  readonly description: string | undefined;
  readonly creationTimeMs: number;
}

/** How an alias spreads executions over one or two versions; the weights add up to 100. */
export interface RoutingConfiguration {
  readonly stateMachineVersionArn: string;
  readonly weight: number;
}

export interface MachineAlias {
  readonly arn: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly routing: readonly RoutingConfiguration[];
  readonly creationTimeMs: number;
  readonly updateTimeMs: number;
}

/** A state machine with its versions, aliases and tags. */
export class MachineEntry {
  current: StateMachine;
  /** In the template; undefined for a machine that CreateStateMachine made. */
  readonly logicalId: string | undefined;
  /** Deleted while executions run: they end at their next transition, and it is gone with the last of them. */
  deleting = false;
  readonly creationTimeMs: number;
  /** The latest last. */
  readonly versions: Map<number, MachineVersion> = new Map();
  readonly aliases: Map<string, MachineAlias> = new Map();
  readonly tags: Map<string, string> = new Map();
  /** Numbers are not used again after a version is deleted. */
  private lastVersion = 0;

  constructor(machine: StateMachine, logicalId?: string) {
    this.current = machine;
    this.logicalId = logicalId;
    this.creationTimeMs = machine.updateTimeMs;
  }

  /** The version of the current revision, if it has one. */
  get published(): MachineVersion | undefined {
    return [...this.versions.values()].find(({ machine }) => machine === this.current);
  }

  /** Makes a version of the current revision. */
  publish(description: string | undefined, nowMs: number): MachineVersion {
    const number = ++this.lastVersion;
    const version: MachineVersion = {
      arn: `${this.current.arn}:${number}`,
      number,
      machine: this.current,
      description,
      creationTimeMs: nowMs,
    };
    this.versions.set(number, version);
    return version;
  }

  versionOf(arn: string): MachineVersion | undefined {
    return [...this.versions.values()].find((version) => version.arn === arn);
  }

  aliasesOf(versionArn: string): MachineAlias[] {
    return [...this.aliases.values()].filter(({ routing }) =>
      routing.some(({ stateMachineVersionArn }) => stateMachineVersionArn === versionArn),
    );
  }
}
