import * as v from 'valibot';
import type { JsonObject } from '../core/json.ts';
import { type PolicyKind, policyProblems } from '../languages/iam-policy/index.ts';

/**
 * The schema of a property that holds an IAM policy document. Its value is handed on as it stands in the
 * template, checked: what the evaluator does not know is a problem of the load, with its path.
 */
export function policyDocument(kind: PolicyKind): v.GenericSchema<unknown, JsonObject> {
  return v.pipe(
    v.record(v.string(), v.unknown()),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      for (const { path, message } of policyProblems(dataset.value, kind))
        addIssue({ message: `${path}: ${message}` });
    }),
  ) as unknown as v.GenericSchema<unknown, JsonObject>;
}
