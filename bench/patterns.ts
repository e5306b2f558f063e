/**
 * `npm run bench:patterns -- --rules FILE --events FILE [--passes N] [--json]`: how many events a second a
 * `PatternSet` matches, with `JSON.parse` alone as control, in the same run. bench/README.md explains the figures.
 */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { EventPatternError, PatternSet } from '../src/languages/event-pattern/index.ts';
import { type Line, readLines, readRule } from './workload/read.ts';

interface Report {
  readonly rules: number;
  readonly skippedRules: number;
  readonly events: number;
  readonly skippedEvents: number;
  readonly eventsPerSecond: number;
  /** Time to add all rules, validation included. */
  readonly addMs: number;
  /** What the set occupies, the patterns' texts included. */
  readonly heapMb: number;
  readonly matches: number;
  /** For each match of the rule `rK` K + 1 is added, of other rules the number of their line. */
  readonly idsum: number;
  readonly control: { readonly jsonParseEventsPerSecond: number };
  readonly ratioToControl: number;
  readonly machine: string;
}

const { values: options } = parseArgs({
  options: {
    rules: { type: 'string' },
    events: { type: 'string' },
    passes: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});
const passes = Number(options.passes);
const WARM_UP_PASSES = 2;
const SHORTEST_PASS_MS = 200;

if (options.rules === undefined || options.events === undefined) {
  fail('Both --rules FILE and --events FILE are needed. bench/workload/generate.ts makes some.');
} else if (!Number.isInteger(passes) || passes < 1) {
  fail(`--passes is the number of passes, 1 or more, and not ${options.passes}.`);
} else {
  run(options.rules, options.events);
}

function run(rulesFile: string, eventsFile: string): void {
  try {
    const report = measure(readFileSync(rulesFile), readFileSync(eventsFile));
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : table(report));
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}

function measure(rulesFile: Uint8Array, eventsFile: Uint8Array): Report {
  const heapBefore = heapMb();
  const { set, addMs, numbers, skipped } = addRules(rulesFile);
  const heap = heapMb() - heapBefore;
  const lines = readLines(eventsFile);
  const events = lines.filter((line) => isEvent(set, line)).map(({ bytes }) => bytes);
  if (events.length === 0) throw new Error(`${options.events} has no event.`);
  const texts = events.map((event) => new TextDecoder().decode(event));
  const counts = { matches: 0, idsum: 0 };
  const { parsing, matching } = medians(events.length, {
    parsing: () => parseAll(texts),
    matching: () => matchAll(set, numbers, events, counts),
  });
  return {
    rules: set.size,
    skippedRules: skipped,
    events: events.length,
    skippedEvents: lines.length - events.length,
    eventsPerSecond: Math.round(matching),
    addMs: Math.round(addMs),
    heapMb: Math.round(heap * 10) / 10,
    ...counts,
    control: { jsonParseEventsPerSecond: Math.round(parsing) },
    ratioToControl: Math.round((matching / parsing) * 100) / 100,
    machine: `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}`,
  };
}

function addRules(file: Uint8Array) {
  const set = new PatternSet();
  const numbers = new Map<string, number>();
  let addMs = 0;
  let skipped = 0;
  for (const line of readLines(file)) {
    try {
      const rule = readRule(line);
      if (numbers.has(rule.id)) throw new SyntaxError(`there is a rule ${rule.id} already`);
      const start = performance.now();
      set.add(rule.id, rule.patternText);
      addMs += performance.now() - start;
      numbers.set(rule.id, rule.number);
    } catch (error) {
      skip('rules', line, error);
      skipped++;
    }
  }
  return { set, addMs, numbers, skipped };
}

function isEvent(set: PatternSet, line: Line): boolean {
  try {
    set.match(line.bytes);
    return true;
  } catch (error) {
    skip('events', line, error);
    return false;
  }
}

/** Says why a line is left out. What is no error of the line is thrown on. */
function skip(file: string, line: Line, error: unknown): void {
  if (!(error instanceof EventPatternError || error instanceof SyntaxError)) throw error;
  process.stderr.write(`${file}, line ${line.number}: skipped: ${error.message}\n`);
}

function parseAll(texts: readonly string[]): void {
  for (const text of texts) JSON.parse(text);
}

function matchAll(
  set: PatternSet,
  numbers: ReadonlyMap<string, number>,
  events: readonly Uint8Array[],
  counts: { matches: number; idsum: number },
): void {
  counts.matches = 0;
  counts.idsum = 0;
  for (const event of events) {
    for (const id of set.match(event)) {
      counts.matches++;
      counts.idsum += numbers.get(id) as number;
    }
  }
}

/** Events per second of each, the median of the passes. They take turns, so that both see the machine alike. */
function medians(
  count: number,
  { parsing, matching }: { readonly parsing: () => void; readonly matching: () => void },
): { parsing: number; matching: number } {
  const [parsed, matched]: [number[], number[]] = [[], []];
  for (let pass = -WARM_UP_PASSES; pass < passes; pass++) {
    const rates = [rateOf(count, parsing), rateOf(count, matching)] as const;
    if (pass < 0) continue;
    parsed.push(rates[0]);
    matched.push(rates[1]);
  }
  return { parsing: median(parsed), matching: median(matched) };
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] as number;
}

function rateOf(count: number, run: () => void): number {
  const start = performance.now();
  let rounds = 0;
  do {
    run();
    rounds++;
  } while (performance.now() - start < SHORTEST_PASS_MS);
  return (rounds * count * 1000) / (performance.now() - start);
}

function heapMb(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

function table(report: Report): string {
  const rows: readonly (readonly [string, string])[] = [
    ['rules', `${report.rules} (${report.skippedRules} skipped)`],
    ['events', `${report.events} (${report.skippedEvents} skipped)`],
    ['PatternSet, events/s', report.eventsPerSecond.toLocaleString('en')],
    ['JSON.parse alone, events/s', report.control.jsonParseEventsPerSecond.toLocaleString('en')],
    ['ratio', String(report.ratioToControl)],
    ['all rules added in', `${report.addMs} ms`],
    ['heap', `${report.heapMb} MB`],
    ['matches', String(report.matches)],
    ['idsum', String(report.idsum)],
    ['machine', report.machine],
  ];
  return rows.map(([name, value]) => `${name.padEnd(28)}${value}\n`).join('');
}
