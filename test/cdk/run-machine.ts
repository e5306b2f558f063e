import { type Clock, VirtualClock } from '../../src/core/clock.ts';
import { seededRandom } from '../../src/core/environment.ts';
import { type JsonObject, type JsonValue, parseJson } from '../../src/core/json.ts';
import { noSpan } from '../../src/core/trace.ts';
import type { MachineDefinition } from '../../src/languages/asl/index.ts';
import {
  compileMachine,
  type ExecutionResult,
  StatesError,
  startExecution,
} from '../../src/languages/asl/index.ts';

/** Plays the services: by the end of the resource's ARN, as "dynamodb:updateItem". */
export type Tasks = Readonly<
  Record<string, (input: JsonObject, clock: Clock) => JsonValue | Promise<JsonValue>>
>;

export interface Run {
  readonly result: ExecutionResult;
  /** The tasks in the order of their start. */
  readonly calls: readonly { readonly resource: string; readonly input: JsonObject }[];
  readonly transitions: number;
  readonly durationMs: number;
}

const RESOURCE = /^arn:[\w-]+:states:::(?:aws-sdk:)?(.*)$/;
/** Longer than any run, so that every wait and retry comes to its end. */
const LONGER_THAN_EXPRESS_MS = 400_000;

export interface RunOptions {
  readonly startTimeMs?: number;
  readonly type?: 'EXPRESS' | 'STANDARD';
}

/** Runs a definition on a virtual clock against services that the test plays. */
export async function runMachine(
  definition: string,
  input: string | JsonValue,
  tasks: Tasks,
  { startTimeMs = Date.UTC(2026, 0, 1), type = 'EXPRESS' }: RunOptions = {},
): Promise<Run> {
  const clock = new VirtualClock(startTimeMs);
  const calls: { resource: string; input: JsonObject }[] = [];
  let transitions = 0;
  let endedAtMs = 0;
  const machine = compileMachine(JSON.parse(definition) as MachineDefinition, type);
  const execution = startExecution(
    machine,
    {
      id: 'arn:aws:states:eu-west-1:123456789012:execution:machine:run',
      name: 'run',
      roleArn: 'arn:aws:iam::123456789012:role/machine',
      stateMachineId: 'arn:aws:states:eu-west-1:123456789012:stateMachine:machine',
      stateMachineName: 'machine',
      input: typeof input === 'string' ? parseJson(input) : input,
      startTimeMs,
    },
    {
      clock,
      random: seededRandom(1),
      region: 'eu-west-1',
      history: undefined,
      span: noSpan,
      invoke: async (call) => {
        const resource = RESOURCE.exec(call.resource)?.[1] ?? call.resource;
        const task = tasks[resource];
        if (!task) throw new Error(`no task for ${resource}`);
        calls.push({ resource, input: call.arguments as JsonObject });
        return task(call.arguments as JsonObject, clock);
      },
      breathe: () => Promise.resolve(),
      onTransition: () => void transitions++,
    },
  );
  const done = execution.done.then((result) => {
    endedAtMs = clock.now();
    return result;
  });
  await clock.advance(LONGER_THAN_EXPRESS_MS);
  return { result: await done, calls, transitions, durationMs: endedAtMs - startTimeMs };
}

/** A failure of a service, by the name under which Step Functions knows it. */
export function fails(error: string, cause = ''): () => never {
  return () => {
    throw new StatesError(error, cause);
  };
}
