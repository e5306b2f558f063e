import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { inside, type Place } from '../problems.ts';
import { type Intrinsic, isUnresolved, malformed, type Scope } from './scope.ts';
import { textOf } from './strings.ts';

/** `[condition name, value if true, value if false]`; only the chosen value is resolved. */
export const fnIf: Intrinsic = (argument, at, scope) => {
  const [name, whenTrue, whenFalse] = Array.isArray(argument) ? argument : [];
  if (typeof name !== 'string' || whenTrue === undefined || whenFalse === undefined) {
    return malformed(scope, at, 'a list of a condition, a value if true and a value if false');
  }
  return scope.condition(name, at)
    ? scope.resolve(whenTrue, inside(at, 1))
    : scope.resolve(whenFalse, inside(at, 2));
};

type ConditionFunction = (argument: JsonValue, at: Place, scope: Scope, inRules: boolean) => boolean;

const FUNCTIONS: Readonly<Record<string, ConditionFunction>> = {
  Condition: (argument, at, scope) =>
    typeof argument === 'string'
      ? scope.condition(argument, { ...at, path: at.path.slice(0, -1) })
      : refused(at, scope, 'the name of a condition'),
  'Fn::And': (argument, at, scope, inRules) => all(argument, [2, 10], at, scope, inRules).every(Boolean),
  'Fn::Or': (argument, at, scope, inRules) => all(argument, [2, 10], at, scope, inRules).some(Boolean),
  'Fn::Not': (argument, at, scope, inRules) => !all(argument, [1, 1], at, scope, inRules)[0],
  'Fn::Equals': (argument, at, scope) => {
    const [left, right] = pair(argument, at, scope);
    return left !== undefined && left === right;
  },
};

/** Functions that only the Rules section knows; the CDK's check of its bootstrap version uses them. */
const RULE_FUNCTIONS: Readonly<Record<string, ConditionFunction>> = {
  ...FUNCTIONS,
  'Fn::Contains': (argument, at, scope) => {
    const [list, item] = pair(argument, at, scope);
    return Array.isArray(list) && item !== undefined && list.includes(item);
  },
  'Fn::EachMemberIn': (argument, at, scope) => {
    const [members, list] = pair(argument, at, scope);
    return Array.isArray(members) && Array.isArray(list) && members.every((member) => list.includes(member));
  },
  'Fn::EachMemberEquals': (argument, at, scope) => {
    const [members, value] = pair(argument, at, scope);
    return Array.isArray(members) && members.every((member) => member === value);
  },
};

/** Evaluates an expression of the Conditions or the Rules section. A problem is noted and counts as false. */
export function evaluateCondition(expression: JsonValue, at: Place, scope: Scope, inRules = false): boolean {
  const functions = inRules ? RULE_FUNCTIONS : FUNCTIONS;
  const [name, ...others] = isJsonObject(expression) ? Object.keys(expression) : [];
  if (name === undefined || others.length > 0 || !Object.hasOwn(functions, name)) {
    scope.refuse(at, `must be one condition function of ${Object.keys(functions).join(', ')}`);
    return false;
  }
  const argument = (expression as JsonObject)[name] as JsonValue;
  return (functions[name] as ConditionFunction)(argument, inside(at, name), scope, inRules);
}

/** Every operand is evaluated, so that all problems come to light. */
function all(
  argument: JsonValue,
  [least, most]: readonly [number, number],
  at: Place,
  scope: Scope,
  inRules: boolean,
): boolean[] {
  const list = Array.isArray(argument) ? argument : [];
  if (list.length < least || list.length > most) {
    refused(at, scope, `a list of ${least === most ? least : `${least} to ${most}`} conditions`);
  }
  return list.map((item, index) => evaluateCondition(item, inside(at, index), scope, inRules));
}

/** Two operands; texts where CloudFormation compares texts. Empty when there is a problem. */
function pair(argument: JsonValue, at: Place, scope: Scope): [JsonValue?, JsonValue?] {
  const sides = Array.isArray(argument) && argument.length === 2 ? scope.resolve(argument, at) : undefined;
  if (sides !== undefined && isUnresolved(sides)) return [];
  if (!Array.isArray(sides) || sides.length !== 2) {
    refused(at, scope, 'a list of two values');
    return [];
  }
  const [left, right] = sides.map((side) => textOf(side) ?? side);
  return [left, right];
}

function refused(at: Place, scope: Scope, wanted: string): false {
  malformed(scope, at, wanted);
  return false;
}
