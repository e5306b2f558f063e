import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from '../../../core/json.ts';

/** One place where two documents differ; undefined where one has nothing. */
export interface Difference {
  /** "detail.items.0.sku" */
  readonly path: string;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

/** Fields that differ between any two events. */
const ALWAYS_DIFFERENT = new Set(['id', 'time']);

/** Where two events differ, in the order of the first, their ids and times apart. */
export function differencesOf(before: JsonObject, after: JsonObject): readonly Difference[] {
  return membersOf(before, after)
    .filter((name) => !ALWAYS_DIFFERENT.has(name))
    .flatMap((name) => compare(name, own(before, name), own(after, name)));
}

function compare(path: string, before: JsonValue | undefined, after: JsonValue | undefined): Difference[] {
  if (isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after)) {
    return membersOf(before, after).flatMap((name) =>
      compare(`${path}.${name}`, own(before, name), own(after, name)),
    );
  }
  if (before !== undefined && after !== undefined && stringifyJson(before) === stringifyJson(after))
    return [];
  return [{ path, before, after }];
}

type Branch = JsonObject | JsonValue[];

function isBranch(value: JsonValue | undefined): value is Branch {
  return Array.isArray(value) || (value !== undefined && isJsonObject(value));
}

function membersOf(before: Branch, after: Branch): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])];
}

function own(branch: Branch, name: string): JsonValue | undefined {
  return Object.hasOwn(branch, name) ? (branch as JsonObject)[name] : undefined;
}
