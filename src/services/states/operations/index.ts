import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { createStateMachineOperation } from './create-state-machine.ts';
import { createStateMachineAliasOperation } from './create-state-machine-alias.ts';
import { deleteStateMachineOperation } from './delete-state-machine.ts';
import { deleteStateMachineAliasOperation } from './delete-state-machine-alias.ts';
import { deleteStateMachineVersionOperation } from './delete-state-machine-version.ts';
import { describeExecutionOperation } from './describe-execution.ts';
import {
  describeStateMachineForExecutionOperation,
  describeStateMachineOperation,
} from './describe-state-machine.ts';
import { describeStateMachineAliasOperation } from './describe-state-machine-alias.ts';
import { getExecutionHistoryOperation } from './get-execution-history.ts';
import { listExecutionsOperation } from './list-executions.ts';
import { listStateMachineAliasesOperation } from './list-state-machine-aliases.ts';
import { listStateMachineVersionsOperation } from './list-state-machine-versions.ts';
import { listStateMachinesOperation } from './list-state-machines.ts';
import { listTagsForResourceOperation } from './list-tags-for-resource.ts';
import { publishStateMachineVersionOperation } from './publish-state-machine-version.ts';
import { redriveExecutionOperation } from './redrive-execution.ts';
import {
  sendTaskFailureOperation,
  sendTaskHeartbeatOperation,
  sendTaskSuccessOperation,
} from './send-task.ts';
import { startExecutionOperation } from './start-execution.ts';
import { startSyncExecutionOperation } from './start-sync-execution.ts';
import { stopExecutionOperation } from './stop-execution.ts';
import { tagResourceOperation } from './tag-resource.ts';
import { testStateOperation } from './test-state.ts';
import { untagResourceOperation } from './untag-resource.ts';
import { updateStateMachineOperation } from './update-state-machine.ts';
import { updateStateMachineAliasOperation } from './update-state-machine-alias.ts';
import { validateStateMachineDefinitionOperation } from './validate-state-machine-definition.ts';

/** Every operation of the States API that there is here. */
const OPERATIONS: readonly ((context: StatesContext) => Operation)[] = [
  startExecutionOperation,
  startSyncExecutionOperation,
  describeExecutionOperation,
  getExecutionHistoryOperation,
  stopExecutionOperation,
  redriveExecutionOperation,
  listExecutionsOperation,
  createStateMachineOperation,
  updateStateMachineOperation,
  deleteStateMachineOperation,
  describeStateMachineOperation,
  describeStateMachineForExecutionOperation,
  listStateMachinesOperation,
  publishStateMachineVersionOperation,
  listStateMachineVersionsOperation,
  deleteStateMachineVersionOperation,
  createStateMachineAliasOperation,
  updateStateMachineAliasOperation,
  deleteStateMachineAliasOperation,
  describeStateMachineAliasOperation,
  listStateMachineAliasesOperation,
  tagResourceOperation,
  untagResourceOperation,
  listTagsForResourceOperation,
  validateStateMachineDefinitionOperation,
  sendTaskSuccessOperation,
  sendTaskFailureOperation,
  sendTaskHeartbeatOperation,
  testStateOperation,
];

export function statesOperations(context: StatesContext): Operation[] {
  return OPERATIONS.map((create) => create(context));
}
