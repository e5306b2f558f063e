import type { Operation, Service, ServiceHost } from '../../core/operations.ts';
import type { StackModel } from '../../template/model.ts';
import type { StatesContext } from './context.ts';
import { Executions } from './executions.ts';
import { StateMachines } from './machines.ts';
import { statesOperations } from './operations/index.ts';
import { TaskTokens } from './task-tokens.ts';
import { Tasks } from './tasks.ts';

export interface StatesService extends Service {
  readonly operations: readonly Operation[];
  /**
   * Checks that every operation which the machines' tasks call exists. Call it once all services are in the
   * table: they are made one after another, so the constructor cannot know.
   * @throws TemplateError naming logical id and state
   */
  check(): void;
}

/**
 * Step Functions: the template's state machines and their executions.
 * @param isWatched whether the default bus has a rule that could take events about Standard executions
 * @throws TemplateError for a definition that AWS would refuse, or a task that cannot be called here
 */
export function createStates(
  model: StackModel,
  host: ServiceHost,
  isWatched: () => boolean = () => false,
): StatesService {
  const { environment } = host;
  const machines = new StateMachines(model, environment.clock.now());
  const tasks = new Tasks(machines, host);
  const executions: Executions = new Executions(
    host,
    (call, record) => tasks.invoke(call, record, context),
    isWatched,
  );
  const context: StatesContext = { environment, machines, executions, tokens: new TaskTokens(), tasks };
  return {
    operations: statesOperations(context),
    check: () => tasks.check(),
    close: () => executions.close(),
  };
}
