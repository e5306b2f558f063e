/** AWS's policy language: documents are parsed strictly and evaluated as IAM does. */
export type { Condition } from './conditions.ts';
export {
  type Effect,
  type PolicyDocument,
  type PolicyKind,
  type PolicyProblem,
  type Principals,
  parsePolicy,
  policyProblems,
  type Statement,
} from './document.ts';
export {
  type Decision,
  evaluate,
  type Grant,
  type NamedPolicy,
  type PolicyRequest,
  type Principal,
} from './evaluate.ts';
export { matchesAction, matchesArn } from './pattern.ts';
export { type RequestContext, requestContext } from './request-context.ts';
