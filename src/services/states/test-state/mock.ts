import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../../core/json.ts';
import { parseResource, type StateDefinition, StatesError, statesOf } from '../../../languages/asl/index.ts';
import { statesErrors } from '../errors.ts';
import { parseData } from '../input.ts';
import { readItems } from './item-reader.ts';
import { checkMockedAnswer } from './mocked-answer.ts';

const PLAIN_TYPES = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice'];
const MOCKABLE_TYPES = ['Task', 'Map', 'Parallel'];
const CONFIGURATION: Readonly<Record<string, string>> = {
  retrierRetryCount: 'RetrierRetryCount',
  errorCausedByState: 'ErrorCausedByState',
  mapIterationFailureCount: 'MapIterationFailureCount',
  mapItemReaderData: 'MapItemReaderData',
};

/** What stands for the calls of a Task, or the states of a Map or Parallel. */
export interface Mock {
  readonly failedIterations: number;
  readonly readItems: readonly JsonValue[] | undefined;
  /** @throws StatesError when it is an error */
  result(): JsonValue;
}

/**
 * The mock of a TestState request. Source: API reference, TestState: only Task, Map and Parallel states may have
 * one; Map, Parallel, activities, `.sync` and `.waitForTaskToken` must; `context` and the configuration need one.
 * The wording of three refusals is recorded, the others follow them.
 * @throws AwsError ValidationException, InvalidDefinition
 */
export function readMock(request: JsonObject, definition: StateDefinition): Mock | undefined {
  const { mock } = request;
  const configuration = isJsonObject(request['stateConfiguration']) ? request['stateConfiguration'] : {};
  if (!isJsonObject(mock)) {
    checkUnmocked(request, configuration, definition);
    return undefined;
  }
  checkMocked(request, mock, definition);
  checkConfiguration(configuration, definition);
  return {
    failedIterations: Number(configuration['mapIterationFailureCount'] ?? 0),
    readItems: readItems(configuration['mapItemReaderData'], definition),
    result: resultOf(mock, definition),
  };
}

function checkUnmocked(request: JsonObject, configuration: JsonObject, definition: StateDefinition): void {
  for (const [member, name] of Object.entries(CONFIGURATION)) {
    if ((configuration[member] ?? undefined) !== undefined) throw needsMock(name);
  }
  if ((request['context'] ?? undefined) !== undefined) throw needsMock('Context');
  if (!PLAIN_TYPES.includes(definition.Type)) {
    throw statesErrors.invalidDefinition(
      `TestState API does not support Map or Parallel states. Supported state types include: [${PLAIN_TYPES.join(', ')}]`,
    );
  }
  const { Resource = '' } = definition;
  if (Resource.includes(':activity:') || parseResource(Resource).pattern !== 'requestResponse') {
    throw statesErrors.validation(
      `TestState does not support the resource '${Resource}' when a mock is not specified.`,
    );
  }
}

function needsMock(name: string): Error {
  return statesErrors.validation(`TestState does not support ${name} when a mock is not specified.`);
}

function checkMocked(request: JsonObject, mock: JsonObject, { Type }: StateDefinition): void {
  if (!MOCKABLE_TYPES.includes(Type)) {
    throw statesErrors.validation(`State type '${Type}' is not supported when a mock is specified`);
  }
  const given = ['result', 'errorOutput'].filter((member) => (mock[member] ?? undefined) !== undefined);
  if (given.length !== 1) {
    throw statesErrors.validation(
      'A test mock should have only one of the following fields: [result, errorOutput].',
    );
  }
  const { errorOutput } = mock;
  if (isJsonObject(errorOutput) && typeof errorOutput['error'] !== 'string') {
    throw statesErrors.validation('The error is required if mock.errorOutput is specified.');
  }
  if (request['revealSecrets'] === true) {
    throw statesErrors.validation('TestState does not support RevealSecrets when a mock is specified.');
  }
}

function checkConfiguration(configuration: JsonObject, definition: StateDefinition): void {
  const { mapIterationFailureCount: failures, errorCausedByState: culprit } = configuration;
  if ((failures ?? undefined) !== undefined && definition.Type !== 'Map') {
    throw statesErrors.validation('MapIterationFailureCount is only supported for Map states.');
  }
  if ((culprit ?? undefined) === undefined || definition.Type === 'Task') return;
  const graph = { StartAt: '', States: { '': definition } };
  if (![...statesOf(graph)].some(([name]) => name !== '' && name === culprit)) {
    throw statesErrors.validation(
      `ErrorCausedByState must name a state inside the tested Map or Parallel state: '${String(culprit)}'`,
    );
  }
}

function resultOf(mock: JsonObject, definition: StateDefinition): () => JsonValue {
  const { result, errorOutput, fieldValidationMode = 'STRICT' } = mock;
  if (isJsonObject(errorOutput)) {
    const { error, cause } = errorOutput as Readonly<Record<string, string | undefined>>;
    return () => {
      throw new StatesError(error, cause);
    };
  }
  const value = parseData(String(result), 'mock.result', () =>
    statesErrors.validation('Mocked result must be a valid JSON.'),
  );
  checkResult(value, definition, String(fieldValidationMode));
  return () => value;
}

function checkResult(value: JsonValue, definition: StateDefinition, mode: string): void {
  const { Type, Branches = [], Resource = '' } = definition;
  if (Type === 'Task') {
    const resource = parseResource(Resource);
    if (resource.pattern !== 'waitForTaskToken') checkMockedAnswer(value, resource, mode);
  } else if (!Array.isArray(value)) {
    throw statesErrors.validation('Mocked result must be an array.');
  } else if (Type === 'Parallel' && value.length !== Branches.length) {
    throw statesErrors.validation(
      `Mocked result must have one element for each of the ${Branches.length} branches.`,
    );
  }
}

/** `.sync:2` gives the output of the execution that it has waited for as JSON; the mock is what the API answers. */
export function asTaskResult(value: JsonValue, resource: string): JsonValue {
  if (!resource.endsWith('.sync:2') || !isJsonObject(value)) return value;
  const parsed = { ...value };
  for (const member of ['Input', 'Output']) {
    const text = value[member];
    if (typeof text === 'string') parsed[member] = parseOr(text);
  }
  return parsed;
}

function parseOr(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
