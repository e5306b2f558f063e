/** AWS's policy language: documents are read strictly and evaluated as IAM does. */
export {
  type PolicyDocument,
  type PolicyKind,
  type PolicyPath,
  type PolicyProblem,
  parsePolicy,
  policyProblems,
  type Statement,
} from './document.ts';
export { type Decision, evaluate, type Grant, type NamedPolicy, type PolicyRequest } from './evaluate.ts';
export { matchesAction, matchesArn } from './pattern.ts';
export type { Principal, Principals } from './principals.ts';
export { type RequestContext, requestContext } from './request-context.ts';
export { dependsOnTime } from './time.ts';
