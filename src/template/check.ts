import * as v from 'valibot';
import type { JsonValue } from '../core/json.ts';
import { isUnresolved, UNRESOLVED } from './intrinsics/scope.ts';
import { describe, inside, type Place, type Problems } from './problems.ts';

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
  for (const issue of result.issues.flatMap(leaves)) report(issue, type, at, problems);
  return undefined;
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
  const at = inside(place, ...(issue.path ?? []).map(({ key }) => key as string | number));
  const missing = issue.input === undefined;
  if (issue.kind === 'schema' && issue.expected === 'never') {
    problems.add(
      'TEMPLATE_UNSUPPORTED',
      `${describe(at)} is not executed by lambdaless (${type}); remove it`,
    );
  } else if (issue.kind === 'schema' && missing) {
    problems.add('TEMPLATE_INVALID', `${describe(at)} is missing (${type})`);
  } else if (issue.kind === 'schema' && (issue.type === 'picklist' || issue.type === 'literal')) {
    problems.add(
      'TEMPLATE_UNSUPPORTED',
      `${describe(at)} is ${issue.received}; lambdaless executes only ${issue.expected} (${type})`,
    );
  } else if (issue.kind === 'schema' && issue.message.startsWith('Invalid ')) {
    problems.add(
      'TEMPLATE_INVALID',
      `${describe(at)} is ${issue.received}, but must be ${issue.expected} (${type})`,
    );
  } else {
    problems.add('TEMPLATE_INVALID', `${describe(at)}: ${issue.message}`);
  }
}
