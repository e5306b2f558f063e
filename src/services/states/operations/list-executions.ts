import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { typeNotSupported } from '../errors.ts';
import { statusOf } from './describe-execution.ts';
import { defined, epochSeconds, onMachine, pageOf } from './shared.ts';

/** Source: API reference, ListExecutions: the latest first; Standard machines only. */
export function listExecutionsOperation({ machines, executions }: StatesContext): Operation {
  return {
    name: 'states:ListExecutions',
    permissions: onMachine('states:ListExecutions'),
    async invoke(input) {
      const machine = machines.get(input['stateMachineArn']);
      if (machine.type === 'EXPRESS') throw typeNotSupported();
      const filter = input['statusFilter'];
      const records = executions
        .of(machine)
        .filter((record) => filter === undefined || statusOf(record) === filter);
      const { items, nextToken } = pageOf(records, input);
      return defined({
        executions: items.map((record) =>
          defined({
            executionArn: record.arn,
            stateMachineArn: machine.arn,
            name: record.name,
            status: statusOf(record),
            startDate: epochSeconds(record.startTimeMs),
            stopDate: record.stopTimeMs === undefined ? undefined : epochSeconds(record.stopTimeMs),
            redriveCount: 0,
          }),
        ),
        nextToken,
      });
    },
  };
}
