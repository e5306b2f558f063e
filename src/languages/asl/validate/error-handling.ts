import type { JsonObject, JsonValue } from '../../../core/json.ts';
import type { QueryLanguage } from '../definition.ts';
import { STATES_ALL } from '../errors.ts';
import { catcherTemplate } from './jsonata.ts';
import { resultPath } from './paths.ts';
import type { Report } from './report.ts';
import {
  checkList,
  decimal,
  expectedType,
  integer,
  isText,
  oneOf,
  refuseOthers,
  requireFields,
} from './values.ts';

const RETRIER_CHECKS = {
  IntervalSeconds: integer(0, 99_999_999),
  MaxAttempts: integer(0, 99_999_999),
  BackoffRate: decimal(1),
  MaxDelaySeconds: integer(1, 31_622_400),
  JitterStrategy: oneOf('NONE', 'FULL'),
  Comment: isText,
} as const;
const RETRIER_FIELDS: ReadonlySet<string> = new Set(['ErrorEquals', ...Object.keys(RETRIER_CHECKS)]);
const CATCHER_FIELDS: ReadonlySet<string> = new Set([
  'ErrorEquals',
  'Next',
  'Assign',
  'ResultPath',
  'Output',
  'Comment',
]);

export function checkRetry(retry: JsonValue, at: string, report: Report): void {
  checkList(retry, at, report, (retrier, retrierAt, index, count) => {
    requireFields(retrier, ['ErrorEquals'], retrierAt, report);
    refuseOthers(retrier, RETRIER_FIELDS, retrierAt, report);
    checkErrorEquals(retrier, retrierAt, index === count - 1, report);
    for (const [field, check] of Object.entries(RETRIER_CHECKS)) {
      const value = retrier[field];
      if (value !== undefined) check(value, `${retrierAt}/${field}`, report);
    }
  });
}

export function checkCatch(
  catchers: JsonValue,
  language: QueryLanguage,
  at: string,
  report: Report,
  checkAssign: (value: JsonValue, at: string) => void,
): void {
  checkList(catchers, at, report, (catcher, catcherAt, index, count) => {
    requireFields(catcher, ['ErrorEquals', 'Next'], catcherAt, report);
    refuseOthers(catcher, CATCHER_FIELDS, catcherAt, report);
    checkErrorEquals(catcher, catcherAt, index === count - 1, report);
    const { Assign, Output, ResultPath } = catcher;
    if (Assign !== undefined) checkAssign(Assign, `${catcherAt}/Assign`);
    checkLanguage(catcher, language, catcherAt, report);
    if (language === 'JSONata' && Output !== undefined)
      catcherTemplate(Output, `${catcherAt}/Output`, report);
    if (language === 'JSONPath' && ResultPath !== undefined) {
      resultPath(ResultPath, `${catcherAt}/ResultPath`, report);
    }
  });
}

function checkLanguage(catcher: JsonObject, language: QueryLanguage, at: string, report: Report): void {
  const [field, other] = language === 'JSONata' ? ['ResultPath', 'JSONPath'] : ['Output', 'JSONata'];
  if (catcher[field] === undefined) return;
  report.schema(
    `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`,
    at,
  );
}

function checkErrorEquals(handler: JsonObject, at: string, last: boolean, report: Report): void {
  const names = handler['ErrorEquals'];
  if (names === undefined) return;
  const place = `${at}/ErrorEquals`;
  if (!Array.isArray(names)) {
    report.schema(expectedType('Array'), place);
    return;
  }
  if (names.length === 0) {
    report.schema('Value cannot be empty', place);
    return;
  }
  for (const [index, name] of names.entries()) isText(name, `${place}[${index}]`, report);
  if (names.includes(STATES_ALL) && (names.length > 1 || !last)) {
    report.schema('States.ALL must appear alone and at end of list', place);
  }
}
