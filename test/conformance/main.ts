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
  const options = optionsOf();
  if (typeof options === 'string') return refuse(options);
  const { data, json, failures } = options;
  const files = existsSync(data) ? readdirSync(data).filter((file) => file.endsWith('.json')) : [];
  if (files.length === 0) {
    return refuse(
      `There are no cases in ${data}. They are not part of this repository: docs/conformance.md says what they are, ` +
        'and how to write some. Name a folder of them: npm run conformance -- --data DIR',
    );
  }
  const rows: Row[] = [];
  for (const file of files.sort()) rows.push(...(await judgeFile(data, file)));
  if (json) process.stdout.write(`${JSON.stringify(asJson(rows))}\n`);
  else for (const row of rows) print(row, failures);
  return 0;
}

/** @returns what is wrong with them, where something is */
function optionsOf(): { data: string; json: boolean; failures: number } | string {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string', default: DEFAULT_DATA },
        json: { type: 'boolean', default: false },
        failures: { type: 'string', default: String(SHOWN_FAILURES) },
      },
    });
    const failures = Number(values.failures);
    return Number.isInteger(failures) ? { ...values, failures } : '--failures is a whole number';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function refuse(problem: string): number {
  process.stderr.write(`${problem}\n`);
  return 2;
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
