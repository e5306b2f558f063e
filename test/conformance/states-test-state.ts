import { messageOf } from '../../src/core/errors.ts';
import type { JsonObject, JsonValue } from '../../src/core/json.ts';
import { benchWith } from '../services/states/support.ts';
import type { CaseResult } from './case-result.ts';
import { parseEmbedded, sameJson } from './states.ts';

interface TestStateCase {
  readonly name: string;
  readonly definitionText: string;
  readonly input: JsonValue;
  readonly request: JsonObject;
  readonly expect: JsonObject;
}

/** Runs TestState on each recorded request. */
export async function judgeStatesTestState(cases: unknown): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const testCase of cases as readonly TestStateCase[]) results.push(await judgeOne(testCase));
  return results;
}

async function judgeOne({
  name,
  definitionText,
  input,
  request,
  expect,
}: TestStateCase): Promise<CaseResult> {
  const bench = benchWith({ definition: { StartAt: 'A', States: { A: { Type: 'Succeed' } } } });
  const { ResponseMetadata: _metadata, ...expected } = expect;
  let outcome: JsonObject;
  try {
    outcome = await bench.call('TestState', {
      ...request,
      definition: definitionText,
      ...(input !== null && { input: JSON.stringify(input) }),
    });
  } catch (error) {
    outcome = { code: (error as { code?: string }).code ?? 'Error', message: messageOf(error) };
  }
  const passed =
    expected['exception'] === undefined
      ? sameJson(expected, outcome)
      : refusedAlike(expected['exception'], outcome);
  if (passed) return { name, passed };
  const detail = `expected ${JSON.stringify(expected)}; got ${JSON.stringify(parseEmbedded(outcome))}`;
  return { name, passed, detail };
}

/** An exception is recorded whole, as its code alone, or as the client's message. */
function refusedAlike(exception: JsonValue, { code, message }: JsonObject): boolean {
  if (typeof exception === 'string') return exception === code || exception.endsWith(`: ${String(message)}`);
  const { Error: recorded } = exception as { Error?: { Code: string; Message: string } };
  return recorded?.Code === code && recorded?.Message === message;
}
