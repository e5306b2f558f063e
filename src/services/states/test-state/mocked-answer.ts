import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import type { TaskResource } from '../../../languages/asl/index.ts';
import { statesErrors } from '../errors.ts';

type MemberType = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'item' | 'items' | 'date';

/** The members of an operation's answer; those with `!` are required. Source: the service models. */
type Answer = Readonly<Record<string, MemberType | `${MemberType}!`>>;

const WRITTEN: Answer = {
  Attributes: 'item',
  ConsumedCapacity: 'object',
  ItemCollectionMetrics: 'object',
};
const FOUND: Answer = {
  Items: 'items',
  Count: 'number',
  ScannedCount: 'number',
  LastEvaluatedKey: 'item',
  ConsumedCapacity: 'object',
};
const STARTED: Answer = { ExecutionArn: 'text!', StartDate: 'date!' };
const DESCRIBED: Answer = {
  ExecutionArn: 'text!',
  StateMachineArn: 'text!',
  Name: 'text',
  Status: 'text!',
  StartDate: 'date!',
  StopDate: 'date',
  Input: 'text',
  InputDetails: 'object',
  Output: 'text',
  OutputDetails: 'object',
  TraceHeader: 'text',
  Error: 'text',
  Cause: 'text',
  StateMachineVersionArn: 'text',
  StateMachineAliasArn: 'text',
  MapRunArn: 'text',
  RedriveCount: 'number',
  RedriveDate: 'date',
  RedriveStatus: 'text',
  RedriveStatusReason: 'text',
};

/** By `service:operation`, where `aws-sdk:` is left out. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  'dynamodb:getItem': { Item: 'item', ConsumedCapacity: 'object' },
  'dynamodb:putItem': WRITTEN,
  'dynamodb:updateItem': WRITTEN,
  'dynamodb:deleteItem': WRITTEN,
  'dynamodb:query': FOUND,
  'dynamodb:scan': FOUND,
  'dynamodb:batchGetItem': { Responses: 'object', UnprocessedKeys: 'object', ConsumedCapacity: 'list' },
  'dynamodb:batchWriteItem': {
    UnprocessedItems: 'object',
    ItemCollectionMetrics: 'object',
    ConsumedCapacity: 'list',
  },
  'dynamodb:transactGetItems': { Responses: 'list', ConsumedCapacity: 'list' },
  'dynamodb:transactWriteItems': { ItemCollectionMetrics: 'object', ConsumedCapacity: 'list' },
  'events:putEvents': { FailedEntryCount: 'number', Entries: 'list' },
  'eventbridge:putEvents': { FailedEntryCount: 'number', Entries: 'list' },
  'eventbridge:testEventPattern': { Result: 'boolean' },
  'sqs:sendMessage': {
    MessageId: 'text',
    MD5OfMessageBody: 'text',
    MD5OfMessageAttributes: 'text',
    MD5OfMessageSystemAttributes: 'text',
    SequenceNumber: 'text',
  },
  'states:startExecution': STARTED,
  'states:startExecution.sync': DESCRIBED,
  'states:startExecution.sync:2': DESCRIBED,
  'sfn:startExecution': STARTED,
  'sfn:describeExecution': DESCRIBED,
};

/** What optimized integrations add to the answers of their services. */
const ADDED: Answer = { SdkHttpMetadata: 'object', SdkResponseMetadata: 'object' };

/**
 * Whether a mocked result is what the API could answer. Source: API reference, MockInput, fieldValidationMode: STRICT
 * asks for all required members and checks the others, PRESENT only checks those that are there. Services that are
 * not in the table, and the insides of most members, are not checked.
 * @throws AwsError ValidationException
 */
export function checkMockedAnswer(value: JsonValue, resource: TaskResource, mode: string): void {
  const { service, operation } = resource;
  const answer = ANSWERS[`${service.replace(/^aws-sdk:/, '')}:${operation}`];
  if (mode === 'NONE' || !answer) return;
  if (!isJsonObject(value)) throw mismatch('the result must be a JSON object');
  const missing = Object.keys(answer).find(
    (name) => answer[name]?.endsWith('!') && value[name] === undefined,
  );
  if (mode === 'STRICT' && missing !== undefined)
    throw mismatch(`the required field '${missing}' is missing`);
  checkMembers(value, { ...answer, ...ADDED });
}

function checkMembers(value: JsonObject, answer: Answer): void {
  for (const [name, member] of Object.entries(value)) {
    const type = Object.hasOwn(answer, name) ? answer[name]?.replace('!', '') : undefined;
    if (type === undefined) throw mismatch(`the field '${name}' is not part of the response`);
    if (!IS_OF[type as MemberType](member))
      throw mismatch(`the field '${name}' must be ${NAMES[type as MemberType]}`);
  }
}

function mismatch(reason: string): Error {
  return statesErrors.validation(`Mock result schema validation error: ${reason}`);
}

const ATTRIBUTE_TYPES: ReadonlySet<string> = new Set([
  'S',
  'N',
  'B',
  'SS',
  'NS',
  'BS',
  'M',
  'L',
  'NULL',
  'BOOL',
]);

function isItem(value: JsonValue): boolean {
  return isJsonObject(value) && Object.values(value).every(isAttribute);
}

function isAttribute(value: JsonValue): boolean {
  if (!isJsonObject(value)) return false;
  const [type, ...others] = Object.keys(value);
  return type !== undefined && others.length === 0 && ATTRIBUTE_TYPES.has(type);
}

const IS_OF: Readonly<Record<MemberType, (value: JsonValue) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: isJsonNumber,
  boolean: (value) => typeof value === 'boolean',
  list: Array.isArray,
  object: isJsonObject,
  item: isItem,
  items: (value) => Array.isArray(value) && value.every(isItem),
  date: (value) => typeof value === 'string' || isJsonNumber(value),
};

const NAMES: Readonly<Record<MemberType, string>> = {
  text: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  list: 'an array',
  object: 'an object',
  item: 'an object of attribute values',
  items: 'an array of objects of attribute values',
  date: 'a timestamp',
};
