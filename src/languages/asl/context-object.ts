import { isJsonObject, type JsonObject, type JsonValue, setOwn } from '../../core/json.ts';

/** Who the execution is, for the context object and the first event. */
export interface ExecutionIdentity {
  readonly id: string;
  readonly name: string;
  readonly roleArn: string;
  readonly stateMachineId: string;
  readonly stateMachineName: string;
  /** The version or alias that it was started on. */
  readonly stateMachineVersionArn?: string | undefined;
  readonly stateMachineAliasArn?: string | undefined;
  readonly input: JsonValue;
  readonly startTimeMs: number;
  /** Only Standard executions have one. */
  readonly redriveCount?: number;
}

/**
 * What the context object says in every state alike. Source: Developer Guide, "Accessing execution data from the
 * Context object".
 */
export function executionContext(identity: ExecutionIdentity): JsonObject {
  const { redriveCount } = identity;
  return {
    Execution: {
      Id: identity.id,
      Input: identity.input,
      StartTime: contextTime(identity.startTimeMs),
      Name: identity.name,
      RoleArn: identity.roleArn,
      ...(redriveCount !== undefined && { RedriveCount: redriveCount }),
    },
    StateMachine: { Id: identity.stateMachineId, Name: identity.stateMachineName },
  };
}

/** Whole seconds are written without a fraction. Source: the same page, "Timestamp format with fractional seconds". */
export function contextTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}

/** The members of `given`, such as Execution's Name, in place of those of `context`. */
export function withGiven(context: JsonObject, given: JsonObject): JsonObject {
  const result: JsonObject = { ...context };
  for (const [part, members] of Object.entries(given)) {
    const old = result[part];
    setOwn(result, part, isJsonObject(old) && isJsonObject(members) ? { ...old, ...members } : members);
  }
  return result;
}
