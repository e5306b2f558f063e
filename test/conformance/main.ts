/**
 * `npm run conformance -- [--data DIR] [--json]`: runs recorded cases through the project's engines, file by file.
 * A file that no judge knows counts as 0 of its total; nothing is left out.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { CaseResult, Judge } from './case-result.ts';
import { furtherJudges, judges } from './judges.ts';

interface Row {
  readonly file: string;
  readonly total: number;
  readonly passed: number;
  readonly failures: readonly CaseResult[];
}

const SHOWN_FAILURES = 5;
const DEFAULT_DATA = fileURLToPath(new URL('../../../shared/conformance', import.meta.url));

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: DEFAULT_DATA },
      json: { type: 'boolean', default: false },
      failures: { type: 'string', default: String(SHOWN_FAILURES) },
    },
  });
  if (!existsSync(values.data)) {
    process.stderr.write(`There is no folder ${values.data}; name one with --data DIR.\n`);
    return 2;
  }
  const rows: Row[] = [];
  for (const file of readdirSync(values.data).sort()) {
    if (file.endsWith('.json')) rows.push(...(await judgeFile(values.data, file)));
  }
  if (values.json) process.stdout.write(`${JSON.stringify(asJson(rows))}\n`);
  else for (const row of rows) print(row, Number(values.failures));
  return 0;
}

async function judgeFile(folder: string, file: string): Promise<Row[]> {
  const cases = JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown;
  const rows = [await row(file, judges[file], cases)];
  for (const [name, judge] of Object.entries(furtherJudges[file] ?? {}))
    rows.push(await row(name, judge, cases));
  return rows;
}

async function row(file: string, judge: Judge | undefined, cases: unknown): Promise<Row> {
  if (!judge) {
    const total = Array.isArray(cases) ? cases.length : 0;
    return { file, total, passed: 0, failures: [{ name: 'no judge knows this file', passed: false }] };
  }
  const results = await resultsOf(judge, cases);
  const failures = results.filter((result) => !result.passed);
  return { file, total: results.length, passed: results.length - failures.length, failures };
}

/** A case that breaks its judge is a failure of that case, and of no other. */
async function resultsOf(judge: Judge, cases: unknown): Promise<readonly CaseResult[]> {
  try {
    return await judge(cases);
  } catch {
    const results: CaseResult[] = [];
    for (const testCase of Array.isArray(cases) ? cases : [])
      results.push(...(await oneByOne(judge, testCase)));
    return results;
  }
}

async function oneByOne(judge: Judge, testCase: unknown): Promise<readonly CaseResult[]> {
  try {
    return await judge([testCase]);
  } catch (error) {
    const name = String((testCase as { name?: unknown }).name);
    return [{ name, passed: false, detail: `the judge broke down: ${error}` }];
  }
}

function asJson(rows: readonly Row[]): Record<string, { passed: number; total: number }> {
  return Object.fromEntries(rows.map(({ file, passed, total }) => [file, { passed, total }]));
}

function print(row: Row, shown: number): void {
  process.stdout.write(`${row.file.padEnd(38)} ${row.passed} of ${row.total}\n`);
  for (const { name, detail } of row.failures.slice(0, shown)) {
    process.stdout.write(`    ${name}${detail ? `\n      ${detail.slice(0, 400)}` : ''}\n`);
  }
  const more = row.failures.length - shown;
  if (more > 0) process.stdout.write(`    … and ${more} more (--failures N shows them)\n`);
}
