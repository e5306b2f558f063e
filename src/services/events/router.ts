import type { Call, ServiceHost } from '../../core/operations.ts';
import { matches, type Pattern } from '../../languages/event-pattern/index.ts';
import type { Delivery } from './delivery.ts';
import type { BusEvent } from './event.ts';
import type { Bus, Rule } from './registry.ts';

/** Told of every event that a bus accepts, before any rule sees it. */
export type EventListener = (event: BusEvent, busName: string) => void;

/** An archive of a bus: nothing is kept, but AWS would bill what matches. */
export interface Archive {
  readonly busArn: string;
  readonly pattern?: Pattern;
}

const BYTES_PER_GB = 1024 ** 3;

/** Takes events to the rules that match them. */
export class Router {
  readonly listeners: Set<EventListener> = new Set();
  private readonly host: ServiceHost;
  private readonly delivery: Delivery;
  private readonly archives: readonly Archive[];

  constructor(host: ServiceHost, delivery: Delivery, archives: readonly Archive[]) {
    this.host = host;
    this.delivery = delivery;
    this.archives = archives;
  }

  /**
   * Starts all deliveries, and does not wait for them: PutEvents answers when the bus has the event.
   * @throws EventPatternError for an event that cannot be matched; nobody has seen it then
   */
  publish(event: BusEvent, bus: Bus, call: Call): void {
    const matched = new Set(bus.patterns.match(event.text));
    const span = call.span.child('event', event.id, {
      bus: bus.name,
      source: event.source,
      detailType: event.detailType,
      event: event.text,
    });
    for (const listener of this.listeners) listener(event, bus.name);
    this.archive(event, bus);
    const rules = [...bus.rules.values()].filter(({ name }) => matched.has(name));
    void Promise.all(rules.map((rule) => this.trigger(event, rule, span))).finally(() => span.end());
  }

  /** Hands an event to all targets of a rule; a schedule's events go to their rule alone. */
  async trigger(event: BusEvent, rule: Rule, parent: Call['span']): Promise<void> {
    const span = parent.child('rule', rule.name, { arn: rule.arn });
    await Promise.all(rule.targets.map((target) => this.delivery.deliver(event, rule, target, span)));
    span.end();
  }

  private archive(event: BusEvent, bus: Bus): void {
    for (const { busArn, pattern } of this.archives) {
      if (busArn !== bus.arn || (pattern && !matches(pattern, event.text))) continue;
      this.host.meter.count('events.archived.gb', Buffer.byteLength(event.text) / BYTES_PER_GB);
    }
  }
}
