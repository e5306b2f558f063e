import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Client } from './client.ts';

/** One promise of the contract, tried on a running stack. */
export interface Check {
  /** Stable: reports and the facts ledger refer to it. */
  readonly id: string;
  readonly title: string;
  /** @throws CheckFailed */
  run(stack: StackUnderTest): Promise<void>;
}

/** What the stack did is not what the contract says. */
export class CheckFailed extends Error {
  override readonly name: string = 'CheckFailed';
}

/** A stack, deployed or local. Whatever a check opens is closed after it. */
export interface StackUnderTest {
  connect(): Promise<Client>;
  /** Puts events on the stack's bus; `Source` is {@link source} unless given. @throws CheckFailed if one is refused */
  put(...entries: readonly TestEvent[]): Promise<void>;
  /** A source and a suffix for detail-types that no other run uses. */
  readonly source: string;
  /** How long a check watches to find that nothing arrives. */
  readonly quietMs: number;
}

export interface TestEvent extends Pick<PutEventsRequestEntry, 'Source' | 'Resources'> {
  readonly DetailType: string;
  /** JSON text. */
  readonly Detail: string;
}

/** @throws CheckFailed with both values */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (found !== wanted) throw new CheckFailed(`${what}: expected ${wanted}, found ${found}`);
}

export function expectThat(what: string, holds: boolean): void {
  if (!holds) throw new CheckFailed(what);
}
