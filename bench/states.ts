/**
 * `npm run bench:states -- [--json]`: state transitions a second of small machines, run as Express executions are
 * (no history, no trace). Control rows, in the same run: what the machine does to its data as a plain function,
 * and reading and writing the input as text, which every execution has to do once.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { systemClock, yieldToEventLoop } from '../src/core/clock.ts';
import { systemRandom } from '../src/core/environment.ts';
import type { JsonObject, JsonValue } from '../src/core/json.ts';
import { noSpan } from '../src/core/trace.ts';
import {
  compileMachine,
  type ExecutionHost,
  type Machine,
  type MachineDefinition,
  startExecution,
  validateDefinition,
} from '../src/languages/asl/index.ts';

const MEASURED_MS = 1000;
const CHAIN_LENGTH = 20;
const ITEMS = 50;

const INPUT: JsonObject = {
  order: { id: 'o-1', country: 'DE', total: 149.9 },
  items: Array.from({ length: ITEMS }, (_, index) => ({ sku: `sku-${index}`, count: (index % 3) + 1 })),
};

interface Subject {
  readonly name: string;
  readonly definition: unknown;
  readonly transitions: number;
  /** The same work without a machine. */
  control(input: JsonObject): JsonValue;
}

/** A chain of equal states. */
function chain(state: JsonObject, machine: JsonObject = {}): unknown {
  const states = Array.from({ length: CHAIN_LENGTH }, (_, at): [string, JsonObject] => [
    `S${at}`,
    { ...state, ...(at === CHAIN_LENGTH - 1 ? { End: true } : { Next: `S${at + 1}` }) },
  ]);
  return { ...machine, StartAt: 'S0', States: Object.fromEntries(states) };
}

function choices(): unknown {
  const states = Array.from({ length: CHAIN_LENGTH }, (_, at): [string, JsonObject] => [
    `S${at}`,
    {
      Type: 'Choice',
      Choices: [
        { Variable: '$.order.country', StringEquals: 'FR', Next: 'Done' },
        {
          And: [
            { Variable: '$.order.total', NumericGreaterThan: 100 },
            { Variable: '$.order.id', StringMatches: 'o-*' },
          ],
          Next: at === CHAIN_LENGTH - 1 ? 'Done' : `S${at + 1}`,
        },
      ],
      Default: 'Done',
    },
  ]);
  return { StartAt: 'S0', States: { ...Object.fromEntries(states), Done: { Type: 'Succeed' } } };
}

const repeat = <T>(value: T, step: (value: T) => T): T => {
  let result = value;
  for (let at = 0; at < CHAIN_LENGTH; at++) result = step(result);
  return result;
};

type Order = { readonly order: { readonly id: string; readonly country: string; readonly total: number } };

const SUBJECTS: readonly Subject[] = [
  {
    name: 'Pass',
    definition: chain({ Type: 'Pass' }),
    transitions: CHAIN_LENGTH,
    control: (input) => repeat(input, (value) => value),
  },
  {
    name: 'Choice',
    definition: choices(),
    transitions: CHAIN_LENGTH + 1,
    control: (input) =>
      repeat(input, (value) => {
        const { order } = value as unknown as Order;
        return order.country !== 'FR' && order.total > 100 && order.id.startsWith('o-') ? value : {};
      }),
  },
  {
    name: 'Map',
    definition: {
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          ItemsPath: '$.items',
          ItemProcessor: { StartAt: 'Item', States: { Item: { Type: 'Pass', End: true } } },
          End: true,
        },
      },
    },
    transitions: ITEMS + 1,
    control: (input) => (input['items'] as JsonValue[]).map((item) => item),
  },
  {
    name: 'JSONPath',
    definition: chain({
      Type: 'Pass',
      Parameters: {
        'id.$': '$.order.id',
        'text.$': "States.Format('{} to {}', $.order.id, $.order.country)",
      },
      ResultPath: '$.label',
    }),
    transitions: CHAIN_LENGTH,
    control: (input) =>
      repeat(input, (value) => {
        const { order } = value as unknown as Order;
        return { ...value, label: { id: order.id, text: `${order.id} to ${order.country}` } };
      }),
  },
  {
    name: 'JSONata',
    definition: chain(
      {
        Type: 'Pass',
        Output: {
          order: '{% $states.input.order %}',
          text: "{% $states.input.order.id & ' to ' & $states.input.order.country %}",
        },
      },
      { QueryLanguage: 'JSONata' },
    ),
    transitions: CHAIN_LENGTH,
    control: (input) =>
      repeat(input, (value) => {
        const { order } = value as unknown as Order;
        return { order, text: `${order.id} to ${order.country}` };
      }),
  },
];

const HOST: ExecutionHost = {
  clock: systemClock,
  random: systemRandom(),
  region: 'us-east-1',
  history: undefined,
  span: noSpan,
  invoke: () => Promise.reject(new Error('these machines have no tasks')),
  breathe: () => yieldToEventLoop(1),
};

interface Row {
  readonly machine: string;
  readonly transitionsPerSecond: number;
  readonly executionsPerSecond: number;
  readonly controlPerSecond: number;
}

await main();

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const rows: Row[] = [];
  for (const subject of SUBJECTS) rows.push(await measure(subject));
  const text = JSON.stringify(INPUT);
  const parsesPerSecond = perSecond(() => JSON.stringify(JSON.parse(text)));
  if (values.json)
    process.stdout.write(`${JSON.stringify({ rows, parsesPerSecond, inputBytes: text.length })}\n`);
  else print(rows, parsesPerSecond, text.length);
}

async function measure({ name, definition, transitions, control }: Subject): Promise<Row> {
  const machine = compile(definition);
  for (let warmup = 0; warmup < 500; warmup++) await run(machine);
  const start = performance.now();
  let executions = 0;
  while (performance.now() - start < MEASURED_MS) {
    for (let batch = 0; batch < 20; batch++) await run(machine);
    executions += 20;
  }
  const executionsPerSecond = executions / ((performance.now() - start) / 1000);
  return {
    machine: name,
    transitionsPerSecond: executionsPerSecond * transitions,
    executionsPerSecond,
    controlPerSecond: perSecond(() => control(INPUT)),
  };
}

function compile(definition: unknown): Machine {
  const text = JSON.stringify(definition);
  const { diagnostics } = validateDefinition(text, 'EXPRESS');
  if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  return compileMachine(JSON.parse(text) as MachineDefinition, 'EXPRESS');
}

async function run(machine: Machine): Promise<void> {
  const startTimeMs = Date.now();
  const identity = {
    id: 'execution',
    name: 'run',
    roleArn: 'role',
    stateMachineId: 'machine',
    stateMachineName: 'machine',
    input: INPUT,
    startTimeMs,
  };
  const { status } = await startExecution(machine, identity, HOST).done;
  if (status !== 'SUCCEEDED') throw new Error(status);
}

function perSecond(work: () => unknown): number {
  for (let warmup = 0; warmup < 500; warmup++) work();
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < MEASURED_MS / 4) {
    for (let batch = 0; batch < 100; batch++) work();
    count += 100;
  }
  return count / ((performance.now() - start) / 1000);
}

function print(rows: readonly Row[], parsesPerSecond: number, inputBytes: number): void {
  const figure = (value: number): string => Math.round(value).toLocaleString('en').padStart(14);
  process.stdout.write(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}\n\n`);
  process.stdout.write('machine    transitions/s  executions/s  same work without a machine/s\n');
  for (const row of rows) {
    process.stdout.write(
      `${row.machine.padEnd(10)}${figure(row.transitionsPerSecond)}${figure(row.executionsPerSecond)}${figure(row.controlPerSecond)}\n`,
    );
  }
  process.stdout.write(`\nControl: JSON.parse and JSON.stringify of the ${inputBytes}-byte input alone\n`);
  process.stdout.write(`${''.padEnd(10)}${figure(parsesPerSecond)} a second\n`);
}
