import type { Environment } from '../../core/environment.ts';
import type { Executions } from './executions.ts';
import type { StateMachines } from './machines.ts';
import type { TaskTokens } from './task-tokens.ts';
import type { Tasks } from './tasks.ts';

/** What the operations of the States API work on. */
export interface StatesContext {
  readonly environment: Environment;
  readonly machines: StateMachines;
  readonly executions: Executions;
  readonly tokens: TaskTokens;
  readonly tasks: Tasks;
}
