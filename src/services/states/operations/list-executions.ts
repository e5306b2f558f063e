import type { JsonObject } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { statesErrors, typeNotSupported } from '../errors.ts';
import type { ExecutionRecord } from '../executions.ts';
import { parseMachineArn } from '../machine-arn.ts';
import type { StateMachines } from '../machines.ts';
import { checkRequest, members, type Shape } from '../request.ts';
import { executionHead, statusOf } from './describe-execution.ts';
import { defined, onTarget, pageOf } from './shared.ts';

const REQUEST: Shape = {
  stateMachineArn: { type: 'text', least: 1, most: 256 },
  statusFilter: {
    type: 'text',
    oneOf: ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'],
  },
  maxResults: members.maxResults,
  nextToken: { type: 'text', least: 1, most: 3096 },
  mapRunArn: { type: 'text', least: 1, most: 2000 },
  redriveFilter: { type: 'text', oneOf: ['REDRIVEN', 'NOT_REDRIVEN'] },
};

/** Source: API reference, ListExecutions: of a Standard machine, a version or an alias; the latest first. */
export function listExecutionsOperation({ machines, executions }: StatesContext): Operation {
  return {
    name: 'states:ListExecutions',
    permissions: onTarget('states:ListExecutions'),
    async invoke(input) {
      checkRequest(input, REQUEST);
      const arn = listedArn(input, machines);
      const { statusFilter, redriveFilter } = input;
      const records = executions
        .of(arn)
        .filter((record) => (statusFilter ?? statusOf(record)) === statusOf(record))
        .filter(() => redriveFilter !== 'REDRIVEN');
      const { items, nextToken } = pageOf(records, input);
      return defined({ executions: items.map(summarize), nextToken });
    },
  };
}

/** What the executions are listed of. @throws AwsError for a Map Run, an Express machine, or what does not exist */
function listedArn(input: JsonObject, machines: StateMachines): string {
  const { stateMachineArn, mapRunArn, statusFilter } = input;
  if ((stateMachineArn ?? undefined) === undefined) {
    if ((mapRunArn ?? undefined) !== undefined) throw statesErrors.resourceNotFound(String(mapRunArn));
    throw statesErrors.validation('Must provide a State Machine ARN or Map Run ARN');
  }
  if ((mapRunArn ?? undefined) !== undefined) {
    throw statesErrors.validation('Must provide only one of State Machine ARN and Map Run ARN');
  }
  if (statusFilter === 'PENDING_REDRIVE') {
    throw statesErrors.validation('The statusFilter PENDING_REDRIVE is supported for a Map Run only');
  }
  const { text, machineArn, qualifier } = parseMachineArn(stateMachineArn);
  const entry = machines.get(machineArn);
  if (qualifier !== undefined && !entry.aliases.has(qualifier)) machines.getVersion(text);
  if (entry.current.type === 'EXPRESS') throw typeNotSupported();
  return text;
}

function summarize(record: ExecutionRecord): JsonObject {
  return { ...executionHead(record), redriveCount: 0 };
}
