/**
 * `npm run bench:jsonata -- [--json]`: how often a second the default stack's matcher can be evaluated, for pages of 1,
 * 10 and 100 connections; with the `jsonata` library on the same expression as control, in the same run.
 */
import { createHash } from 'node:crypto';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import jsonata from 'jsonata';
import { matcherExpressions } from '../src/cdk/matcher/index.ts';
import type { JsonValue } from '../src/core/json.ts';
import { compileJsonata } from '../src/languages/jsonata/index.ts';

const PATTERNS = [
  '{"source":["shop"],"detail-type":["OrderPlaced","OrderShipped"]}',
  '{"source":["shop"],"detail":{"amount":[{"numeric":[">",100]}],"country":[{"prefix":"D"},"FR"]}}',
  '{"detail":{"$or":[{"coupon":[{"exists":true}]},{"items":{"sku":["b-2"],"count":[{"numeric":[">=",2]}]}}]}}',
  '{"detail-type":[{"wildcard":"Order*"}],"detail":{"email":[{"suffix":"@example.com"}]}}',
  '{"source":[{"anything-but":["audit","billing"]}],"detail":{"ip":[{"cidr":"10.0.0.0/8"}]}}',
];

const EVENT: JsonValue = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'OrderPlaced',
  source: 'shop',
  account: '111122223333',
  time: '2026-01-01T00:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail: {
    amount: 149.9,
    country: 'DE',
    email: 'someone@example.com',
    ip: '10.1.2.3',
    items: [
      { sku: 'a-1', count: 1 },
      { sku: 'b-2', count: 3 },
      { sku: 'c-3', count: 1 },
    ],
  },
};

const MEASURED_MS = 3000;
const { compile, match } = matcherExpressions();

interface Row {
  readonly connections: number;
  readonly oursPerSecond: number;
  readonly libraryPerSecond: number;
}

await main();

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const rows: Row[] = [];
  for (const connections of [1, 10, 100]) rows.push(await measure(connections));
  if (values.json) process.stdout.write(`${JSON.stringify(rows)}\n`);
  else print(rows);
}

async function measure(connections: number): Promise<Row> {
  const bindings = { event: EVENT, rows: page(connections) };
  const ours = compileJsonata(`(${match})($event, $rows)`);
  const library = libraryExpression(`(${match})($event, $rows)`);
  const [our, their] = [ours.evaluate(bindings), await library.evaluate({}, bindings)];
  if (JSON.stringify(our) !== JSON.stringify(their)) throw new Error('the two evaluators disagree');
  return {
    connections,
    oursPerSecond: await rate(() => ours.evaluate(bindings)),
    libraryPerSecond: await rate(() => library.evaluate({}, bindings)),
  };
}

function page(connections: number): JsonValue[] {
  const compiler = compileJsonata(`(${compile})($text)`);
  return Array.from({ length: connections }, (_, index) => {
    const matcher = compiler.evaluate({ text: PATTERNS[index % PATTERNS.length] as string }) as string;
    return { connectionId: { S: `connection-${index}` }, matcher: { S: matcher } };
  });
}

/** The library's evaluator with those of Step Functions' functions that the matcher calls. */
function libraryExpression(source: string): jsonata.Expression {
  const expression = jsonata(source);
  expression.registerFunction('parse', (text: string) => JSON.parse(text), '<s:x>');
  expression.registerFunction(
    'hash',
    (text: string) => createHash('md5').update(text).digest('hex'),
    '<ss:s>',
  );
  return expression;
}

/** Evaluations per second of processor time, which other work on the machine does not change much. */
async function rate(evaluate: () => unknown): Promise<number> {
  await evaluateFor(MEASURED_MS / 3, evaluate);
  const before = process.cpuUsage();
  const count = await evaluateFor(MEASURED_MS, evaluate);
  const { user, system } = process.cpuUsage(before);
  return Math.round((count * 1e6) / (user + system));
}

async function evaluateFor(durationMs: number, evaluate: () => unknown): Promise<number> {
  let count = 0;
  for (const end = performance.now() + durationMs; performance.now() < end; count++) await evaluate();
  return count;
}

function print(rows: readonly Row[]): void {
  const print = (...cells: unknown[]): void => {
    process.stdout.write(`${cells.map((cell) => String(cell).padStart(22)).join('')}\n`);
  };
  process.stdout.write(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}\n`);
  print('connections in a page', 'evaluations/s', 'jsonata library', 'ratio');
  for (const { connections, oursPerSecond, libraryPerSecond } of rows) {
    print(connections, oursPerSecond, libraryPerSecond, (oursPerSecond / libraryPerSecond).toFixed(1));
  }
}
