import { VirtualClock, yieldToEventLoop } from '../../../src/core/clock.ts';
import { seededRandom } from '../../../src/core/environment.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import { noSpan, type Span } from '../../../src/core/trace.ts';
import {
  compileMachine,
  type ExecutionResult,
  type HistoryEvent,
  type MachineDefinition,
  type RunningExecution,
  startExecution,
  type TaskCall,
  validateDefinition,
} from '../../../src/languages/asl/index.ts';

export type TaskStub = (call: TaskCall) => JsonValue | Promise<JsonValue>;

export interface RunOptions {
  readonly input?: JsonValue;
  readonly type?: 'STANDARD' | 'EXPRESS';
  /** What every task answers, or throws. */
  readonly task?: TaskStub;
  readonly span?: Span;
  /** Called once the execution has begun. */
  readonly during?: (running: RunningExecution, clock: VirtualClock) => unknown;
}

export interface Ran {
  readonly result: ExecutionResult;
  readonly events: readonly HistoryEvent[];
  readonly clock: VirtualClock;
  /** Milliseconds on the clock from start to end. */
  readonly tookMs: number;
  /** How often other work was given a turn. */
  readonly breaths: number;
}

const LONGEST_MS = 100_000_000;

/** Runs a definition to its end on a virtual clock. It must be one that AWS accepts. */
export async function run(definition: unknown, options: RunOptions = {}): Promise<Ran> {
  const { input = {}, type = 'STANDARD', task, span = noSpan, during } = options;
  const { diagnostics } = validateDefinition(JSON.stringify(definition), type);
  if (diagnostics.length > 0) throw new Error(`no valid definition: ${JSON.stringify(diagnostics)}`);
  const clock = new VirtualClock();
  clock.settle = () => yieldToEventLoop(2);
  const events: HistoryEvent[] = [];
  const startTimeMs = clock.now();
  let breaths = 0;
  const running = startExecution(
    compileMachine(definition as MachineDefinition, type),
    {
      id: 'arn:aws:states:us-east-1:123456789012:execution:machine:run',
      name: 'run',
      roleArn: 'arn:aws:iam::123456789012:role/machine',
      stateMachineId: 'arn:aws:states:us-east-1:123456789012:stateMachine:machine',
      stateMachineName: 'machine',
      input,
      startTimeMs,
      redriveCount: 0,
    },
    {
      clock,
      random: seededRandom(1),
      region: 'us-east-1',
      history: { add: (event) => void events.push(event) },
      span,
      invoke: async (call) => (task ?? (() => ({})))(call),
      breathe: () => {
        breaths++;
        return yieldToEventLoop(1);
      },
    },
  );
  let endMs: number | undefined;
  void running.done.then(() => {
    endMs = clock.now();
  });
  await yieldToEventLoop(2);
  await during?.(running, clock);
  while (endMs === undefined && clock.now() - startTimeMs < LONGEST_MS) await clock.advance(1000);
  return { result: await running.done, events, clock, tookMs: (endMs ?? clock.now()) - startTimeMs, breaths };
}

/** The output of a run that must succeed. */
export async function outputOf(definition: unknown, options: RunOptions = {}): Promise<JsonValue> {
  const { result } = await run(definition, options);
  if (result.status !== 'SUCCEEDED') throw new Error(`${result.status} ${result.error}: ${result.cause}`);
  return result.output;
}

/** One state that ends the machine. */
export function single(state: object, machine: object = {}): unknown {
  return { ...machine, StartAt: 'State', States: { State: state } };
}

/** "2 <- 0 PassStateEntered" for each event. */
export function chainOf(events: readonly HistoryEvent[]): string[] {
  return events.map(({ id, previousEventId, type }) => `${id} <- ${previousEventId} ${type}`);
}

export const TASK = { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:getItem' } as const;
export const PARAMETERS = { TableName: 'table', Key: {} } as const;
