import type { JsonObject } from '../../core/json.ts';
import { billedTo } from '../../core/meter.ts';
import type { Call, Operation, Service, ServiceHost } from '../../core/operations.ts';
import type { StackModel } from '../../template/model.ts';
import { Archives } from './archives.ts';
import { Buses } from './buses.ts';
import { checkInput } from './constraints.ts';
import { ControlPlane, resourceOf } from './control-plane.ts';
import { Delivery } from './delivery.ts';
import { putEventsOperation, testEventPatternOperation } from './publishing.ts';
import { Registry } from './registry.ts';
import { Replays } from './replays.ts';
import { type EventListener, Router } from './router.ts';
import { registerTemplate } from './rules.ts';
import { Scheduler } from './scheduler.ts';
import { listensFor } from './service-events.ts';
import { Tags } from './tags.ts';
import { type ForwardedEvents, targetCaller } from './targets.ts';

export type { BusEvent } from './event.ts';
export type { EventListener } from './router.ts';

export interface EventsService extends Service {
  /** Tells `listener` of every event that any bus accepts. @returns a function that ends it */
  onEvent(listener: EventListener): () => void;
  /** Whether a rule or an archive of the default bus could take events of an AWS service, as "aws.states". */
  listensFor(source: string): boolean;
}

/**
 * EventBridge with the buses and rules of a template; the default bus is always there.
 * @throws LambdalessError for a rule that EventBridge would not accept
 */
export function createEvents(model: StackModel, host: ServiceHost): EventsService {
  const forwarded: ForwardedEvents = new WeakMap();
  const delivery = new Delivery(host, targetCaller(host, forwarded));
  const router = new Router(delivery);
  const registry: Registry = new Registry(host.environment, () => scheduler.refresh());
  const scheduler = new Scheduler(host, registry, router);
  registerTemplate(model, registry, host.environment);

  const archives = new Archives(model, registry, router, host);
  const tags = new Tags(model, registry);

  return {
    operations: [
      putEventsOperation(host, registry, router, forwarded),
      testEventPatternOperation(host),
      ...controlOperations(host, {
        ...new ControlPlane(registry, tags, host.environment).operations,
        ...new Buses(registry, tags, host).operations,
        ...tags.operations,
        ...archives.operations,
        ...new Replays(archives, registry, router, host).operations,
      }),
    ],
    onEvent: (listener) => {
      router.listeners.add(listener);
      return () => void router.listeners.delete(listener);
    },
    listensFor: (source) => listensFor(registry.bus(undefined), archives, source),
    close: async () => {
      scheduler.close();
      delivery.close();
    },
  };
}

type Invoke = (input: JsonObject, call: Call) => JsonObject;

/** Every call but PutEvents: billed as such, and held to the service model. */
function controlOperations(host: ServiceHost, table: Readonly<Record<string, Invoke>>): Operation[] {
  return Object.entries(table).map(([name, invoke]) => ({
    name: `events:${name}`,
    permissions: (input) => [
      { action: `events:${name}`, resource: resourceOf(name, input, host.environment) },
    ],
    invoke: async (input, call) => {
      billedTo(call.span, host.meter).count('events.controlPlaneCalls', 1);
      checkInput(name, input);
      return invoke(input, call);
    },
  }));
}
