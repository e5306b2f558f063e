import type { JsonObject, JsonValue } from '../../core/json.ts';

/** A resource of SAM, as far as it may be rewritten before references are resolved. */
export interface ServerlessResource {
  readonly logicalId: string;
  readonly properties: JsonObject;
  /** `Condition` and its like, which the resources that are made for it share. */
  readonly attributes: JsonObject;
}

/** Who may assume a role: one service. */
export function trust(service: string): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: [service] } }],
  };
}

/** Without the members that are not given. */
export function defined(members: { readonly [key: string]: JsonValue | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject;
}
