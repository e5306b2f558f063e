import type { Timer } from '../../../core/clock.ts';
import { isJsonNumber, type JsonValue, stringifyJson } from '../../../core/json.ts';
import type { Span } from '../../../core/trace.ts';
import { withErrorHandling } from '../attempt.ts';
import { Cancellation } from '../cancellation.ts';
import { checkSize, type FieldReader } from '../data-flow.ts';
import type { QueryLanguage, StateDefinition } from '../definition.ts';
import {
  runtimeError,
  STATES_DATA_LIMIT_EXCEEDED,
  STATES_HEARTBEAT_TIMEOUT,
  STATES_TIMEOUT,
  StatesError,
} from '../errors.ts';
import type { Frame, TaskCall } from '../frame.ts';
import type { HistoryDetails } from '../history.ts';
import { compileInteger, compileJsonataTemplate } from '../jsonata-expression.ts';
import { compilePathField, compilePayloadTemplate } from '../jsonpath-expression.ts';
import type { State, StateSource } from '../machine.ts';
import { parseResource, type TaskResource } from '../resource.ts';
import { flowOf } from './flow.ts';

/** Without TimeoutSeconds, and at most. Source: Developer Guide, Task state. */
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
  const { service: resourceType, operation: resource } = fields.resource;
  const timeout = fields.timeoutSeconds?.(frame, input);
  const heartbeat = fields.heartbeatSeconds?.(frame, input);
  const roleArn = fields.roleArn?.(frame, input) as string | undefined;
  frame.span.note({ arguments: parameters });
  frame.record('TaskScheduled', {
    resourceType,
    resource,
    region: frame.execution.host.region,
    parameters,
    timeoutInSeconds: timeout,
    heartbeatInSeconds: heartbeat,
    taskCredentials: roleArn === undefined ? undefined : { roleArn },
  });
  if (frame.interleaved) await undefined;
  frame.record('TaskStarted', { resourceType, resource });
  const timers = new TaskTimers(frame, Number(timeout ?? DEFAULT_TIMEOUT_SECONDS), secondsOf(heartbeat));
  try {
    const call = new Invocation(fields.resource, frame, parameters, roleArn, timers);
    const result = await timers.bound(() => frame.execution.host.invoke(call));
    frame.record('TaskSucceeded', { resourceType, resource, output: result });
    frame.inspect?.('result', result);
    return checkSize(frame, result);
  } catch (error) {
    throw recordFailure(frame, fields.resource, error);
  } finally {
    timers.close();
  }
}

function secondsOf(value: JsonValue | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

class Invocation implements TaskCall {
  readonly resource: string;
  readonly arguments: JsonValue;
  readonly roleArn: string | undefined;
  readonly taskToken: string | undefined;
  readonly span: Span;
  private readonly details: HistoryDetails;
  private readonly frame: Frame;
  private readonly timers: TaskTimers;

  constructor(
    { text, service, operation }: TaskResource,
    frame: Frame,
    parameters: JsonValue,
    roleArn: string | undefined,
    timers: TaskTimers,
  ) {
    this.resource = text;
    this.arguments = parameters;
    this.roleArn = roleArn;
    this.taskToken = frame.taskToken;
    this.span = frame.span;
    this.details = { resourceType: service, resource: operation };
    this.frame = frame;
    this.timers = timers;
  }

  get signal(): AbortSignal {
    return this.timers.cancellation.signal;
  }

  submitted(output: JsonValue): void {
    this.frame.record('TaskSubmitted', { ...this.details, output });
  }

  heartbeat(): void {
    this.timers.beat();
  }
}

function recordFailure(frame: Frame, { service, operation }: TaskResource, error: unknown): unknown {
  if (error instanceof StatesError && error.error !== STATES_DATA_LIMIT_EXCEEDED) {
    frame.record(error.error === STATES_TIMEOUT ? 'TaskTimedOut' : 'TaskFailed', {
      resourceType: service,
      resource: operation,
      error: error.error,
      cause: error.causeText,
    });
  }
  return error;
}

const NEVER: Timer = { cancel: () => undefined };

/**
 * What ends a call before its answer: its branch, its TimeoutSeconds, or silence for HeartbeatSeconds. The last, too,
 * is States.Timeout; States.HeartbeatTimeout is a name for Retry and Catch only. Source: Developer Guide, "Error
 * names" and "Task workflow state".
 */
class TaskTimers {
  readonly cancellation: Cancellation;
  private readonly frame: Frame;
  private readonly heartbeatSeconds: number | undefined;
  private readonly timeout: Timer;
  private heartbeat: Timer | undefined;

  constructor(frame: Frame, timeoutSeconds: number, heartbeatSeconds: number | undefined) {
    this.frame = frame;
    this.heartbeatSeconds = heartbeatSeconds;
    this.cancellation = new Cancellation(frame.cancellation);
    this.timeout = this.expire(timeoutSeconds);
    this.beat();
  }

  /** Starts HeartbeatSeconds anew. */
  beat(): void {
    this.heartbeat?.cancel();
    if (this.heartbeatSeconds !== undefined) {
      this.heartbeat = this.expire(this.heartbeatSeconds, [STATES_HEARTBEAT_TIMEOUT]);
    }
  }

  bound(call: () => Promise<JsonValue>): Promise<JsonValue> {
    return new Promise<JsonValue>((resolve, reject) => {
      this.cancellation.onCancel(reject);
      call().then(resolve, reject);
    });
  }

  close(): void {
    this.timeout.cancel();
    this.heartbeat?.cancel();
    this.cancellation.close();
  }

  private expire(seconds: number, otherNames: readonly string[] = []): Timer {
    const { host, deadlineMs } = this.frame.execution;
    const { clock } = host;
    // The execution would end first: an Express one without TimeoutSeconds, for example.
    if (clock.now() + seconds * 1000 > deadlineMs) return NEVER;
    return clock.setTimer(seconds * 1000, () =>
      this.cancellation.cancel(new StatesError(STATES_TIMEOUT, undefined, { otherNames })),
    );
  }
}

/** `TimeoutSeconds` as a number, a JSONata expression, or in JSONPath `TimeoutSecondsPath`. */
function compileSeconds(
  definition: StateDefinition,
  language: QueryLanguage,
  field: 'TimeoutSeconds' | 'HeartbeatSeconds',
): FieldReader | undefined {
  const path = definition[`${field}Path`];
  const literal = definition[field];
  if (path !== undefined) return secondsPath(path, field);
  if (literal === undefined) return undefined;
  if (language === 'JSONPath' || typeof literal === 'number') return () => literal;
  const template = compileInteger(literal, field, 1, DEFAULT_TIMEOUT_SECONDS);
  return (frame, input) => template(frame, { input });
}

/** A positive whole number; the wording follows what was recorded for Wait's SecondsPath. */
function secondsPath(path: string, field: string): FieldReader {
  const read = compilePathField(path);
  return (frame, input) => {
    const value = read(frame, input);
    const seconds = isJsonNumber(value) ? Number(value) : Number.NaN;
    if (Number.isInteger(seconds) && seconds >= 1 && seconds <= DEFAULT_TIMEOUT_SECONDS) return value;
    const shown = typeof value === 'string' ? value : stringifyJson(value);
    throw runtimeError(
      `The ${field}Path parameter does not reference a positive integer: ${path} == ${shown}`,
    );
  };
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
