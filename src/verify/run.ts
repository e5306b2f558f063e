import { messageOf } from '../core/errors.ts';
import { type Check, CheckFailed, type StackUnderTest, type TestEvent } from './check.ts';
import { Client } from './client.ts';

export interface VerifyTarget {
  /** A URL to connect to; asked for each connection, so that a signed one is fresh. */
  url(): Promise<string>;
  put(entries: readonly (TestEvent & { readonly Source: string })[]): Promise<void>;
  /** Unlike any other run's, for instance with a random suffix. */
  readonly source: string;
  /** How long a message that has to come may take. */
  readonly waitMs: number;
  readonly quietMs: number;
}

export interface CheckResult {
  readonly check: Check;
  readonly passed: boolean;
  readonly reason?: string;
  readonly elapsedMs: number;
}

/** Runs checks one after another, and closes whatever each has opened. Never rejects. */
export async function* runChecks(
  checks: readonly Check[],
  target: VerifyTarget,
): AsyncGenerator<CheckResult> {
  for (const check of checks) yield await runCheck(check, target);
}

/** Runs one check in a source of its own, so that late events of another cannot disturb it. */
export async function runCheck(check: Check, target: VerifyTarget): Promise<CheckResult> {
  const startMs = Date.now();
  const clients: Client[] = [];
  const source = `${target.source}.${check.id}`;
  const stack: StackUnderTest = {
    source,
    quietMs: target.quietMs,
    async connect() {
      const client = await Client.open(await target.url(), target.waitMs);
      clients.push(client);
      return client;
    },
    put: (...entries) => target.put(entries.map((entry) => ({ Source: source, ...entry }))),
  };
  const reason = await check.run(stack).then(() => undefined, reasonOf);
  await Promise.all(clients.map((client) => client.close()));
  return { check, passed: reason === undefined, ...(reason && { reason }), elapsedMs: Date.now() - startMs };
}

function reasonOf(error: unknown): string {
  return error instanceof CheckFailed ? error.message : `unexpected: ${messageOf(error)}`;
}
