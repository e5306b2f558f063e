import type { Bill } from '../billing/bill.ts';
import { VirtualClock, yieldToEventLoop } from '../core/clock.ts';
import { LambdalessError } from '../core/errors.ts';
import { type LocalStack, type StartOptions, start as startStack } from '../runtime.ts';
import { type Bus, busOver, type EventToPut } from './bus.ts';
import { toEntry } from './connect.ts';

/** As for the runtime's `start`, but for the clock. Traces are recorded only if asked for. */
export interface EmbeddedOptions extends Omit<StartOptions, 'clock'> {
  /** `virtual`: time passes only in `advance` and while an expectation waits, as fast as it can. @default 'system' */
  readonly clock?: 'system' | 'virtual' | VirtualClock;
}

/** A stack that runs inside the test's process. */
export interface EmbeddedBus
  extends Bus,
    Pick<LocalStack, 'metered' | 'resetMeter' | 'addFaults' | 'traces' | 'permissions'> {
  /** The runtime itself. */
  readonly stack: LocalStack;
  /**
   * What AWS would charge for everything since the start or the last `resetMeter`, in USD, once nothing is under way:
   * `expect(await bus.bill()).toBeLessThan(0.001)`. List prices of us-east-1, without free tiers.
   */
  bill(): Promise<number>;
  /** The same, line by line. */
  itemisedBill(): Promise<Bill>;
  /** Moves a virtual clock on. @throws LambdalessError BAD_ARGUMENT if time is real */
  advance(durationMs: number): Promise<void>;
}

/**
 * Starts Lambdaless's own stack, or the one of `template`, in this process on a free port.
 * @throws LambdalessError as the runtime's `start`; BAD_ARGUMENT for a template without a WebSocket API or bus
 * @example const bus = await start({ clock: 'virtual' });
 */
export async function start(options: EmbeddedOptions = {}): Promise<EmbeddedBus> {
  const { clock, ...rest } = options;
  const virtual = virtualClock(clock);
  const stack = await startStack({ traces: 0, ...rest, ...(virtual && { clock: virtual }) });
  const { webSocketAPIurl, eventBusName } = stack;
  if (webSocketAPIurl === undefined || eventBusName === undefined) {
    await stack.close();
    throw new LambdalessError('BAD_ARGUMENT', 'the template has no output webSocketAPIurl or no event bus');
  }
  const bus = busOver({
    url: webSocketAPIurl,
    eventBusName,
    signedUrl: async () => webSocketAPIurl,
    put: (events) => putAll(stack, eventBusName, events),
    ...(virtual && { clock: virtual, whileWaiting: (work) => moving(virtual, work) }),
    close: () => stack.close(),
  });
  return {
    ...bus,
    stack,
    metered: stack.metered,
    resetMeter: stack.resetMeter,
    addFaults: stack.addFaults,
    traces: stack.traces,
    permissions: stack.permissions,
    bill: async () => (await billAtRest(stack)).usd,
    itemisedBill: () => billAtRest(stack),
    async advance(durationMs) {
      if (!virtual) throw new LambdalessError('BAD_ARGUMENT', "advance needs start({ clock: 'virtual' })");
      if (!(durationMs >= 0 && durationMs < Number.POSITIVE_INFINITY)) {
        throw new LambdalessError('BAD_ARGUMENT', `advance: ${durationMs} is no number of milliseconds`);
      }
      await virtual.advance(durationMs);
    },
  };
}

function virtualClock(clock: EmbeddedOptions['clock'] = 'system'): VirtualClock | undefined {
  if (clock === 'system') return undefined;
  if (clock === 'virtual') return new VirtualClock();
  if (clock instanceof VirtualClock) return clock;
  throw new LambdalessError('BAD_ARGUMENT', `clock: '${String(clock)}' is neither 'system' nor 'virtual'`);
}

/** Work goes on after PutEvents has answered: it is waited for, as far as it does not itself wait for the clock. */
async function billAtRest(stack: LocalStack): Promise<Bill> {
  await stack.idle();
  return stack.bill();
}

const STEP_MS = 50;
const SMALL_STEPS = 200;

/**
 * Moves time on while something waits for it; sockets, which are real, get their turns in between. After some seconds
 * in small steps, whatever is still on its way is behind a timer, and time goes from one to the next.
 */
async function moving<Result>(clock: VirtualClock, work: Promise<Result>): Promise<Result> {
  let done = false;
  const settled = work.finally(() => {
    done = true;
  });
  settled.catch(() => undefined);
  for (let steps = 0; !done; steps++) {
    const dueInMs = (clock.nextDueMs ?? 0) - clock.now();
    await clock.advance(steps < SMALL_STEPS ? STEP_MS : Math.max(STEP_MS, dueInMs));
    await yieldToEventLoop(20);
  }
  return settled;
}

async function putAll(stack: LocalStack, bus: string, events: readonly EventToPut[]): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < events.length; at += 10) {
    const Entries = events.slice(at, at + 10).map((event) => ({ ...toEntry(event), EventBusName: bus }));
    const answer = await stack.call('events:PutEvents', { Entries });
    for (const { EventId, ErrorCode, ErrorMessage } of (answer as unknown as PutEventsAnswer).Entries) {
      if (ErrorCode)
        throw new LambdalessError(
          'AWS_REQUEST_FAILED',
          `the bus refused an event: ${ErrorCode}: ${ErrorMessage}`,
        );
      ids.push(EventId ?? '');
    }
  }
  return ids;
}

interface PutEventsAnswer {
  readonly Entries: readonly {
    readonly EventId?: string;
    readonly ErrorCode?: string;
    readonly ErrorMessage?: string;
  }[];
}
