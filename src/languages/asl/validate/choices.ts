import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import { COMPARISONS, OPERATOR_NAMES, TYPE_TESTS } from '../choice/operators.ts';
import type { QueryLanguage } from '../definition.ts';
import { jsonataExpression, jsonataTemplate } from './jsonata.ts';
import { choicePath } from './paths.ts';
import type { Report } from './report.ts';
import {
  type Check,
  checkList,
  decimal,
  expectedType,
  isBoolean,
  isText,
  isTimestamp,
  refuseOthers,
  requireFields,
} from './values.ts';

const SELECTORS = ['And', 'Or', 'Not', 'Variable', 'Condition'] as const;
const RULE_FIELDS: ReadonlySet<string> = new Set([...SELECTORS, ...OPERATOR_NAMES, 'Comment']);
const TOP_FIELDS: ReadonlySet<string> = new Set([...RULE_FIELDS, 'Next', 'Assign', 'Output']);

/** @param checkAssign what a rule may assign is a matter of the state's scope */
export function checkChoices(
  choices: JsonValue | undefined,
  language: QueryLanguage,
  at: string,
  report: Report,
  checkAssign: (value: JsonValue, at: string) => void,
): void {
  checkList(choices, at, report, (choice, choiceAt) => {
    requireFields(choice, ['Next'], choiceAt, report);
    refuseOthers(choice, TOP_FIELDS, choiceAt, report);
    checkLanguage(choice, language, choiceAt, report);
    if (choice['Assign'] !== undefined) checkAssign(choice['Assign'], `${choiceAt}/Assign`);
    if (language === 'JSONPath') checkRule(choice, choiceAt, report);
    else checkCondition(choice, choiceAt, report);
  });
}

function checkLanguage(choice: JsonObject, language: QueryLanguage, at: string, report: Report): void {
  const other = language === 'JSONata' ? 'JSONPath' : 'JSONata';
  const foreign = language === 'JSONata' ? ['And', 'Or', 'Not', 'Variable'] : ['Condition', 'Output'];
  for (const field of foreign) {
    if (choice[field] !== undefined) {
      report.schema(
        `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`,
        at,
      );
    }
  }
}

function checkCondition(choice: JsonObject, at: string, report: Report): void {
  const { Condition, Output } = choice;
  if (Condition === undefined) requireFields(choice, ['Condition'], at, report);
  else if (typeof Condition === 'string') jsonataExpression(Condition, `${at}/Condition`, report);
  else isBoolean(Condition, `${at}/Condition`, report);
  if (Output !== undefined) jsonataTemplate(Output, `${at}/Output`, report);
}

function checkRule(rule: JsonObject, at: string, report: Report): void {
  const selectors = SELECTORS.filter((field) => rule[field] !== undefined);
  if (selectors.length !== 1) {
    report.schema(`The object must have only one of the following fields, [${SELECTORS.join(', ')}]`, at);
    return;
  }
  const { And, Or, Not } = rule;
  if (And !== undefined) checkNested(And, `${at}/And`, report);
  else if (Or !== undefined) checkNested(Or, `${at}/Or`, report);
  else if (Not !== undefined) {
    if (isJsonObject(Not)) checkNestedRule(Not, `${at}/Not`, report);
    else report.schema(expectedType('Object'), `${at}/Not`);
  } else if (rule['Variable'] !== undefined) checkComparison(rule, at, report);
}

function checkNested(rules: JsonValue, at: string, report: Report): void {
  checkList(rules, at, report, (rule, ruleAt) => checkNestedRule(rule, ruleAt, report));
}

function checkNestedRule(rule: JsonObject, at: string, report: Report): void {
  refuseOthers(rule, RULE_FIELDS, at, report);
  checkRule(rule, at, report);
}

function checkComparison(rule: JsonObject, at: string, report: Report): void {
  choicePath(rule['Variable'] as JsonValue, `${at}/Variable`, report);
  const operators = Object.keys(rule).filter((field) => OPERATOR_NAMES.has(field));
  const [operator] = operators;
  if (operators.length !== 1 || operator === undefined) {
    const listed = [...OPERATOR_NAMES].join(', ');
    report.schema(
      operators.length > 1
        ? `There should only be one of the following fields: [${listed}]`
        : `This object should have only one of the following fields: [${listed}]`,
      at,
    );
    return;
  }
  operandCheck(operator)(rule[operator] as JsonValue, `${at}/${operator}`, report);
}

function operandCheck(operator: string): Check {
  if (operator in TYPE_TESTS || operator === 'IsPresent' || operator === 'BooleanEquals') return isBoolean;
  if (operator.endsWith('Path') && operator.slice(0, -'Path'.length) in COMPARISONS) return choicePath;
  if (operator.startsWith('Numeric')) return decimal(Number.NEGATIVE_INFINITY);
  return operator.startsWith('Timestamp') ? isTimestamp : isText;
}
