import type { JsonObject } from '../../core/json.ts';
import type { Operation, Service, ServiceHost } from '../../core/operations.ts';
import type { StackModel } from '../../template/model.ts';
import { SqsActions } from './actions.ts';
import { Queue, queueNameOf } from './queue.ts';

export interface SqsService extends Service {}

/** SQS with the standard queues of a template. */
export function createSqs(model: StackModel, host: ServiceHost): SqsService {
  const queues = new Map(
    model.ofType('AWS::SQS::Queue').map((resource) => {
      const queue = new Queue(resource, host.environment);
      return [queue.name, queue];
    }),
  );
  const closing = new AbortController();
  const actions = new SqsActions(queues, host, closing.signal);
  const operations: Operation[] = Object.entries(actions.table).map(([name, invoke]) => ({
    name: `sqs:${name}`,
    waitsOnClock: name === 'ReceiveMessage',
    permissions: (input) => [
      { action: PERMISSION_OF[name] ?? `sqs:${name}`, resource: resourceOf(input, host) },
    ],
    invoke: async (input, call) => {
      host.meter.count('sqs.requests', 1);
      return invoke(input, call);
    },
  }));
  return { operations, close: async () => closing.abort() };
}

/** A batch needs the permission of its single operation. */
const PERMISSION_OF: Readonly<Record<string, string>> = {
  SendMessageBatch: 'sqs:SendMessage',
  DeleteMessageBatch: 'sqs:DeleteMessage',
  ChangeMessageVisibilityBatch: 'sqs:ChangeMessageVisibility',
};

function resourceOf(input: JsonObject, { environment }: ServiceHost): string {
  const { partition, region, accountId } = environment;
  const { QueueName, QueueUrl } = input;
  if (QueueName === undefined && QueueUrl === undefined) return '*';
  return `arn:${partition}:sqs:${region}:${accountId}:${String(QueueName ?? queueNameOf(QueueUrl))}`;
}
