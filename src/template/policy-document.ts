import * as v from 'valibot';
import type { JsonObject } from '../core/json.ts';
import {
  type PolicyKind,
  type PolicyPath,
  type PolicyProblem,
  policyProblems,
} from '../languages/iam-policy/index.ts';

/**
 * The schema of a property that holds an IAM policy document. Its value is handed on as it stands in the
 * template, checked: what the evaluator does not know is a problem of the load, with its path.
 */
export function policyDocument(kind: PolicyKind): v.GenericSchema<unknown, JsonObject> {
  return checked((value) => policyProblems(value, kind));
}

/** The schema of a property that holds one statement of a resource policy, as an event bus policy does. */
export function policyStatement(): v.GenericSchema<unknown, JsonObject> {
  return checked((value) =>
    policyProblems({ Version: '2012-10-17', Statement: value }, 'resource').map(({ path, message }) => ({
      path: path.slice(1),
      message,
    })),
  );
}

function checked(
  problemsOf: (value: unknown) => readonly PolicyProblem[],
): v.GenericSchema<unknown, JsonObject> {
  return v.pipe(
    v.record(v.string(), v.unknown()),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      for (const { path, message } of problemsOf(dataset.value)) {
        addIssue({ message, input: valueAt(dataset.value, path), path: issuePath(dataset.value, path) });
      }
    }),
  ) as unknown as v.GenericSchema<unknown, JsonObject>;
}

type IssuePath = [v.IssuePathItem, ...v.IssuePathItem[]];

function issuePath(document: unknown, path: PolicyPath): IssuePath | undefined {
  const items = path.map((key, index) => {
    const input = valueAt(document, path.slice(0, index));
    return { type: 'unknown', origin: 'value', input, key, value: valueAt(input, [key]) } as const;
  });
  return items.length > 0 ? (items as unknown as IssuePath) : undefined;
}

function valueAt(value: unknown, path: PolicyPath): unknown {
  return path.reduce((here, key) => (here as Record<string | number, unknown> | undefined)?.[key], value);
}
