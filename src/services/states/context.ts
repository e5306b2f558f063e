import type { Environment } from '../../core/environment.ts';
import type { Executions } from './executions.ts';
import type { StateMachines } from './machines.ts';

/** What the operations of the States API work on. */
export interface StatesContext {
  readonly environment: Environment;
  readonly machines: StateMachines;
  readonly executions: Executions;
}
