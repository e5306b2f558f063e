import { type Clock, systemClock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { AwsApi, StackResource } from './aws.ts';
import { type Check, CheckFailed, CheckSkipped, type StackUnderTest, type TestEvent } from './check.ts';
import { Client } from './client.ts';

export interface VerifyTarget {
  /** A URL to connect to; asked for each connection, so that a signed one is fresh. */
  url(expiresSeconds?: number): Promise<string>;
  readonly unsignedUrl: string;
  put(entries: readonly (TestEvent & { readonly Source: string })[]): Promise<void>;
  /** Unlike any other run's, for instance with a random suffix. */
  readonly source: string;
  /** How long a message that has to come may take. */
  readonly waitMs: number;
  readonly quietMs: number;
  /** Absent if there are no credentials. */
  readonly aws?: AwsApi;
  readonly outputs: Readonly<Record<string, string>>;
  /** Absent if the stack's name is not known. */
  readonly resources?: () => Promise<readonly StackResource[]>;
  /** Whether checks run that take minutes or hours. */
  readonly slow?: boolean;
  /** What slow checks wait by. @default the machine's */
  readonly clock?: Clock;
}

export type Outcome = 'passed' | 'failed' | 'skipped';

export interface CheckResult {
  readonly check: Check;
  readonly outcome: Outcome;
  /** Why it did not pass. */
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
  if (check.slow !== undefined && !target.slow) {
    return {
      check,
      outcome: 'skipped',
      reason: `it takes ${check.slow}: run it with --slow`,
      elapsedMs: 0,
    };
  }
  const startMs = Date.now();
  const clients: Client[] = [];
  const result = await check.run(stackFor(check, target, clients)).then(
    (): Pick<CheckResult, 'outcome' | 'reason'> => ({ outcome: 'passed' }),
    (error: unknown) => ({
      outcome: error instanceof CheckSkipped ? ('skipped' as const) : ('failed' as const),
      reason: reasonOf(error),
    }),
  );
  await Promise.all(clients.map((client) => client.close()));
  return { check, ...result, elapsedMs: Date.now() - startMs };
}

function stackFor(check: Check, target: VerifyTarget, clients: Client[]): StackUnderTest {
  const { waitMs, quietMs, outputs, resources, unsignedUrl } = target;
  const source = `${target.source}.${check.id}`;
  return {
    source,
    clock: target.clock ?? systemClock,
    waitMs,
    quietMs,
    url: unsignedUrl,
    async connect({ expiresSeconds } = {}) {
      const client = await Client.open(await target.url(expiresSeconds), waitMs);
      clients.push(client);
      return client;
    },
    put: (...entries) => target.put(entries.map((entry) => ({ Source: source, ...entry }))),
    aws: permitted(target.aws),
    output(name) {
      // A construct inside a larger stack has a prefix before the name of each of its outputs.
      const key = Object.keys(outputs).find((one) => one.toLowerCase().endsWith(name.toLowerCase()));
      const value = key === undefined ? undefined : outputs[key];
      if (value === undefined)
        throw new CheckSkipped(`it needs the stack's output ${name}: name it with --stack`);
      return value;
    },
    async resources() {
      if (!resources) throw new CheckSkipped("it needs the stack's resources: name it with --stack");
      return resources();
    },
  };
}

/** What a caller without permissions, or an endpoint without the API, answers: it says nothing about the fact. */
const NO_ANSWER =
  /^(AccessDenied|ExpiredToken|InvalidClientTokenId|KmsAccessDenied|UnrecognizedClient|UnknownOperation)/;

function permitted(aws: AwsApi | undefined): AwsApi {
  const api = (): AwsApi => {
    if (!aws) throw new CheckSkipped('it needs AWS credentials');
    return aws;
  };
  return {
    async call(service, operation, input, options) {
      const answer = await api().call(service, operation, input, options);
      if (!options?.unsigned && NO_ANSWER.test(answer.code)) {
        throw new CheckSkipped(`${service}:${operation} cannot be called: ${answer.code} ${answer.message}`);
      }
      return answer;
    },
    http: async (method, url, body) => api().http(method, url, body),
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof CheckFailed || error instanceof CheckSkipped) return error.message;
  return `unexpected: ${messageOf(error)}`;
}
