import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Clock } from '../core/clock.ts';
import type { AwsApi, StackResource } from './aws.ts';
import type { Client } from './client.ts';

/** One promise of the contract, or one fact about AWS, tried on a running stack. */
export interface Check {
  /** Stable: reports and the facts ledger refer to it. */
  readonly id: string;
  readonly title: string;
  /** How long it takes, if that is so long that it runs only when asked for: "ten minutes". */
  readonly slow?: string;
  /** @throws CheckFailed, CheckSkipped */
  run(stack: StackUnderTest): Promise<void>;
}

/** What the stack did is not what the contract says, or not what we know of AWS. */
export class CheckFailed extends Error {
  override readonly name: string = 'CheckFailed';
}

/** It cannot be tried here; the message says why. */
export class CheckSkipped extends Error {
  override readonly name: string = 'CheckSkipped';
}

/** A stack, deployed or local. Whatever a check opens is closed after it. */
export interface StackUnderTest {
  /** @param options.expiresSeconds of the URL's signature. @throws CheckFailed if it is refused */
  connect(options?: { readonly expiresSeconds?: number }): Promise<Client>;
  /** The URL without a signature. */
  readonly url: string;
  /** Puts events on the stack's bus; `Source` is {@link source} unless given. @throws CheckFailed if one is refused */
  put(...entries: readonly TestEvent[]): Promise<void>;
  /** A source and a suffix for detail-types that no other run uses. */
  readonly source: string;
  /** What slow checks wait by. */
  readonly clock: Clock;
  /** How long a message that has to come may take. */
  readonly waitMs: number;
  /** How long a check watches to find that nothing arrives. */
  readonly quietMs: number;
  /** @throws CheckSkipped, when called, if the caller may not, or if there is no such API */
  readonly aws: AwsApi;
  /** An output of the stack. @throws CheckSkipped if it is not known */
  output(name: string): string;
  /** @throws CheckSkipped if they are not known */
  resources(): Promise<readonly StackResource[]>;
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

/** @throws CheckFailed with the text */
export function expectIncludes(what: string, text: string, part: string): void {
  if (!text.includes(part)) throw new CheckFailed(`${what}: expected '${part}' in '${text.slice(0, 500)}'`);
}
