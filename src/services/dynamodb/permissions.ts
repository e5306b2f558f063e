import type { JsonObject, JsonValue } from '../../core/json.ts';
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

/** Permissions of requests that name items, or undefined for an operation on tables. */
export function itemPermissions(
  operation: string,
  input: JsonObject,
  tables: Tables,
): readonly Permission[] | undefined {
  if (Array.isArray(input['TransactItems'])) {
    return input['TransactItems'].flatMap((action) =>
      Object.entries(action as Record<string, JsonObject>).map(([kind, part]) =>
        onItem(TRANSACT_ACTIONS[kind] ?? `dynamodb:${operation}`, part, tables),
      ),
    );
  }
  if (operation.startsWith('Batch')) {
    const names = Object.keys((input['RequestItems'] ?? {}) as JsonObject);
    return names.map((name) => ({ action: `dynamodb:${operation}`, resource: tables.arnOf(name) }));
  }
  return input['Key'] || input['Item'] ? [onItem(`dynamodb:${operation}`, input, tables)] : undefined;
}

function onItem(action: string, input: JsonObject, tables: Tables): Permission {
  const name = Tables.nameOf(String(input['TableName']));
  const resource = tables.arnOf(name);
  const partitionKey = tables.partitionKeyOf(name);
  const keyed = (input['Key'] ?? input['Item'] ?? {}) as Record<string, JsonObject>;
  const value = partitionKey === undefined ? undefined : scalarOf(keyed[partitionKey]);
  return value === undefined
    ? { action, resource }
    : { action, resource, context: { 'dynamodb:LeadingKeys': [value] } };
}

function scalarOf(attribute: JsonObject | undefined): string | undefined {
  const value: JsonValue | undefined = attribute?.['S'] ?? attribute?.['N'] ?? attribute?.['B'];
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
  return [{ action, resource: typeof index === 'string' ? `${table}/index/${index}` : table }];
}
