import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  stringifyJson,
} from '../../../core/json.ts';
import type { Call, Operation } from '../../../core/operations.ts';
import {
  type Diagnostic,
  type MachineDefinition,
  type QueryLanguage,
  runState,
  type StateDefinition,
  StatesError,
  type StateTestResult,
  statesOf,
  validateDefinition,
  validateState,
} from '../../../languages/asl/index.ts';
import type { StatesContext } from '../context.ts';
import { invalidDefinition as definitionRefused, statesErrors } from '../errors.ts';
import { parseInput } from '../input.ts';
import { defined, optionalText } from './shared.ts';

const DEFAULT_NAME = 'StateName';
const TESTABLE = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice'];

interface Subject {
  readonly name: string;
  readonly definition: StateDefinition;
  readonly language: QueryLanguage;
}

/**
 * Source: API reference, TestState. Runs one state by itself; a `mock` stands for a Task's call. Mocked Map and
 * Parallel states and a mocked context object are not offered.
 */
export function testStateOperation(context: StatesContext): Operation {
  return {
    name: 'states:TestState',
    waitsOnClock: true,
    permissions: () => [{ action: 'states:TestState', resource: '*' }],
    async invoke(input, call) {
      const subject = findSubject(input);
      checkMock(input, subject.definition);
      return describe(
        await run(context, input, subject, call),
        optionalText(input, 'inspectionLevel') ?? 'INFO',
      );
    },
  };
}

function findSubject(input: JsonObject): Subject {
  const text = optionalText(input, 'definition');
  if (text === undefined) throw statesErrors.validation('definition is required');
  const name = optionalText(input, 'stateName');
  const value = parseDefinition(text);
  return name === undefined ? singleState(value) : stateOf(value, text, name);
}

function parseDefinition(text: string): JsonObject {
  const value = parseJsonOrNothing(text);
  if (isJsonObject(value)) return value;
  throw refuse(validateDefinition(text, 'STANDARD').diagnostics);
}

function parseJsonOrNothing(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function singleState(value: JsonObject): Subject {
  const diagnostics = validateState(DEFAULT_NAME, value);
  if (diagnostics.length > 0) throw refuse(diagnostics);
  const definition = value as unknown as StateDefinition;
  return { name: DEFAULT_NAME, definition, language: definition.QueryLanguage ?? 'JSONPath' };
}

function stateOf(value: JsonObject, text: string, name: string): Subject {
  const { diagnostics } = validateDefinition(text, 'STANDARD');
  if (diagnostics.length > 0) throw refuse(diagnostics);
  const machine = value as unknown as MachineDefinition;
  for (const [stateName, definition] of statesOf(machine)) {
    if (stateName !== name) continue;
    return { name, definition, language: definition.QueryLanguage ?? machine.QueryLanguage ?? 'JSONPath' };
  }
  throw statesErrors.validation('State not found in definition');
}

function refuse(diagnostics: readonly Diagnostic[]): Error {
  return statesErrors.invalidDefinition(definitionRefused(diagnostics));
}

function checkMock(input: JsonObject, { Type }: StateDefinition): void {
  const { mock, stateConfiguration } = input;
  if (
    mock === undefined &&
    isJsonObject(stateConfiguration) &&
    'mapIterationFailureCount' in stateConfiguration
  ) {
    throw statesErrors.validation(
      'TestState does not support MapIterationFailureCount when a mock is not specified.',
    );
  }
  if (!TESTABLE.includes(Type)) {
    throw statesErrors.invalidDefinition(
      `TestState API does not support Map or Parallel states. Supported state types include: [${TESTABLE.join(', ')}]`,
    );
  }
  if (mock !== undefined && Type !== 'Task') {
    throw statesErrors.validation(`State type '${Type}' is not supported when a mock is specified`);
  }
}

function run(
  context: StatesContext,
  request: JsonObject,
  subject: Subject,
  { span }: Call,
): Promise<StateTestResult> {
  const { environment, tasks } = context;
  const input = parseInput(optionalText(request, 'input') ?? '{}');
  const roleArn = optionalText(request, 'roleArn') ?? '';
  const { partition, region, accountId, random, clock } = environment;
  const [machineName, executionName] = [random.uuid(), random.uuid()];
  const prefix = `arn:${partition}:states:${region}:${accountId}`;
  const configuration = isJsonObject(request['stateConfiguration']) ? request['stateConfiguration'] : {};
  return runState(
    {
      ...subject,
      input,
      variables: parseObject(request, 'variables'),
      retrierRetryCount: Number(configuration['retrierRetryCount'] ?? 0),
    },
    {
      id: `${prefix}:express:${machineName}:${executionName}`,
      name: executionName,
      roleArn,
      stateMachineId: `${prefix}:stateMachine:${machineName}`,
      stateMachineName: machineName,
      input,
      startTimeMs: clock.now(),
    },
    {
      clock,
      random,
      region,
      history: undefined,
      span,
      breathe: () => Promise.resolve(),
      invoke: async (call) => mocked(request['mock']) ?? tasks.invokeAs(call, roleArn, context),
    },
  );
}

/** @throws StatesError when the mock is an error */
function mocked(mock: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(mock)) return undefined;
  const { result, errorOutput } = mock;
  if (isJsonObject(errorOutput)) {
    throw new StatesError(optionalText(errorOutput, 'error'), optionalText(errorOutput, 'cause'));
  }
  return typeof result === 'string' ? parseInput(result) : undefined;
}

function parseObject(request: JsonObject, member: string): JsonObject {
  const value = parseInput(optionalText(request, member) ?? '{}');
  if (isJsonObject(value)) return value;
  throw statesErrors.validation(`${member} must be a JSON object`);
}

function describe(result: StateTestResult, level: string): JsonObject {
  const { output, inspection } = result;
  return defined({
    output: output === undefined ? undefined : stringifyJson(output),
    error: result.error,
    cause: result.cause,
    inspectionData: level === 'INFO' ? undefined : describeInspection(inspection),
    nextState: result.nextState,
    status: result.status,
  });
}

function describeInspection({ errorDetails, ...data }: StateTestResult['inspection']): JsonObject {
  const texts = Object.entries(data).map(([name, value]): [string, JsonValue] => [
    name,
    stringifyJson(value),
  ]);
  return defined({ ...Object.fromEntries(texts), errorDetails });
}
