import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from '../../../core/json.ts';
import type { Call, Operation, Permission } from '../../../core/operations.ts';
import {
  type ExecutionHost,
  type ExecutionIdentity,
  runState,
  type StateTestResult,
} from '../../../languages/asl/index.ts';
import type { StatesContext } from '../context.ts';
import { statesErrors } from '../errors.ts';
import { parseData, parseInput } from '../input.ts';
import { DEFINITION, passRole, ROLE } from '../machine-request.ts';
import { checkRequest, members, type Shape } from '../request.ts';
import { readContext } from '../test-state/context.ts';
import { asTaskResult, type Mock, readMock } from '../test-state/mock.ts';
import { findSubject, type Subject } from '../test-state/subject.ts';
import { defined, optionalText } from './shared.ts';

/** The data members are checked where they are read. Source: the service model. */
const REQUEST: Shape = {
  definition: { ...DEFINITION, required: true },
  roleArn: ROLE,
  input: { type: 'text' },
  inspectionLevel: { type: 'text', oneOf: ['INFO', 'DEBUG', 'TRACE'] },
  revealSecrets: members.flag,
  variables: { type: 'text' },
  stateName: { type: 'text', least: 1, most: 80, sensitive: true },
  mock: {
    type: 'structure',
    members: {
      result: { type: 'text', sensitive: true, most: 262_144 },
      errorOutput: { type: 'structure', members: { error: members.error, cause: members.cause } },
      fieldValidationMode: { type: 'text', oneOf: ['STRICT', 'PRESENT', 'NONE'] },
    },
  },
  context: { type: 'text' },
  stateConfiguration: {
    type: 'structure',
    members: {
      retrierRetryCount: { type: 'integer', least: 0 },
      errorCausedByState: { type: 'text', least: 1, most: 80, sensitive: true },
      mapIterationFailureCount: { type: 'integer', least: 0 },
      mapItemReaderData: { type: 'text', most: 262_144, sensitive: true },
    },
  },
};

/** Source: API reference, TestState. Runs one state by itself; a `mock` stands for what it would call or run. */
export function testStateOperation(context: StatesContext): Operation {
  return {
    name: 'states:TestState',
    waitsOnClock: true,
    permissions: neededFor,
    async invoke(input, call) {
      checkRequest(input, REQUEST);
      const subject = findSubject(String(input['definition']), optionalText(input, 'stateName'));
      const mock = readMock(input, subject.definition);
      const result = await run(context, input, subject, mock, call);
      return describe(result, optionalText(input, 'inspectionLevel') ?? 'INFO');
    },
  };
}

/** Source: Developer Guide, "IAM permissions for using TestState API". */
function neededFor({ roleArn, revealSecrets }: JsonObject): Permission[] {
  const needed = [{ action: 'states:TestState', resource: '*' }, ...passRole(roleArn)];
  if (revealSecrets === true) needed.push({ action: 'states:RevealSecrets', resource: '*' });
  return needed;
}

function run(
  context: StatesContext,
  request: JsonObject,
  subject: Subject,
  mock: Mock | undefined,
  call: Call,
): Promise<StateTestResult> {
  const input = parseInput(optionalText(request, 'input') ?? '{}');
  const { stateConfiguration } = request;
  const retries = isJsonObject(stateConfiguration) ? stateConfiguration['retrierRetryCount'] : 0;
  const roleArn = optionalText(request, 'roleArn') ?? '';
  return runState(
    {
      ...subject,
      input,
      variables: parseObject(request, 'variables'),
      retrierRetryCount: Number(retries ?? 0),
      mock,
      context: readContext(optionalText(request, 'context')),
      mapItem: subject.insideMap ? { Index: 0, Value: input } : undefined,
    },
    identityOf(context, input, roleArn),
    hostOf(context, roleArn, mock, call),
  );
}

function identityOf({ environment }: StatesContext, input: JsonValue, roleArn: string): ExecutionIdentity {
  const { partition, region, accountId, random, clock } = environment;
  const [machineName, executionName] = [random.uuid(), random.uuid()];
  const prefix = `arn:${partition}:states:${region}:${accountId}`;
  return {
    id: `${prefix}:express:${machineName}:${executionName}`,
    name: executionName,
    roleArn,
    stateMachineId: `${prefix}:stateMachine:${machineName}`,
    stateMachineName: machineName,
    input,
    startTimeMs: clock.now(),
  };
}

function hostOf(
  context: StatesContext,
  roleArn: string,
  mock: Mock | undefined,
  { span }: Call,
): ExecutionHost {
  const { environment, tasks } = context;
  return {
    clock: environment.clock,
    random: environment.random,
    region: environment.region,
    history: undefined,
    span,
    breathe: () => Promise.resolve(),
    invoke: async (call) =>
      mock ? asTaskResult(mock.result(), call.resource) : tasks.invokeAs(call, roleArn, context),
  };
}

function parseObject(request: JsonObject, member: string): JsonObject {
  const refuse = (reason: string) => statesErrors.validation(`${member} must be a JSON object: ${reason}`);
  const value = parseData(optionalText(request, member) ?? '{}', member, refuse);
  if (isJsonObject(value)) return value;
  throw refuse('it is another value');
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

/** Members that the API gives as numbers or a structure; all others are texts of JSON. */
const PLAIN_MEMBERS: ReadonlySet<string> = new Set([
  'errorDetails',
  'maxConcurrency',
  'toleratedFailureCount',
  'toleratedFailurePercentage',
]);

function describeInspection(data: StateTestResult['inspection']): JsonObject {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]): [string, JsonValue] => [
      name,
      PLAIN_MEMBERS.has(name) ? value : stringifyJson(value),
    ]),
  );
}
