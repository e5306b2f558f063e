import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  stringifyJson,
} from '../../../core/json.ts';
import { StatesError } from '../../../languages/asl/index.ts';
import { declares } from './exceptions.ts';
import type { FailureStyle, Integration, IntegrationScope } from './integration.ts';
import { decapitalizeMembers } from './member-names.ts';
import { withSdkMetadata } from './sdk-metadata.ts';

const failure: FailureStyle = {
  style: 'optimized',
  prefix: 'StepFunctions',
  service: 'AWSStepFunctions',
  fallback: 'AWSStepFunctionsException',
  modelled: declares('states'),
};

/** `states:startExecution`: the answer is that the execution has begun. */
export const startExecution: Integration = { operations: ['states:StartExecution'], run: begin, failure };

/** `.sync`: waits for the end; input and output of the execution are texts. */
export const startExecutionSync: Integration = awaiting((text) => text);

/** `.sync:2`: the same, with input and output as JSON. */
export const startExecutionSync2: Integration = awaiting(parseJson);

async function begin(input: JsonObject, { call, environment }: IntegrationScope): Promise<JsonObject> {
  const answer = (await call('states:StartExecution', prepare(input))) as JsonObject;
  return withSdkMetadata(
    { ExecutionArn: answer['executionArn'] as string, StartDate: toMilliseconds(answer['startDate']) },
    environment.random.uuid(),
    environment.clock.now(),
  );
}

/** Source: Developer Guide, "Start a new AWS Step Functions state machine". */
function prepare(input: JsonObject): JsonObject {
  const { Input } = input;
  const text = Input === undefined || typeof Input === 'string' ? Input : stringifyJson(Input);
  return decapitalizeMembers({ ...input, ...(text !== undefined && { Input: text }) }) as JsonObject;
}

function awaiting(readData: (text: string) => JsonValue): Integration {
  return {
    operations: ['states:StartExecution', 'states:DescribeExecution', 'states:StopExecution'],
    failure,
    async run(input, scope) {
      const started = await begin(input, scope);
      scope.task.submitted(started);
      const executionArn = started['ExecutionArn'] as string;
      const described = await untilEnded(executionArn, scope);
      if (described['status'] === 'SUCCEEDED') return describe(described, readData);
      throw new StatesError('States.TaskFailed', stringifyJson(describe(described, (text) => text)));
    },
  };
}

/** Giving up the task stops the execution that it waits for. */
async function untilEnded(executionArn: string, scope: IntegrationScope): Promise<JsonObject> {
  const { signal } = scope.task;
  const stop = (): void =>
    void scope
      .call('states:StopExecution', { executionArn, error: 'States.TaskAborted' })
      .catch((error: unknown) => scope.task.span.note({ stopFailed: String(error) }));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  await scope.executions.get(executionArn).done;
  signal.removeEventListener('abort', stop);
  return (await scope.call('states:DescribeExecution', { executionArn })) as JsonObject;
}

const DATA_MEMBERS: ReadonlySet<string> = new Set(['input', 'output']);
const DATE_MEMBERS: ReadonlySet<string> = new Set(['startDate', 'stopDate']);

/** Members in the alphabetical order of their names, as recorded. */
function describe(description: JsonObject, readData: (text: string) => JsonValue): JsonObject {
  const members = Object.entries(description).map(([name, value]): [string, JsonValue] => {
    const member = name.charAt(0).toUpperCase() + name.slice(1);
    if (DATA_MEMBERS.has(name)) return [member, readData(String(value))];
    if (DATE_MEMBERS.has(name)) return [member, toMilliseconds(value)];
    return [member, isJsonObject(value) ? { Included: value['included'] as JsonValue } : value];
  });
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function toMilliseconds(seconds: JsonValue | undefined): number {
  return Math.round(Number(seconds) * 1000);
}
