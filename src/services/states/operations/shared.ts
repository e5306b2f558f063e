import type { JsonObject, JsonValue } from '../../../core/json.ts';
import type { Permission } from '../../../core/operations.ts';
import { statesErrors } from '../errors.ts';
import { parseMachineArn } from '../machine-arn.ts';
import type { MachineEntry } from '../machine-entry.ts';
import type { StateMachines } from '../machines.ts';
import { members, type Shape } from '../request.ts';

/** Timestamps of AWS's JSON protocols: seconds with fractions. */
export function epochSeconds(timeMs: number): number {
  return timeMs / 1000;
}

/** Without the members that are undefined. */
export function defined(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const object: JsonObject = {};
  for (const [name, value] of Object.entries(members)) if (value !== undefined) object[name] = value;
  return object;
}

/** @throws AwsError ValidationException when the member is there but is no string */
export function optionalText(input: JsonObject, member: string): string | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw statesErrors.validation(`Invalid type for parameter ${member}: expected a string`);
}

/** What a policy must allow for an ARN of a request, which is not checked yet when permissions are. */
export function resourceOf(arn: JsonValue | undefined): string {
  return typeof arn === 'string' ? arn : '*';
}

/** The action on the state machine that the request names. */
export function onMachine(action: string): (input: JsonObject) => Permission[] {
  return (input) => [{ action, resource: resourceOf(input['stateMachineArn']) }];
}

/** The action on the machine of the version or alias that the request names. */
export function onQualified(action: string, member: string): (input: JsonObject) => Permission[] {
  return (input) => [qualifiedPermission(action, input[member])];
}

/** The action on the state machine, version or alias that the request names, started in its name. */
export function onTarget(action: string): (input: JsonObject) => Permission[] {
  return (input) => [qualifiedPermission(action, input['stateMachineArn'])];
}

/**
 * A policy names a version or an alias by its ARN; `states:StateMachineQualifier` says which it is. Source: Service Authorization Reference, AWS Step Functions.
 */
function qualifiedPermission(action: string, arn: JsonValue | undefined): Permission {
  const resource = resourceOf(arn);
  const qualifier = resource.split(':')[7];
  if (qualifier === undefined) return { action, resource };
  return { action, resource, context: { 'states:StateMachineQualifier': qualifier } };
}

/** The request of the operations on tags. */
export const RESOURCE: Shape = { resourceArn: members.arn };

export function onResource(action: string): (input: JsonObject) => Permission[] {
  return (input) => [{ action, resource: resourceOf(input['resourceArn']) }];
}

/** The machine whose tags a request is about. @throws AwsError InvalidArn, ResourceNotFound */
export function taggedBy({ resourceArn }: JsonObject, machines: StateMachines): MachineEntry {
  const { text } = parseMachineArn(resourceArn);
  const entry = machines.find(text);
  if (!entry) throw statesErrors.resourceNotFound(text);
  return entry;
}

/** The action on the execution that the request names. */
export function onExecution(action: string): (input: JsonObject) => Permission[] {
  return (input) => [{ action, resource: resourceOf(input['executionArn']) }];
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 1000;

/**
 * One page of a list. A token is the offset where the next page begins.
 * @throws AwsError InvalidToken
 */
export function pageOf<Item>(items: readonly Item[], input: JsonObject): Page<Item> {
  const size = Math.min(Number(input['maxResults'] ?? 0) || DEFAULT_PAGE, LARGEST_PAGE);
  const token = optionalText(input, 'nextToken');
  const from = token === undefined ? 0 : decodeToken(token);
  const end = from + size;
  return {
    items: items.slice(from, end),
    nextToken: end < items.length ? Buffer.from(`offset:${end}`).toString('base64') : undefined,
  };
}

function decodeToken(token: string): number {
  const [, offset] = /^offset:(\d+)$/.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (offset === undefined) throw statesErrors.invalidToken(token);
  return Number(offset);
}
