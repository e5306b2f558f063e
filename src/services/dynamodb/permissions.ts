import { isJsonObject, type JsonObject, type JsonValue, textFrom } from '../../core/json.ts';
import type { Permission } from '../../core/operations.ts';
import { Tables } from './tables.ts';

/** Actions of TransactWriteItems' members: a transaction needs those of its parts, none of its own. */
const TRANSACT_ACTIONS: Readonly<Record<string, string>> = {
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
  Delete: 'dynamodb:DeleteItem',
  ConditionCheck: 'dynamodb:ConditionCheckItem',
  Get: 'dynamodb:GetItem',
};

/**
 * Permissions of requests that name items, or undefined for an operation on tables. They are asked for before a
 * request is validated, so it may be of any shape.
 */
export function itemPermissions(
  operation: string,
  input: JsonObject,
  tables: Tables,
): readonly Permission[] | undefined {
  const action = `dynamodb:${operation}`;
  if (Array.isArray(input['TransactItems'])) {
    return input['TransactItems'].flatMap((member) =>
      Object.entries(objectOf(member)).map(([kind, part]) =>
        onItems(TRANSACT_ACTIONS[kind] ?? action, objectOf(part)['TableName'], [itemOf(part)], tables),
      ),
    );
  }
  if (operation.startsWith('Batch')) {
    const requests = Object.entries(objectOf(input['RequestItems']));
    return requests.map(([table, request]) => onItems(action, table, itemsOf(request), tables));
  }
  if (!input['Key'] && !input['Item']) return undefined;
  return [onItems(action, input['TableName'], [itemOf(input)], tables)];
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function arrayOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** What a request names an item by: its key, or all of it. */
function itemOf(request: JsonValue): JsonObject {
  const { Key, Item } = objectOf(request);
  return objectOf(Key ?? Item);
}

/** The items that a batch names of one table. */
function itemsOf(request: JsonValue): readonly JsonObject[] {
  return Array.isArray(request)
    ? request.flatMap((write) => Object.values(objectOf(write)).map(itemOf))
    : arrayOf(objectOf(request)['Keys']).map(objectOf);
}

function onItems(
  action: string,
  table: JsonValue | undefined,
  items: readonly JsonObject[],
  tables: Tables,
): Permission {
  const name = Tables.nameOf(textFrom(table));
  const partitionKey = tables.partitionKeyOf(name);
  const values = items.map((item) => (partitionKey === undefined ? undefined : scalarOf(item[partitionKey])));
  return { action, resource: tables.arnOf(name), ...leadingKeys(values) };
}

/** The condition key that tells whose items are asked for. Source: developer guide, "Using IAM policy conditions". */
function leadingKeys(values: readonly (string | undefined)[]): Pick<Permission, 'context'> {
  const known = [...new Set(values.filter((value) => value !== undefined))];
  return known.length === 0 ? {} : { context: { 'dynamodb:LeadingKeys': known } };
}

function scalarOf(attribute: JsonValue | undefined): string | undefined {
  const { S, N, B } = objectOf(attribute);
  const value = S ?? N ?? B;
  return typeof value === 'string' ? value : undefined;
}

/** Permissions of requests to a table, an index of it, or no table at all. */
export function tablePermissions(
  operation: string,
  input: JsonObject,
  tables: Tables,
): readonly Permission[] {
  const action = `dynamodb:${operation}`;
  if (typeof input['ResourceArn'] === 'string') return [{ action, resource: input['ResourceArn'] }];
  if (typeof input['TableName'] !== 'string') return [{ action, resource: '*' }];
  const table = tables.arnOf(input['TableName']);
  const index = input['IndexName'];
  const resource = typeof index === 'string' ? `${table}/index/${index}` : table;
  return [{ action, resource, ...leadingKeys([queriedKey(input, tables)]) }];
}

/** `name = :value`, either way round. In a key condition, a partition key can stand in no other way. */
const EQUALITY = /([\w.#:-]+)\s*=\s*([\w.#:-]+)/g;

/** The value of the partition key that a query asks for. */
function queriedKey(input: JsonObject, tables: Tables): string | undefined {
  const { KeyConditionExpression, KeyConditions, IndexName } = input;
  if (KeyConditionExpression === undefined && KeyConditions === undefined) return undefined;
  const partitionKey = tables.partitionKeyOf(Tables.nameOf(textFrom(input['TableName'])), IndexName);
  if (partitionKey === undefined) return undefined;
  if (typeof KeyConditionExpression !== 'string') {
    const condition = objectOf(objectOf(KeyConditions)[partitionKey]);
    return scalarOf(arrayOf(condition['AttributeValueList'])[0]);
  }
  const names = objectOf(input['ExpressionAttributeNames']);
  const values = objectOf(input['ExpressionAttributeValues']);
  for (const [, left = '', right = ''] of KeyConditionExpression.matchAll(EQUALITY)) {
    const [name, value] = left.startsWith(':') ? [right, left] : [left, right];
    if ((names[name] ?? name) === partitionKey) return scalarOf(values[value]);
  }
  return undefined;
}
