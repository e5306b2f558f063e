import { messageOf } from '../../src/core/errors.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { benchWith, MACHINE_ARN } from '../services/states/support.ts';
import type { CaseResult } from './case-result.ts';

interface ValidationCase {
  readonly name: string;
  readonly op: string;
  readonly definitionText: string;
  readonly aslType: 'STANDARD' | 'EXPRESS';
  readonly expect: {
    readonly exception?: string | { readonly message: string };
    readonly exceptionType?: string;
    readonly diagnostics?: readonly unknown[];
    readonly result?: string;
    readonly truncated?: boolean;
  };
}

/** What our side says: an exception's code and message, or a result. */
interface Outcome {
  readonly code?: string;
  readonly message?: string;
  readonly result?: unknown;
}

const ROLE = 'arn:aws:iam::123456789012:role/machine';
const PASS = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };

/** Each operation as the test of a case's name calls it; what a case does not hold comes from its name. */
const OPERATIONS: Readonly<Record<string, (testCase: ValidationCase) => Promise<Outcome>>> = {
  create_state_machine: create,
  update_state_machine: update,
  validate_state_machine_definition: validate,
  start_execution: startTwice,
  start_sync_execution: ({ definitionText, aslType }) =>
    outcomeOf(() =>
      benchWith({ definition: definitionText, type: aslType }).call('StartSyncExecution', {
        stateMachineArn: MACHINE_ARN,
      }),
    ),
};

export async function judgeStatesValidation(cases: unknown): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const testCase of cases as readonly ValidationCase[]) {
    const outcome = await OPERATIONS[testCase.op]?.(testCase);
    const passed = outcome !== undefined && agrees(testCase.expect, outcome);
    results.push({
      name: testCase.name,
      passed,
      ...(!passed && {
        detail: `expected ${JSON.stringify(testCase.expect)}; got ${JSON.stringify(outcome ?? `no ${testCase.op} here`)}`,
      }),
    });
  }
  return results;
}

/** A machine that `duplicate` is in the name of exists already, with another definition. */
async function create({ name, definitionText, aslType }: ValidationCase): Promise<Outcome> {
  const bench = benchWith({ definition: PASS });
  const request = { name: 'New', roleArn: ROLE, definition: definitionText, type: aslType };
  if (name.includes('duplicate')) {
    await bench.call('CreateStateMachine', { ...request, definition: JSON.stringify(PASS) });
  }
  return outcomeOf(() => bench.call('CreateStateMachine', { ...request, ...loggingOf(name) }));
}

/** Tests of versions update a version, tests of logging the logging, and "none" is changed by nothing. */
async function update({ name, definitionText, aslType }: ValidationCase): Promise<Outcome> {
  const bench = benchWith({ definition: PASS, type: aslType });
  const isVersion = name.includes('versioning');
  const request = {
    stateMachineArn: isVersion ? `${MACHINE_ARN}:2` : MACHINE_ARN,
    ...(isVersion && { definition: definitionText }),
    ...loggingOf(name),
  };
  return outcomeOf(() => bench.call('UpdateStateMachine', request));
}

/** What is recorded of logging is what AWS refuses: none or several destinations. */
function loggingOf(name: string): JsonObject {
  if (!/logging_configuration|multiple_destinations/.test(name)) return {};
  const logGroupArn = 'arn:aws:logs:us-east-1:123456789012:log-group:group:*';
  const destination = { cloudWatchLogsLogGroup: { logGroupArn } };
  const destinations = name.includes('multiple') ? [destination, destination] : [];
  return { loggingConfiguration: { level: 'ALL', destinations } };
}

async function validate({ definitionText, aslType }: ValidationCase): Promise<Outcome> {
  const bench = benchWith({ definition: PASS });
  const request = { definition: definitionText, type: aslType };
  return { result: await bench.call('ValidateStateMachineDefinition', request) };
}

/** With a text that is no JSON, or again under a name with another input. */
async function startTwice({ name, definitionText, aslType }: ValidationCase): Promise<Outcome> {
  const bench = benchWith({
    definition: definitionText,
    type: aslType,
    stubs: { 'sqs:SendMessage': () => new Promise(() => undefined) },
  });
  const start = (input: string): Promise<unknown> =>
    bench.call('StartExecution', { stateMachineArn: MACHINE_ARN, name: 'run', input });
  if (name.includes('invalid')) return outcomeOf(() => start('not some json'));
  await start('{"QueueUrl":"https://queue","Message":1}');
  return outcomeOf(() => start('{"QueueUrl":"https://queue","Message":2}'));
}

async function outcomeOf(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { result: await work() };
  } catch (error) {
    return { code: (error as { code?: string }).code ?? 'Error', message: messageOf(error) };
  }
}

function agrees({ exception, exceptionType, ...rest }: ValidationCase['expect'], outcome: Outcome): boolean {
  if (exceptionType !== undefined) return outcome.code === exceptionType;
  if (exception === undefined) return outcome.code === undefined && sameResult(rest, outcome.result);
  const expected = typeof exception === 'string' ? exception : exception.message;
  return sameMessage(
    expected.replace(/^An error occurred \(\w+\) when calling the \w+ operation: /, ''),
    outcome,
  );
}

/** Account, region and names are masked in the recordings. */
function sameMessage(expected: string, { message = '' }: Outcome): boolean {
  const emulated = emulatorsReason(expected);
  if (emulated !== undefined) return message.includes(`: ${emulated} at `);
  const mask = /<[^>]+>(?::\d+)?/;
  const parts = expected
    .split(new RegExp(mask, 'g'))
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join("[^']*?").replace('111111111111', '\\d{12}')}$`).test(message);
}

/**
 * These were recorded from an emulator written in Python, whose exception quotes its reason: only the refusal and
 * the reason can be compared.
 */
function emulatorsReason(message: string): string | undefined {
  const [, double, single] =
    /^Error=ValueError Args=\[(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\]/.exec(message) ?? [];
  return (double ?? single)?.replace(/\\(.)/g, '$1');
}

function sameResult(expected: ValidationCase['expect'], result: unknown): boolean {
  const { diagnostics, result: verdict, truncated } = (result ?? {}) as ValidationCase['expect'];
  return (
    verdict === expected.result &&
    truncated === expected.truncated &&
    sorted(diagnostics) === sorted(expected.diagnostics)
  );
}

function sorted(diagnostics: readonly unknown[] = []): string {
  return JSON.stringify(
    diagnostics.map((diagnostic) =>
      Object.entries(diagnostic as object).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );
}
