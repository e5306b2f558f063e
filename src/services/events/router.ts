import type { Call } from '../../core/operations.ts';
import type { Delivery } from './delivery.ts';
import type { BusEvent } from './event.ts';
import type { Bus, Rule } from './registry.ts';

/** Told of every event that a bus accepts, before any rule sees it. */
export type EventListener = (event: BusEvent, busName: string) => void;

/** Takes events to the rules that match them. */
export class Router {
  readonly listeners: Set<EventListener> = new Set();
  private readonly delivery: Delivery;

  constructor(delivery: Delivery) {
    this.delivery = delivery;
  }

  /**
   * Starts all deliveries, and does not wait for them: PutEvents answers when the bus has the event.
   * @param only ARNs of the rules that may take it; a replay can be limited to some
   * @throws EventPatternError for an event that cannot be matched; nobody has seen it then
   */
  publish(event: BusEvent, bus: Bus, call: Call, only?: ReadonlySet<string>): void {
    const matched = new Set(bus.patterns.match(event.text));
    const span = call.span.child('event', event.id, {
      bus: bus.name,
      source: event.source,
      detailType: event.detailType,
      event: event.text,
    });
    for (const listener of this.listeners) listener(event, bus.name);
    const rules = [...bus.rules.values()].filter(
      ({ name, arn }) => matched.has(name) && (only?.has(arn) ?? true),
    );
    void Promise.all(rules.map((rule) => this.trigger(event, rule, span))).finally(() => span.end());
  }

  /** Hands an event to all targets of a rule; a schedule's events go to their rule alone. */
  async trigger(event: BusEvent, rule: Rule, parent: Call['span']): Promise<void> {
    const span = parent.child('rule', rule.name, { arn: rule.arn });
    await Promise.all(rule.targets.map((target) => this.delivery.deliver(event, rule, target, span)));
    span.end();
  }
}
