import { VirtualClock, yieldToEventLoop } from '../../src/core/clock.ts';
import { seededRandom } from '../../src/core/environment.ts';
import { type JsonValue, parseJson } from '../../src/core/json.ts';
import { noSpan } from '../../src/core/trace.ts';
import {
  compileMachine,
  type ExecutionHost,
  type ExecutionResult,
  type MachineDefinition,
  startExecution,
} from '../../src/languages/asl/index.ts';
import type { CaseResult } from './case-result.ts';

interface StatesCase {
  readonly name: string;
  readonly definitionText: string;
  readonly inputText: string;
  readonly aslType: 'STANDARD' | 'EXPRESS';
  readonly expect: {
    readonly status: string;
    readonly output?: JsonValue;
    readonly error?: string;
    readonly cause?: string;
  };
}

/** Longer than any wait of a recorded machine. */
const LONGEST_RUN_MS = 400_000;

/** Runs a recorded machine, which has no tasks, on a virtual clock. */
export async function runCase(testCase: StatesCase): Promise<ExecutionResult> {
  const clock = new VirtualClock();
  clock.settle = () => yieldToEventLoop(1);
  const host: ExecutionHost = {
    clock,
    random: seededRandom(1),
    region: 'us-east-1',
    history: { add: () => undefined },
    span: noSpan,
    invoke: () => Promise.reject(new Error('a recorded machine has no tasks')),
    breathe: () => yieldToEventLoop(1),
  };
  const machine = compileMachine(JSON.parse(testCase.definitionText) as MachineDefinition, testCase.aslType);
  const running = startExecution(
    machine,
    {
      id: 'arn:aws:states:us-east-1:111111111111:execution:machine:run',
      name: 'run',
      roleArn: 'arn:aws:iam::111111111111:role/machine',
      stateMachineId: 'arn:aws:states:us-east-1:111111111111:stateMachine:machine',
      stateMachineName: 'machine',
      input: parseJson(testCase.inputText),
      startTimeMs: clock.now(),
    },
    host,
  );
  // A machine that was stopped by hand when it was recorded is stopped here too.
  if (testCase.expect.status === 'ABORTED') running.stop();
  let settled = false;
  void running.done.then(() => {
    settled = true;
  });
  await yieldToEventLoop(1);
  for (let ms = 0; !settled && ms < LONGEST_RUN_MS; ms += 10_000) await clock.advance(10_000);
  return running.done;
}

/** Recordings hold strings that look like JSON as parsed values: both sides are brought to that form. */
export function parseEmbedded(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value === 'string') return parseLookalike(value);
  if (Array.isArray(value)) return value.map((item) => parseEmbedded(item) as JsonValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, parseEmbedded(item as JsonValue) as JsonValue]),
  );
}

function parseLookalike(text: string): JsonValue {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return parseEmbedded(JSON.parse(text) as JsonValue) as JsonValue;
  } catch {
    return text;
  }
}

export function sameJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  return canonical(parseEmbedded(left)) === canonical(parseEmbedded(right));
}

function canonical(value: JsonValue | undefined): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

/** Status, output and error of every case. */
export async function judgeStates(cases: unknown): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const testCase of cases as readonly StatesCase[])
    results.push(await judgeOne(testCase, outcomeDiffers));
  return results;
}

/** The causes of the failing cases, word by word. */
export async function judgeStatesCauses(cases: unknown): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const testCase of cases as readonly StatesCase[]) {
    if (testCase.expect.cause !== undefined) results.push(await judgeOne(testCase, causeDiffers));
  }
  return results;
}

type Difference = (expected: StatesCase['expect'], actual: ExecutionResult) => string | undefined;

async function judgeOne(testCase: StatesCase, differs: Difference): Promise<CaseResult> {
  let detail: string | undefined;
  try {
    detail = differs(testCase.expect, await runCase(testCase));
  } catch (error) {
    detail = `did not run: ${String(error)}`;
  }
  return detail === undefined
    ? { name: testCase.name, passed: true }
    : { name: testCase.name, passed: false, detail };
}

const outcomeDiffers: Difference = (expected, actual) => {
  const output = actual.status === 'SUCCEEDED' ? actual.output : undefined;
  const error = actual.status === 'SUCCEEDED' ? undefined : actual.error;
  const same =
    expected.status === actual.status && expected.error === error && sameJson(expected.output, output);
  return same ? undefined : `expected ${JSON.stringify(expected)}; got ${JSON.stringify(actual)}`;
};

const causeDiffers: Difference = (expected, actual) => {
  const cause = actual.status === 'SUCCEEDED' ? undefined : actual.cause;
  return cause === expected.cause ? undefined : `expected ${expected.cause}; got ${cause}`;
};
