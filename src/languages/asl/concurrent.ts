import { Cancellation } from './cancellation.ts';
import { BranchAborted } from './errors.ts';
import { Frame, type MapItem, type MaybePromise } from './frame.ts';

/** A frame below `parent`, with the parent's variables in scope, that is given up with `cancellation`. */
export function childFrame(
  parent: Frame,
  cancellation: Cancellation,
  lastEventId: number,
  hasSiblings: boolean,
  mapItem: MapItem | undefined = parent.mapItem,
): Frame {
  const frame = new Frame(parent.execution, parent.variables, cancellation, parent.span, mapItem);
  frame.lastEventId = lastEventId;
  frame.interleaved = parent.interleaved || (hasSiblings && parent.execution.keepsHistory);
  return frame;
}

/**
 * Runs `count` tasks, at most `limit` at a time and started in order, and gives their results in order. The
 * first that fails cancels the others and is thrown once all have come to rest, so that nothing of a failed
 * group runs on beside its Retry or Catch.
 *
 * @param run starts task `index`; `slot` names the place that it takes over, below `limit`
 */
export function runConcurrently<Result>(
  parent: Frame,
  count: number,
  limit: number,
  run: (index: number, slot: number, cancellation: Cancellation) => MaybePromise<Result>,
): MaybePromise<Result[]> {
  if (count === 0) return [];
  return new Group(parent, count, limit, run).start();
}

class Group<Result> {
  private readonly results: Result[] = [];
  private readonly cancellation: Cancellation;
  private next = 0;
  private failed = false;
  private failure: unknown;
  private readonly count: number;
  private readonly limit: number;
  private readonly run: (index: number, slot: number, cancellation: Cancellation) => MaybePromise<Result>;

  constructor(
    parent: Frame,
    count: number,
    limit: number,
    run: (index: number, slot: number, cancellation: Cancellation) => MaybePromise<Result>,
  ) {
    this.cancellation = new Cancellation(parent.cancellation);
    this.count = count;
    this.limit = Math.min(limit, count);
    this.run = run;
  }

  start(): MaybePromise<Result[]> {
    const pending: Promise<void>[] = [];
    for (let slot = 0; slot < this.limit && this.hasNext(); slot++) {
      const lane = this.lane(slot);
      if (lane) pending.push(lane);
    }
    if (pending.length === 0) return this.finish();
    return Promise.all(pending).then(() => this.finish());
  }

  private hasNext(): boolean {
    return !this.failed && this.next < this.count;
  }

  /** Works through tasks one after another; answers a promise once one of them has to wait. */
  private lane(slot: number): Promise<void> | undefined {
    while (this.hasNext()) {
      const index = this.next++;
      try {
        const result = this.run(index, slot, this.cancellation);
        if (result instanceof Promise) return this.await(index, slot, result);
        this.results[index] = result;
      } catch (error) {
        this.fail(error);
      }
    }
    return undefined;
  }

  private async await(index: number, slot: number, promise: Promise<Result>): Promise<void> {
    try {
      this.results[index] = await promise;
    } catch (error) {
      this.fail(error);
    }
    await this.lane(slot);
  }

  private fail(error: unknown): void {
    if (this.failed) return;
    this.failed = true;
    this.failure = error;
    this.cancellation.cancel(new BranchAborted('a sibling failed'));
  }

  private finish(): Result[] {
    this.cancellation.close();
    if (this.failed) throw this.failure;
    return this.results;
  }
}

/** `then` for work that may be done already, or may throw at once. */
export function settle<In, Out>(
  work: () => MaybePromise<In>,
  done: (value: In) => Out,
  failed: (error: unknown) => Out,
): MaybePromise<Out> {
  let outcome: MaybePromise<In>;
  try {
    outcome = work();
  } catch (error) {
    return failed(error);
  }
  return outcome instanceof Promise ? outcome.then(done, failed) : done(outcome);
}
