import type { JsonValue } from '../../../core/json.ts';
import { withErrorHandling } from '../attempt.ts';
import { Cancellation } from '../cancellation.ts';
import { checkSize, type FieldReader } from '../data-flow.ts';
import type { QueryLanguage, StateDefinition } from '../definition.ts';
import { ExecutionInterrupted, STATES_TIMEOUT, StatesError } from '../errors.ts';
import type { Frame } from '../frame.ts';
import { compileJsonataTemplate, compileTyped } from '../jsonata-expression.ts';
import { compilePathField, compilePayloadTemplate } from '../jsonpath-expression.ts';
import type { State, StateSource } from '../machine.ts';
import { parseResource, type TaskResource } from '../resource.ts';
import { flowOf } from './flow.ts';

/** Without TimeoutSeconds. Source: Amazon States Language, Task. */
const DEFAULT_TIMEOUT_SECONDS = 99_999_999;

interface TaskFields {
  readonly resource: TaskResource;
  readonly timeoutSeconds: FieldReader | undefined;
  readonly heartbeatSeconds: FieldReader | undefined;
  readonly roleArn: FieldReader | undefined;
}

/** Calls an integration and waits for its answer. */
export function compileTask({ name, definition, language }: StateSource): State {
  const flow = flowOf(definition, language);
  const fields: TaskFields = {
    resource: parseResource(definition.Resource ?? ''),
    timeoutSeconds: compileSeconds(definition, language, 'TimeoutSeconds'),
    heartbeatSeconds: compileSeconds(definition, language, 'HeartbeatSeconds'),
    roleArn: compileRole(definition, language),
  };
  const { Next: next } = definition;
  const run = withErrorHandling(definition, language, (frame, input) => {
    frame.taskToken = fields.resource.pattern === 'waitForTaskToken' ? newToken(frame) : undefined;
    const parameters = flow.prepare(frame, input);
    return callTask(fields, frame, input, parameters).then((result) => ({
      output: flow.conclude(frame, input, result),
      next,
    }));
  });
  return { name, type: 'Task', run };
}

function newToken(frame: Frame): string {
  return frame.execution.host.random.token(224);
}

async function callTask(
  fields: TaskFields,
  frame: Frame,
  input: JsonValue,
  parameters: JsonValue,
): Promise<JsonValue> {
  const { execution, taskToken } = frame;
  const { service: resourceType, operation: resource, text } = fields.resource;
  const timeout = fields.timeoutSeconds?.(frame, input);
  const heartbeat = fields.heartbeatSeconds?.(frame, input);
  const roleArn = fields.roleArn?.(frame, input) as string | undefined;
  frame.span.note({ arguments: parameters });
  frame.record('TaskScheduled', {
    resourceType,
    resource,
    region: execution.host.region,
    parameters,
    timeoutInSeconds: timeout,
    heartbeatInSeconds: heartbeat,
    taskCredentials: roleArn === undefined ? undefined : { roleArn },
  });
  frame.record('TaskStarted', { resourceType, resource });
  const limitSeconds = Math.min(Number(timeout ?? DEFAULT_TIMEOUT_SECONDS), Number(heartbeat ?? Infinity));
  try {
    const result = await withTimeout(frame, timeout ?? heartbeat, limitSeconds * 1000, (signal) =>
      execution.host.invoke({
        resource: text,
        arguments: parameters,
        roleArn,
        taskToken,
        signal: signal.signal,
        span: frame.span,
        submitted: (output) => void frame.record('TaskSubmitted', { resourceType, resource, output }),
      }),
    );
    frame.record('TaskSucceeded', { resourceType, resource, output: result });
    frame.inspect?.('result', result);
    return checkSize(frame, result);
  } catch (error) {
    throw recordFailure(frame, fields.resource, error);
  }
}

function recordFailure(frame: Frame, { service, operation }: TaskResource, error: unknown): unknown {
  if (error instanceof StatesError && error.error !== 'States.DataLimitExceeded') {
    const type = error.error === STATES_TIMEOUT ? 'TaskTimedOut' : 'TaskFailed';
    frame.record(type, {
      resourceType: service,
      resource: operation,
      error: error.error,
      cause: error.causeText,
    });
  } else if (!(error instanceof ExecutionInterrupted)) {
    frame.execution.record('TaskStateAborted', frame.lastEventId);
  }
  return error;
}

/** The call's own cancellation ends with it, with its branch, and with its time. */
function withTimeout(
  frame: Frame,
  timeout: JsonValue | undefined,
  limitMs: number,
  call: (cancellation: Cancellation) => Promise<JsonValue>,
): Promise<JsonValue> {
  const cancellation = new Cancellation(frame.cancellation);
  const timer =
    timeout === undefined
      ? undefined
      : frame.execution.host.clock.setTimer(limitMs, () =>
          cancellation.cancel(new StatesError(STATES_TIMEOUT, undefined)),
        );
  return new Promise<JsonValue>((resolve, reject) => {
    cancellation.onCancel(reject);
    call(cancellation).then(resolve, reject);
  }).finally(() => {
    timer?.cancel();
    cancellation.close();
  });
}

/** `TimeoutSeconds` as a number, a JSONata expression, or in JSONPath `TimeoutSecondsPath`. */
function compileSeconds(
  definition: StateDefinition,
  language: QueryLanguage,
  field: 'TimeoutSeconds' | 'HeartbeatSeconds',
): FieldReader | undefined {
  const path = definition[`${field}Path`];
  const literal = definition[field];
  if (path !== undefined) return compilePathField(path);
  if (literal === undefined) return undefined;
  if (language === 'JSONPath' || typeof literal === 'number') return () => literal;
  const template = compileTyped(literal, field, 'number');
  return (frame, input) => template(frame, { input });
}

function compileRole({ Credentials }: StateDefinition, language: QueryLanguage): FieldReader | undefined {
  if (Credentials === undefined) return undefined;
  if (language === 'JSONPath') {
    const template = compilePayloadTemplate(Credentials);
    return (frame, input) => (template(frame, input) as Record<string, JsonValue>)['RoleArn'] as JsonValue;
  }
  const template = compileJsonataTemplate(Credentials['RoleArn'] as JsonValue, 'Credentials/RoleArn');
  return (frame, input) => template(frame, { input });
}
