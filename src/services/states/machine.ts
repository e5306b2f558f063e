import type { JsonObject } from '../../core/json.ts';
import {
  compileMachine,
  type Machine,
  type MachineType,
  validateDefinition,
  variableReferences,
} from '../../languages/asl/index.ts';
import { invalidDefinition } from './errors.ts';

/** 1 MiB. Source: Step Functions quotas, and the service model. */
export const LONGEST_DEFINITION = 1_048_576;

export interface LoggingConfiguration {
  readonly level: 'ALL' | 'ERROR' | 'FATAL' | 'OFF';
  readonly includeExecutionData: boolean;
  /** ARNs of log groups. */
  readonly destinations: readonly string[];
}

/**
 * Why nothing can be logged so. Source: API reference, LoggingConfiguration; one destination as recorded, the star as
 * publicly reported.
 */
export function loggingProblem({ level, destinations }: LoggingConfiguration): string | undefined {
  if (destinations.length > 1 || (level !== 'OFF' && destinations.length === 0)) {
    return 'Must specify exactly one Log Destination.';
  }
  const isWhole = destinations.every((arn) => arn.endsWith(':*'));
  return isWhole ? undefined : "Log Group ARN must be provided with '*' qualifier.";
}

/** What may change from one revision of a machine to the next. */
export interface MachineConfiguration {
  /** As AWS keeps and describes it: with the substitutions made. */
  readonly definitionText: string;
  readonly roleArn: string;
  readonly logging: LoggingConfiguration;
  readonly tracingEnabled: boolean;
  /** Described, nothing more: executions live in the memory of one process. */
  readonly encryption: JsonObject | undefined;
}

/** One revision of a state machine, compiled: what an execution runs. It never changes. */
export interface StateMachine extends MachineConfiguration {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly machine: Machine;
  /** By state, the variables that it reads. */
  readonly variableReferences: Readonly<Record<string, readonly string[]>>;
  /** The first revision has none. Source: API reference, DescribeStateMachineForExecution. */
  readonly revisionId: string | undefined;
  readonly updateTimeMs: number;
}

/** Why a definition cannot become a machine here. */
export interface Refusal {
  /** `invalid`: AWS would refuse it too. */
  readonly kind: 'invalid' | 'unsupported';
  readonly message: string;
}

export type Compiled = Pick<StateMachine, 'machine' | 'variableReferences'>;

/** Checks and compiles a definition. @returns why not, where it cannot */
export function compileDefinition(text: string, type: MachineType): Compiled | Refusal {
  if (text.length > LONGEST_DEFINITION) {
    return { kind: 'invalid', message: `a definition has at most ${LONGEST_DEFINITION} characters` };
  }
  const { definition, diagnostics } = validateDefinition(text, type);
  if (!definition) return { kind: 'invalid', message: invalidDefinition(diagnostics) };
  const machine = compileMachine(definition, type);
  const [unsupported] = machine.unsupported;
  if (unsupported !== undefined) {
    const message = `${unsupported}, which lambdaless does not run; use INLINE mode without it`;
    return { kind: 'unsupported', message };
  }
  return { machine, variableReferences: variableReferences(definition) };
}

export function isRefusal(compiled: Compiled | Refusal): compiled is Refusal {
  return 'kind' in compiled;
}
