import * as v from 'valibot';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts';
import { isUnresolved, UNRESOLVED } from './intrinsics/scope.ts';
import { textOf } from './intrinsics/strings.ts';
import { describe, inside, type Place, type Problems, type TemplateProblem } from './problems.ts';

type Issue = v.BaseIssue<unknown>;

/**
 * Checks resolved properties against a resource type's schema; undefined (and problems noted) if they fail.
 * Values that are missing because of an earlier problem raise no second one.
 */
export function checkProperties<Properties>(
  schema: v.GenericSchema<unknown, Properties>,
  properties: JsonValue,
  type: string,
  at: Place,
  problems: Problems,
): Properties | undefined {
  const result = v.safeParse(schema, properties);
  if (result.success) return result.output;
  const issues = result.issues.flatMap(leaves);
  const asText = issues.filter(isScalarForText);
  if (asText.length > 0) return checkProperties(schema, withTexts(properties, asText), type, at, problems);
  for (const issue of issues) report(issue, type, at, problems);
  return undefined;
}

/** CloudFormation takes a number or a boolean for the text of it: `StatusCode: 200` is `StatusCode: "200"`. */
function isScalarForText({ kind, type, input, path }: Issue): boolean {
  return (
    kind === 'schema' && type === 'string' && path !== undefined && textOf(input as JsonValue) !== undefined
  );
}

/** A copy in which the scalars that the issues point at are texts. */
function withTexts(properties: JsonValue, issues: readonly Issue[]): JsonValue {
  const copy = copyOf(properties);
  for (const { path = [], input } of issues) {
    const keys = path.map(({ key }) => key as string);
    const last = keys.pop() as string;
    const owner = keys.reduce((value, key) => (value as JsonObject)[key] as JsonValue, copy);
    (owner as JsonObject)[last] = textOf(input as JsonValue) as string;
  }
  return copy;
}

/** Containers are copied; scalars, and the mark that stands for what could not be resolved, are kept. */
function copyOf(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isJsonObject(value) || value === UNRESOLVED) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copyOf(member)]));
}

/** Of the alternatives of a union, the issues of the one that came furthest say most. */
function leaves(issue: Issue): readonly Issue[] {
  const alternatives = issue.issues;
  if (!alternatives || alternatives.length === 0) return [issue];
  const depth = (item: Issue): number => item.path?.length ?? 0;
  const deepest = alternatives.reduce((best, item) => (depth(item) > depth(best) ? item : best));
  if (depth(deepest) === 0) return [issue];
  return [{ ...deepest, path: [...(issue.path ?? []), ...(deepest.path ?? [])] } as Issue];
}

function report(issue: Issue, type: string, place: Place, problems: Problems): void {
  if (issue.input === UNRESOLVED) return;
  if (issue.kind !== 'schema' && isUnresolved(issue.input as JsonValue)) return;
  const at = describe(inside(place, ...(issue.path ?? []).map(({ key }) => key as string | number)));
  const [code, message] = sentence(issue);
  problems.add(code, `${at}${message} (${type})`);
}

/** What goes on after the property's name. A message of the schema's own that names lambdaless is about support. */
function sentence({
  kind,
  type,
  expected,
  received,
  message,
  input,
}: Issue): [TemplateProblem['code'], string] {
  if (kind !== 'schema' || !message.startsWith('Invalid ')) {
    return [message.includes('lambdaless') ? 'TEMPLATE_UNSUPPORTED' : 'TEMPLATE_INVALID', `: ${message}`];
  }
  if (expected === 'never') {
    return ['TEMPLATE_UNSUPPORTED', ' is not executed by lambdaless; remove it, or correct its name'];
  }
  if (input === undefined) return ['TEMPLATE_INVALID', ' is missing'];
  if (type === 'picklist' || type === 'literal') {
    return ['TEMPLATE_UNSUPPORTED', ` is ${received}; lambdaless executes only ${expected}`];
  }
  return ['TEMPLATE_INVALID', ` is ${received}, but must be ${expected}`];
}
