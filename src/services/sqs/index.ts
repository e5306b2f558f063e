import { isJsonObject, type JsonObject, type JsonValue, textFrom, utf8Length } from '../../core/json.ts';
import { billedTo } from '../../core/meter.ts';
import type { Operation, Service, ServiceHost } from '../../core/operations.ts';
import type { StackModel } from '../../template/model.ts';
import { SqsActions } from './actions.ts';
import { queueNameOf } from './queue.ts';
import { QueueSet } from './queue-set.ts';

export interface SqsService extends Service {}

/**
 * SQS with the queues of a template, and those that its API makes.
 * @throws LambdalessError for a redrive policy that leads to no queue
 */
export function createSqs(model: StackModel, host: ServiceHost): SqsService {
  const queues = new QueueSet(host);
  queues.addTemplate(model);
  const closing = new AbortController();
  const actions = new SqsActions(queues, host, closing.signal);
  const operations: Operation[] = Object.entries(actions.table).map(([name, invoke]) => ({
    name: `sqs:${name}`,
    waitsOnClock: name === 'ReceiveMessage',
    permissions: (input) => [
      { action: PERMISSION_OF[name] ?? `sqs:${name}`, resource: resourceOf(input, host) },
    ],
    invoke: async (input, call) => {
      const meter = billedTo(call.span, host.meter);
      meter.count('sqs.requests', unitsIn([input, ...objectsIn(input['Entries'])]));
      const output = await invoke(input, call);
      // A request is billed once for what it carries, whichever way that goes.
      meter.count('sqs.requests', unitsIn(objectsIn((output as JsonObject)['Messages'])) - 1);
      return output;
    },
  }));
  return { operations, close: async () => closing.abort() };
}

const BILLED_UNIT_BYTES = 64 * 1024;

/** Each 64 KB of the messages in a request or an answer counts as a request. Source: SQS pricing. */
function unitsIn(messages: readonly JsonObject[]): number {
  const bytes = messages.map(({ MessageBody, Body }) => utf8Length(textFrom(MessageBody ?? Body ?? '')));
  return Math.max(1, Math.ceil(bytes.reduce((sum, size) => sum + size, 0) / BILLED_UNIT_BYTES));
}

function objectsIn(list: JsonValue | undefined): JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
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
  return `arn:${partition}:sqs:${region}:${accountId}:${textFrom(QueueName ?? queueNameOf(QueueUrl))}`;
}
