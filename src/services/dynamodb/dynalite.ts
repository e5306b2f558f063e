import { createRequire } from 'node:module';
import { AwsError } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { checkExpressionLimits, checkRequestLimits } from './expression-limits.ts';
import type { Store } from './store.ts';
import { PARSER_WORDS, syntaxErrorIn } from './syntax-error.ts';

/**
 * The one place that knows dynalite. It is used as a library: its validations, expression parsers and actions
 * run in this process on our {@link Store}; its HTTP server and its LevelDB stay unused.
 */
const require = createRequire(import.meta.url);

type Action = (
  store: Store,
  data: JsonObject,
  callback: (error: unknown, result?: JsonValue) => void,
) => void;

interface Validation {
  readonly types: Readonly<Record<string, unknown>>;
  readonly custom?: (data: JsonObject, store: Store) => string | undefined;
}

interface Validator {
  checkTypes(data: JsonObject, types: Validation['types']): JsonObject;
  checkValidations(
    data: JsonObject,
    types: Validation['types'],
    custom: Validation['custom'],
    store: Store,
  ): void;
}

/** A parser of expressions, made by PEG.js. */
interface Parser {
  parse(expression: string, options: { readonly context: object }): unknown;
}

interface SyntaxFault {
  readonly location?: { readonly start: { readonly offset: number } };
}

/** Helpers of dynalite's database module that actions of our own need. */
interface Helpers {
  checkConditional(data: JsonObject, item: JsonValue | undefined): unknown;
  createKey(item: JsonObject, table: JsonObject): string;
  validateKey(key: JsonObject, table: JsonObject): unknown;
  itemSize(item: JsonObject): number;
}

const validator = require('dynalite/validations/index.js') as Validator;
export const helpers: Helpers = require('dynalite/db/index.js') as Helpers;

export type DynaliteOperation =
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'CreateTable'
  | 'DeleteItem'
  | 'DeleteTable'
  | 'DescribeTable'
  | 'GetItem'
  | 'ListTables'
  | 'ListTagsOfResource'
  | 'PutItem'
  | 'Query'
  | 'Scan'
  | 'TagResource'
  | 'UntagResource'
  | 'UpdateItem'
  | 'UpdateTable';

interface Implementation {
  readonly action: Action;
  readonly validation: Validation;
}

/** Loaded at first use: most stacks need a few of them. */
const implementations = new Map<DynaliteOperation, Implementation>();

function implementationOf(operation: DynaliteOperation): Implementation {
  const known = implementations.get(operation);
  if (known) return known;
  const file = `${operation.charAt(0).toLowerCase()}${operation.slice(1)}.js`;
  const loaded = {
    action: require(`dynalite/actions/${file}`) as Action,
    validation: require(`dynalite/validations/${file}`) as Validation,
  };
  implementations.set(operation, loaded);
  return loaded;
}

/** Members of an operation's input that dynalite reads; it drops all others. */
export function knowsMember(operation: DynaliteOperation, member: string): boolean {
  return Object.hasOwn(implementationOf(operation).validation.types, member);
}

/**
 * Checks an input and parses its expressions.
 * @returns a copy for {@link act}, with the parsed expressions beside the input's members
 * @throws AwsError ValidationException, SerializationException
 */
export function validate(operation: DynaliteOperation, input: JsonObject, store: Store): JsonObject {
  const { types, custom } = implementationOf(operation).validation;
  checkRequestLimits(input);
  try {
    const data = validator.checkTypes(JSON.parse(JSON.stringify(input)) as JsonObject, types);
    validator.checkValidations(data, types, custom, store);
    checkExpressionLimits(data);
    return data;
  } catch (error) {
    throw inDynamoDbsWords(awsErrorOf(error), input);
  }
}

/** Of what an expression's parser says, only the place is of use. */
function inDynamoDbsWords(error: unknown, input: JsonObject): unknown {
  const member = error instanceof AwsError ? PARSER_WORDS.exec(error.message)?.[1] : undefined;
  const expression = member === undefined ? undefined : input[member];
  if (member === undefined || typeof expression !== 'string') return error;
  const message = `Invalid ${member}: ${syntaxErrorIn(expression, faultIn(member, expression, input))}`;
  return new AwsError('ValidationException', message);
}

function faultIn(member: string, expression: string, input: JsonObject): number {
  const file = `dynalite/db/${{ UpdateExpression: 'update', ProjectionExpression: 'projection' }[member] ?? 'condition'}Parser`;
  const context = {
    attrNames: input['ExpressionAttributeNames'],
    attrVals: input['ExpressionAttributeValues'],
    unusedAttrNames: {},
    unusedAttrVals: {},
    isReserved: () => false,
    compare: () => false,
  };
  try {
    (require(file) as Parser).parse(expression, { context });
  } catch (error) {
    return (error as SyntaxFault).location?.start.offset ?? 0;
  }
  return 0;
}

/** Runs an action on validated data. @throws AwsError */
export function act(operation: DynaliteOperation, data: JsonObject, store: Store): Promise<JsonValue> {
  return new Promise((resolve, reject) => {
    implementationOf(operation).action(store, data, (error, result) => {
      if (error) reject(awsErrorOf(error));
      else resolve(result ?? {});
    });
  });
}

/**
 * Runs an action that reads and writes single items, and so is done when it returns.
 * @throws AwsError
 */
export function actNow(operation: DynaliteOperation, data: JsonObject, store: Store): JsonObject {
  let outcome: { readonly error: unknown; readonly result?: JsonValue | undefined } | undefined;
  implementationOf(operation).action(store, data, (error, result) => {
    outcome = { error, result };
  });
  if (!outcome) throw new Error(`dynalite's ${operation} did not finish at once`);
  if (outcome.error) throw awsErrorOf(outcome.error);
  return outcome.result as JsonObject;
}

/** Turns an error of dynalite's shape into ours; any other is a defect and passes. */
export function awsErrorOf(error: unknown): unknown {
  const { statusCode, body } = error as { statusCode?: number; body?: Record<string, string> };
  if (statusCode === undefined || body === undefined) return error;
  const code = (body['__type'] ?? '').replace(/^.*#/, '');
  return new AwsError(code, body['message'] ?? body['Message'] ?? '', statusCode);
}
