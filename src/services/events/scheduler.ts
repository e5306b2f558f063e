import type { Timer } from '../../core/clock.ts';
import type { ServiceHost } from '../../core/operations.ts';
import { noSpan } from '../../core/trace.ts';
import { createEvent } from './event.ts';
import type { Registry, Rule } from './registry.ts';
import type { Router } from './router.ts';
import { parseSchedule, type Schedule } from './schedule.ts';

/** Fires the rules that have a schedule, with the "Scheduled Event" that EventBridge makes for them. */
export class Scheduler {
  private readonly host: ServiceHost;
  private readonly registry: Registry;
  private readonly router: Router;
  private readonly running = new Map<string, { readonly rule: Rule; timer: Timer }>();

  constructor(host: ServiceHost, registry: Registry, router: Router) {
    this.host = host;
    this.registry = registry;
    this.router = router;
  }

  /** Starts, stops or restarts schedules after rules have changed; others go on undisturbed. */
  refresh(): void {
    const scheduled = new Map<string, Rule>();
    for (const bus of this.registry.buses.values()) {
      for (const rule of bus.rules.values()) {
        if (rule.enabled && rule.scheduleExpression !== undefined) scheduled.set(rule.arn, rule);
      }
    }
    for (const [arn, { rule, timer }] of this.running) {
      if (scheduled.get(arn)?.scheduleExpression === rule.scheduleExpression) continue;
      timer.cancel();
      this.running.delete(arn);
    }
    for (const rule of scheduled.values()) {
      if (!this.running.has(rule.arn)) this.arm(rule, parseSchedule(rule.scheduleExpression as string));
    }
  }

  close(): void {
    for (const { timer } of this.running.values()) timer.cancel();
    this.running.clear();
  }

  private arm(rule: Rule, schedule: Schedule): void {
    const { clock } = this.host.environment;
    const dueMs = schedule.next(clock.now());
    if (dueMs === undefined) return;
    const timer = clock.setTimer(dueMs - clock.now(), () => {
      this.running.delete(rule.arn);
      this.arm(rule, schedule);
      this.fire(rule);
    });
    this.running.set(rule.arn, { rule, timer });
  }

  private fire({ busName, name, arn }: Rule): void {
    const rule = this.registry.rule(busName, name);
    const entry = { Source: 'aws.events', DetailType: 'Scheduled Event', Detail: '{}', Resources: [arn] };
    void this.router.trigger(createEvent(entry, this.host.environment), rule, noSpan);
  }
}
