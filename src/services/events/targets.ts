import type { Environment } from '../../core/environment.ts';
import { AwsError } from '../../core/errors.ts';
import { type JsonObject, parseJson, textFrom } from '../../core/json.ts';
import type { Call, ServiceHost } from '../../core/operations.ts';
import { parseEventPath, valueAt } from '../../languages/input-transformer/event-path.ts';
import type { TargetProperties } from '../../template/resources/events.ts';
import type { BusEvent } from './event.ts';
import { writeToLogGroup } from './log-target.ts';
import type { Target } from './registry.ts';
import { THIRD_HOP } from './retry.ts';

/** Hands one event to one target. @throws AwsError of the target's operation */
export type TargetCall = (target: Target, event: BusEvent, input: string, call: Call) => Promise<void>;

/**
 * Events that a bus hands to another bus, by the PutEvents request that carries them: so the request is
 * authorized like any other, and the event keeps its id and time.
 */
export type ForwardedEvents = WeakMap<JsonObject, BusEvent>;

export function targetCaller(host: ServiceHost, forwarded: ForwardedEvents): TargetCall {
  const calls: Readonly<Record<Target['kind'], TargetCall>> = {
    stateMachine: async ({ properties }, event, input, call) => {
      const name = `${event.id}_${host.environment.random.uuid()}`;
      const request = { stateMachineArn: properties.Arn, name, input };
      await host.operations.call('states:StartExecution', request, call);
    },
    queue: async ({ properties }, event, input, call) => {
      const request = {
        QueueUrl: queueUrlOf(properties.Arn, host.environment),
        MessageBody: input,
        ...messageGroup(properties, event),
      };
      await host.operations.call('sqs:SendMessage', request, call);
    },
    eventBus: async ({ properties }, event, _input, call) => {
      if (event.forwarded) throw thirdHop();
      const request: JsonObject = { Entries: [{ EventBusName: properties.Arn }] };
      forwarded.set(request, { ...event, forwarded: true });
      await host.operations.call('events:PutEvents', request, call);
    },
    logGroup: (target, event, input, call) => writeToLogGroup(host, target, event, input, call),
  };
  return (target, event, input, call) => calls[target.kind](target, event, input, call);
}

/** The group of a message: given, or a path into the event (EventBridge user guide, "Dynamic path parameters"). */
function messageGroup({ SqsParameters }: TargetProperties, event: BusEvent): JsonObject {
  if (!SqsParameters) return {};
  const { MessageGroupId } = SqsParameters;
  const path = parseEventPath(MessageGroupId);
  return { MessageGroupId: path ? textFrom(valueAt(path, parseJson(event.text)) ?? '') : MessageGroupId };
}

/** A bus that got an event from another bus does not send it on (EventBridge user guide, "Sending events between event buses"). */
function thirdHop(): AwsError {
  return new AwsError(THIRD_HOP, 'An event is handed on from bus to bus only once.');
}

/** The URL that belongs to a queue's ARN. */
export function queueUrlOf(arn: string, { urlSuffix }: Environment): string {
  const [, , , region, accountId, name] = arn.split(':');
  return `https://sqs.${region}.${urlSuffix}/${accountId}/${name}`;
}
