import { LambdalessError } from '../../core/errors.ts';
import { type JsonObject, utf8Length } from '../../core/json.ts';
import { billedTo } from '../../core/meter.ts';
import type { Operation, Service, ServiceHost } from '../../core/operations.ts';
import type { StackModel } from '../../template/model.ts';
import { SqsActions } from './actions.ts';
import { Queue, queueNameOf } from './queue.ts';

export interface SqsService extends Service {}

/**
 * SQS with the standard queues of a template.
 * @throws LambdalessError for a redrive policy that leads to no queue
 */
export function createSqs(model: StackModel, host: ServiceHost): SqsService {
  const queues = new Map(
    model.ofType('AWS::SQS::Queue').map((resource) => {
      const queue = new Queue(resource, host.environment);
      return [queue.name, queue];
    }),
  );
  checkRedrive(model, queues);
  const closing = new AbortController();
  const actions = new SqsActions(queues, host, closing.signal);
  const operations: Operation[] = Object.entries(actions.table).map(([name, invoke]) => ({
    name: `sqs:${name}`,
    waitsOnClock: name === 'ReceiveMessage',
    permissions: (input) => [
      { action: PERMISSION_OF[name] ?? `sqs:${name}`, resource: resourceOf(input, host) },
    ],
    invoke: async (input, call) => {
      billedTo(call.span, host.meter).count('sqs.requests', billedRequests(input));
      return invoke(input, call);
    },
  }));
  return { operations, close: async () => closing.abort() };
}

/** @throws LambdalessError for a queue whose dead letters would go nowhere */
function checkRedrive(model: StackModel, queues: ReadonlyMap<string, Queue>): void {
  const arns = new Set([...queues.values()].map(({ arn }) => arn));
  for (const { logicalId, properties } of model.ofType('AWS::SQS::Queue')) {
    const target = properties.RedrivePolicy?.deadLetterTargetArn;
    if (target === undefined || arns.has(target)) continue;
    throw new LambdalessError(
      'TEMPLATE_INVALID',
      `Resource '${logicalId}' property RedrivePolicy.deadLetterTargetArn: no queue of this template has the ARN ${target}`,
    );
  }
}

const BILLED_UNIT_BYTES = 64 * 1024;

/** A message counts as one request per 64 KB of its body. */
function billedRequests({ MessageBody }: JsonObject): number {
  return typeof MessageBody === 'string'
    ? Math.max(1, Math.ceil(utf8Length(MessageBody) / BILLED_UNIT_BYTES))
    : 1;
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
