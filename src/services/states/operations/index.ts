import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { describeExecutionOperation } from './describe-execution.ts';
import {
  describeStateMachineForExecutionOperation,
  describeStateMachineOperation,
  listStateMachinesOperation,
} from './describe-state-machine.ts';
import { getExecutionHistoryOperation } from './get-execution-history.ts';
import { listExecutionsOperation } from './list-executions.ts';
import {
  sendTaskFailureOperation,
  sendTaskHeartbeatOperation,
  sendTaskSuccessOperation,
} from './send-task.ts';
import { startExecutionOperation } from './start-execution.ts';
import { startSyncExecutionOperation } from './start-sync-execution.ts';
import { stopExecutionOperation } from './stop-execution.ts';
import { testStateOperation } from './test-state.ts';
import { validateStateMachineDefinitionOperation } from './validate-state-machine-definition.ts';

/** Every operation of the States API that there is here. */
const OPERATIONS: readonly ((context: StatesContext) => Operation)[] = [
  startExecutionOperation,
  startSyncExecutionOperation,
  describeExecutionOperation,
  getExecutionHistoryOperation,
  stopExecutionOperation,
  listExecutionsOperation,
  describeStateMachineOperation,
  describeStateMachineForExecutionOperation,
  listStateMachinesOperation,
  validateStateMachineDefinitionOperation,
  sendTaskSuccessOperation,
  sendTaskFailureOperation,
  sendTaskHeartbeatOperation,
  testStateOperation,
];

export function statesOperations(context: StatesContext): Operation[] {
  return OPERATIONS.map((create) => create(context));
}
