import type { Timer } from '../../core/clock.ts';
import { AwsError, messageOf } from '../../core/errors.ts';
import type { Caller, ServiceHost } from '../../core/operations.ts';
import type { Span } from '../../core/trace.ts';
import { sendToDeadLetterQueue } from './dead-letter.ts';
import { type BusEvent, isoSeconds } from './event.ts';
import type { Rule, Target } from './registry.ts';
import { type Failure, failureOf, MAX_AGE_SECONDS, MAX_RETRIES, retryDelayMs } from './retry.ts';
import type { TargetCall } from './targets.ts';

/** One event on its way to one target of one rule. */
interface Job {
  readonly event: BusEvent;
  readonly rule: Rule;
  readonly target: Target;
  readonly span: Span;
  retries: number;
}

/** Hands events to targets: tries, tries again as the retry policy says, and gives up to the dead-letter queue. */
export class Delivery {
  private readonly host: ServiceHost;
  private readonly call: TargetCall;
  private readonly timers = new Set<Timer>();
  private closed = false;

  constructor(host: ServiceHost, call: TargetCall) {
    this.host = host;
    this.call = call;
  }

  /** Resolves when the event is delivered or given up. */
  deliver(event: BusEvent, rule: Rule, target: Target, span: Span): Promise<void> {
    return this.attempt({ event, rule, target, span, retries: 0 });
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers) timer.cancel();
  }

  private async attempt(job: Job): Promise<void> {
    const span = job.span.child('target', job.target.properties.Arn, { attempt: job.retries + 1 });
    try {
      const input = job.target.input(job.event.text, {
        ruleArn: job.rule.arn,
        ruleName: job.rule.name,
        ingestionTime: isoSeconds(job.event.receivedMs),
      });
      span.note({ input });
      await this.call(job.target, job.event, input, { caller: callerOf(job.rule, job.target), span });
      span.end();
    } catch (error) {
      span.end({ code: error instanceof AwsError ? error.code : 'Error', message: messageOf(error) });
      await this.failed(job, error);
    }
  }

  private async failed(job: Job, error: unknown): Promise<void> {
    if (this.closed) return;
    const failure = failureOf(error);
    const exhausted = failure.retriable ? await this.backOff(job) : undefined;
    if (failure.retriable && exhausted === undefined) {
      job.retries++;
      return this.attempt(job);
    }
    await this.giveUp(job, failure, exhausted);
  }

  /** Waits for the next attempt, or says which condition of the retry policy forbids one. */
  private async backOff(job: Job): Promise<string | undefined> {
    const { MaximumRetryAttempts = MAX_RETRIES, MaximumEventAgeInSeconds = MAX_AGE_SECONDS } =
      job.target.properties.RetryPolicy ?? {};
    if (job.retries >= MaximumRetryAttempts) return 'MaximumRetryAttempts';
    const { clock, random } = this.host.environment;
    const delayMs = retryDelayMs(job.retries, random.next());
    const leftMs = job.event.receivedMs + MaximumEventAgeInSeconds * 1000 - clock.now();
    await this.wait(Math.min(delayMs, Math.max(0, leftMs)));
    return delayMs > leftMs ? 'MaximumEventAgeInSeconds' : undefined;
  }

  private wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.host.environment.clock.setTimer(delayMs, () => {
        this.timers.delete(timer);
        resolve();
      });
      this.timers.add(timer);
    });
  }

  private async giveUp(job: Job, failure: Failure, exhausted: string | undefined): Promise<void> {
    const queueArn = job.target.properties.DeadLetterConfig?.Arn;
    if (queueArn === undefined) return job.span.note({ dropped: failure.code });
    const span = job.span.child('target', queueArn, { deadLetter: failure.code });
    try {
      await sendToDeadLetterQueue(this.host, { ...job, span, queueArn, failure, exhausted });
      span.end();
    } catch (error) {
      span.end({ code: error instanceof AwsError ? error.code : 'Error', message: messageOf(error) });
    }
  }
}

function callerOf(rule: Rule, { properties: { RoleArn } }: Target): Caller {
  const service = 'events.amazonaws.com';
  return RoleArn === undefined
    ? { kind: 'service', service, sourceArn: rule.arn }
    : { kind: 'role', roleArn: RoleArn, service, sourceArn: rule.arn };
}
