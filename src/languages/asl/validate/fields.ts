import type { QueryLanguage, StateType } from '../definition.ts';
import { jsonataExpression, jsonataTemplate, literalOrJsonata } from './jsonata.ts';
import { pathOrNull, pathOrText, payloadTemplate, referencePath, resultPath } from './paths.ts';
import {
  anything,
  type Check,
  decimal,
  integer,
  isBoolean,
  isObject,
  isText,
  isTimestamp,
  oneOf,
} from './values.ts';

/** One field of a state: where it may stand and what it may hold. */
export interface Field {
  readonly types: readonly StateType[];
  /** The only query language that has it; both have it unless given. */
  readonly language?: QueryLanguage;
  readonly check: Check;
  /** In JSONata states, where that differs. */
  readonly jsonata?: Check;
}

const FLOWING = ['Pass', 'Task', 'Wait', 'Parallel', 'Map'] as const;
const ALL_BUT_FAIL = [...FLOWING, 'Choice', 'Succeed'] as const;
const WORKING = ['Task', 'Parallel', 'Map'] as const;
const EVERY = [...ALL_BUT_FAIL, 'Fail'] as const;

const MOST_SECONDS = 99_999_999;
const seconds = integer(1, MOST_SECONDS);
const tolerated = integer(0);
const percentage = decimal(0, 100);

function jsonPathOnly(types: readonly StateType[], check: Check): Field {
  return { types, language: 'JSONPath', check };
}

function jsonataOnly(types: readonly StateType[], check: Check): Field {
  return { types, language: 'JSONata', check };
}

function both(types: readonly StateType[], check: Check, jsonata: Check = check): Field {
  return { types, check, jsonata };
}

const MAP = ['Map'] as const;
const TASK = ['Task'] as const;
const WAIT = ['Wait'] as const;
const FAIL = ['Fail'] as const;

/**
 * Every field of every state. Fields whose content has rules of its own (Choices, Branches, Retry, …) are
 * `anything` here and are checked where those rules are. Source: Developer Guide, the page of each state; which
 * types have a field, and all messages, as measured with ValidateStateMachineDefinition.
 */
export const FIELDS: Readonly<Record<string, Field>> = {
  Type: both(EVERY, anything),
  Comment: both(EVERY, isText),
  QueryLanguage: both(EVERY, anything),
  Next: both(FLOWING, isText),
  End: both(FLOWING, isBoolean),
  Assign: both([...FLOWING, 'Choice'], anything),

  InputPath: jsonPathOnly(ALL_BUT_FAIL, pathOrNull),
  OutputPath: jsonPathOnly(ALL_BUT_FAIL, pathOrNull),
  Parameters: jsonPathOnly(['Pass', ...WORKING], payloadTemplate),
  Result: jsonPathOnly(['Pass'], anything),
  ResultSelector: jsonPathOnly(WORKING, payloadTemplate),
  ResultPath: jsonPathOnly(['Pass', ...WORKING], resultPath),
  Arguments: jsonataOnly(['Task', 'Parallel'], jsonataTemplate),
  Output: jsonataOnly(ALL_BUT_FAIL, anything),

  Retry: both(WORKING, anything),
  Catch: both(WORKING, anything),

  Resource: both(TASK, isText),
  Credentials: both(TASK, isObject),
  TimeoutSeconds: both(TASK, seconds, literalOrJsonata(seconds)),
  TimeoutSecondsPath: jsonPathOnly(TASK, referencePath()),
  HeartbeatSeconds: both(TASK, seconds, literalOrJsonata(seconds)),
  HeartbeatSecondsPath: jsonPathOnly(TASK, referencePath()),

  Choices: both(['Choice'], anything),
  Default: both(['Choice'], isText),

  Seconds: both(WAIT, integer(0, MOST_SECONDS), literalOrJsonata(integer(0, MOST_SECONDS))),
  SecondsPath: jsonPathOnly(WAIT, referencePath({ context: true })),
  Timestamp: both(WAIT, isTimestamp, literalOrJsonata(isTimestamp)),
  TimestampPath: jsonPathOnly(WAIT, referencePath({ context: true })),

  Error: both(FAIL, isText, literalOrJsonata(isText)),
  ErrorPath: jsonPathOnly(FAIL, pathOrText),
  Cause: both(FAIL, isText, literalOrJsonata(isText)),
  CausePath: jsonPathOnly(FAIL, pathOrText),

  Branches: both(['Parallel'], anything),

  ItemProcessor: both(MAP, isObject),
  Iterator: both(MAP, isObject),
  ItemsPath: jsonPathOnly(MAP, referencePath({ context: true })),
  Items: jsonataOnly(MAP, (value, at, report) =>
    Array.isArray(value) ? jsonataTemplate(value, at, report) : jsonataExpression(value, at, report),
  ),
  ItemSelector: both(MAP, payloadTemplate, jsonataTemplate),
  ItemReader: both(MAP, isObject),
  ItemBatcher: both(MAP, isObject),
  ResultWriter: both(MAP, isObject),
  MaxConcurrency: both(MAP, integer(0), literalOrJsonata(integer(0))),
  MaxConcurrencyPath: jsonPathOnly(MAP, referencePath()),
  ToleratedFailureCount: both(MAP, tolerated, literalOrJsonata(tolerated)),
  ToleratedFailureCountPath: jsonPathOnly(MAP, referencePath()),
  ToleratedFailurePercentage: both(MAP, percentage, literalOrJsonata(percentage)),
  ToleratedFailurePercentagePath: jsonPathOnly(MAP, referencePath()),
  Label: both(MAP, isText),
};

/** Fields of which a state may have one only. */
export const EXCLUSIVE: readonly (readonly string[])[] = [
  ['TimeoutSeconds', 'TimeoutSecondsPath'],
  ['HeartbeatSeconds', 'HeartbeatSecondsPath'],
  ['MaxConcurrency', 'MaxConcurrencyPath'],
  ['ItemSelector', 'Parameters'],
  ['ToleratedFailureCount', 'ToleratedFailureCountPath'],
  ['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'],
  ['Error', 'ErrorPath'],
  ['Cause', 'CausePath'],
];

/** Fields of which a state of a type must have exactly one. */
export const REQUIRED_CHOICES: Partial<Readonly<Record<StateType, readonly (readonly string[])[]>>> = {
  Pass: [['Next', 'End']],
  Task: [['Next', 'End']],
  Wait: [
    ['Next', 'End'],
    ['SecondsPath', 'Seconds', 'TimestampPath', 'Timestamp'],
  ],
  Parallel: [['Next', 'End']],
  Map: [
    ['Next', 'End'],
    ['ItemProcessor', 'Iterator'],
  ],
};

export const REQUIRED: Partial<Readonly<Record<StateType, readonly string[]>>> = {
  Task: ['Resource'],
  Choice: ['Choices'],
  Parallel: ['Branches'],
};

export const isQueryLanguage: Check = oneOf('JSONPath', 'JSONata');
