import { sleep } from '../../core/clock.ts';
import { type Check, CheckFailed, expectEqual, expectThat, type StackUnderTest } from '../check.ts';
import type { Client } from '../client.ts';

const MINUTE_MS = 60_000;
const PING_MINUTES = 5;
/** API Gateway's limits. */
const IDLE_MINUTES = 10;
const AGE_MINUTES = 120;

interface End {
  readonly code: number;
  readonly afterMinutes: number;
}

/**
 * Waits until the server ends a connection.
 * @param everyFiveMinutes is done meanwhile
 * @throws CheckFailed when it is still open long after the limit
 */
async function endOf(
  client: Client,
  { clock }: StackUnderTest,
  limitMinutes: number,
  everyFiveMinutes: () => void,
): Promise<End> {
  const startMs = clock.now();
  const lastMs = startMs + (limitMinutes + PING_MINUTES) * MINUTE_MS;
  while (clock.now() <= lastMs) {
    const code = await Promise.race([client.closed, sleep(clock, PING_MINUTES * MINUTE_MS)]);
    if (typeof code === 'number') return { code, afterMinutes: (clock.now() - startMs) / MINUTE_MS };
    everyFiveMinutes();
  }
  throw new CheckFailed(`the connection is still open after ${limitMinutes} minutes`);
}

function expectEnd({ code, afterMinutes }: End, limitMinutes: number): void {
  expectEqual('close code', code, 1001);
  expectThat(`it was closed after ${afterMinutes.toFixed(1)} minutes`, afterMinutes > limitMinutes - 1);
}

/** What only time tells. */
export const slowChecks: readonly Check[] = [
  {
    id: 'idle-time-out',
    title: 'a connection is closed with code 1001 after ten silent minutes',
    slow: 'ten minutes',
    async run(stack) {
      const end = await endOf(await stack.connect(), stack, IDLE_MINUTES, () => undefined);
      expectEnd(end, IDLE_MINUTES);
    },
  },
  {
    id: 'two-hours',
    title: 'a connection that talks is closed with code 1001 after two hours',
    slow: 'two hours',
    async run(stack) {
      const client = await stack.connect();
      expectEnd(await endOf(client, stack, AGE_MINUTES, () => client.send('{"action":"ping"}')), AGE_MINUTES);
    },
  },
];
