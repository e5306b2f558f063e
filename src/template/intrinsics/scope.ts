import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { Place, TemplateProblem } from '../problems.ts';

/** What an intrinsic function may ask of the template around it. */
export interface Scope {
  /** Availability zones are named after it. */
  readonly region: string;
  /** `AWS::LanguageExtensions` is declared under Transform. */
  readonly languageExtensions: boolean;
  /** Intrinsics inside `value` evaluated; {@link UNRESOLVED} in place of what could not be. */
  resolve(value: JsonValue, at: Place): JsonValue;
  ref(name: string, at: Place): JsonValue;
  getAtt(logicalId: string, attribute: string, at: Place): JsonValue;
  condition(name: string, at: Place): boolean;
  findInMap(map: string, first: string, second: string): JsonValue | undefined;
  /** Notes a problem and stands for the missing value. The message continues the place: "Resource 'X' property Y …". */
  refuse(at: Place, message: string, code?: TemplateProblem['code']): JsonValue;
}

/** Evaluates one intrinsic function: `argument` is what stands under its name, unresolved. */
export type Intrinsic = (argument: JsonValue, at: Place, scope: Scope) => JsonValue;

/** Stands where a value could not be had; the reason is already among the problems. Known by identity. */
export const UNRESOLVED: JsonObject = Object.freeze({});

/** What `Ref: AWS::NoValue` gives: its property or list item is left out. Known by identity. */
export const NO_VALUE: JsonObject = Object.freeze({});

/** Whether a problem is known somewhere inside, so that a function can only pass it on. */
export function isUnresolved(value: JsonValue): boolean {
  if (value === UNRESOLVED) return true;
  if (Array.isArray(value)) return value.some(isUnresolved);
  return typeof value === 'object' && value !== null && Object.values(value).some(isUnresolved);
}

/** Refuses an argument of the function that `at` ends with. */
export function malformed(scope: Scope, at: Place, wanted: string): JsonValue {
  return scope.refuse(at, `uses ${at.path.at(-1)}, which needs ${wanted}`);
}
