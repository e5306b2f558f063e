import { AwsError, LambdalessError, messageOf } from '../../core/errors.ts';
import { type JsonObject, type JsonValue, textFrom, toPlainNumbers } from '../../core/json.ts';
import { billedTo, type Meter } from '../../core/meter.ts';
import type { Operation, Permission, Service, ServiceHost } from '../../core/operations.ts';
import type { StackModel } from '../../template/model.ts';
import { act, type DynaliteOperation, knowsMember, validate } from './dynalite.ts';
import { Expiry } from './expiry.ts';
import { Items } from './items.ts';
import { itemPermissions, tablePermissions } from './permissions.ts';
import { Store } from './store.ts';
import { createTableInput, Tables } from './tables.ts';
import { Transactions } from './transactions.ts';

export interface DynamoDbService extends Service {}

/** @param meter of the call */
type Invoke = (input: JsonObject, meter: Meter) => JsonValue | Promise<JsonValue>;

/** DynamoDB with the tables of a template. Its items live in this process and die with it. */
export function createDynamoDb(model: StackModel, host: ServiceHost): DynamoDbService {
  const store = new Store();
  const tables = new Tables(store, host.environment);
  const items = (meter: Meter): Items => new Items(store, meter);
  const expiry = new Expiry(store, tables, host.environment.clock);
  const transactions = new Transactions(store, items(host.meter), host.environment.clock);
  createTemplateTables(model, tables, expiry);

  const write = (operation: 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'BatchWriteItem'): Invoke => {
    return (input, meter) => {
      const output = items(meter).write(operation, input);
      for (const table of tablesOf(input)) expiry.itemsChanged(table);
      return output;
    };
  };
  const tagging = (operation: 'TagResource' | 'UntagResource' | 'ListTagsOfResource'): Invoke => {
    return (input) => act(operation, validate(operation, input, store), store);
  };

  const invocations: Readonly<Record<string, Invoke>> = {
    GetItem: (input, meter) => items(meter).read('GetItem', input),
    Query: (input, meter) => items(meter).read('Query', input),
    Scan: (input, meter) => items(meter).read('Scan', input),
    BatchGetItem: (input, meter) => items(meter).batchGet(input),
    PutItem: write('PutItem'),
    UpdateItem: write('UpdateItem'),
    DeleteItem: write('DeleteItem'),
    BatchWriteItem: write('BatchWriteItem'),
    TransactGetItems: (input, meter) => transactions.get(input, meter),
    TransactWriteItems: (input, meter) => {
      const output = transactions.write(input, meter);
      for (const table of tablesOf(input)) expiry.itemsChanged(table);
      return output;
    },
    CreateTable: (input) => tables.create(input),
    DeleteTable: (input) => {
      expiry.forget(textFrom(input['TableName']));
      return tables.delete(input);
    },
    DescribeTable: (input) => {
      const { TableName } = validate('DescribeTable', input, store);
      return { Table: tables.describe(TableName as string) };
    },
    UpdateTable: (input) => tables.update(input),
    ListTables: (input) => act('ListTables', validate('ListTables', input, store), store),
    UpdateTimeToLive: (input) => expiry.update(input),
    DescribeTimeToLive: (input) => expiry.describe(input),
    TagResource: tagging('TagResource'),
    UntagResource: tagging('UntagResource'),
    ListTagsOfResource: tagging('ListTagsOfResource'),
  };

  return {
    operations: Object.entries(invocations).map(([name, invoke]) =>
      operation(name, invoke, tables, host.meter),
    ),
    close: async () => expiry.close(),
  };
}

function createTemplateTables(model: StackModel, tables: Tables, expiry: Expiry): void {
  const resources = [...model.ofType('AWS::DynamoDB::Table'), ...model.ofType('AWS::DynamoDB::GlobalTable')];
  for (const resource of resources) {
    try {
      tables.create(createTableInput(resource));
    } catch (error) {
      const message = `Resource '${resource.logicalId}': ${messageOf(error)}`;
      throw new LambdalessError('TEMPLATE_INVALID', message, { cause: error });
    }
    const ttl = resource.properties.TimeToLiveSpecification;
    if (ttl?.Enabled && ttl.AttributeName !== undefined) expiry.enable(resource.ref, ttl.AttributeName);
  }
}

function operation(name: string, invoke: Invoke, tables: Tables, meter: Meter): Operation {
  const permissions = (input: JsonObject): readonly Permission[] =>
    itemPermissions(name, input, tables) ?? tablePermissions(name, input, tables);
  return {
    name: `dynamodb:${name}`,
    permissions,
    invoke: async (input, { span }) => {
      refuseUnimplemented(name, input);
      const plain = toPlainNumbers(input) as JsonObject;
      return invoke(
        typeof plain['TableName'] === 'string'
          ? { ...plain, TableName: Tables.nameOf(plain['TableName']) }
          : plain,
        billedTo(span, meter),
      );
    },
  };
}

/** Members that change nothing here, or that are read before dynalite sees the input. */
const HARMLESS_MEMBERS = new Set([
  'ReturnValuesOnConditionCheckFailure',
  'DeletionProtectionEnabled',
  'OnDemandThroughput',
  'SSESpecification',
  'TableClass',
  'Tags',
  'WarmThroughput',
]);
const OWN_OPERATIONS = new Set([
  'TransactGetItems',
  'TransactWriteItems',
  'UpdateTimeToLive',
  'DescribeTimeToLive',
]);

/** dynalite drops members that it does not know; here that is an error. */
function refuseUnimplemented(name: string, input: JsonObject): void {
  if (OWN_OPERATIONS.has(name)) return;
  for (const member of Object.keys(input)) {
    if (HARMLESS_MEMBERS.has(member) || knowsMember(name as DynaliteOperation, member)) continue;
    throw new AwsError('ValidationException', `${name}: the parameter '${member}' is not implemented here.`);
  }
}

/** The tables that a write touches. */
function tablesOf(input: JsonObject): string[] {
  if (typeof input['TableName'] === 'string') return [input['TableName']];
  if (input['RequestItems']) return Object.keys(input['RequestItems'] as JsonObject);
  const actions = (input['TransactItems'] ?? []) as Record<string, JsonObject>[];
  return actions.flatMap((action) =>
    Object.values(action).map(({ TableName }) => Tables.nameOf(textFrom(TableName))),
  );
}
