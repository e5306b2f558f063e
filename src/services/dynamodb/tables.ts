import type { Environment } from '../../core/environment.ts';
import { AwsError } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { Resource } from '../../template/model.ts';
import type { TableProperties, Throughput } from '../../template/resources/dynamodb.ts';
import { validate } from './dynalite.ts';
import type { Store } from './store.ts';

/** Our store does its work before it calls back. */
const ignore = (): void => undefined;

interface Keyed {
  readonly IndexName?: string;
  /** The partition key comes first. */
  readonly KeySchema: readonly { readonly AttributeName: string }[];
}

/** The tables themselves: dynalite would create and delete them with timers of the machine's clock. */
export class Tables {
  private readonly store: Store;
  private readonly environment: Environment;

  constructor(store: Store, environment: Environment) {
    this.store = store;
    this.environment = environment;
  }

  /** The name within an ARN of a table or index, or the name itself: the API takes either. */
  static nameOf(nameOrArn: string): string {
    return /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;
  }

  arnOf(nameOrArn: string): string {
    const { partition, region, accountId } = this.environment;
    return `arn:${partition}:dynamodb:${region}:${accountId}:table/${Tables.nameOf(nameOrArn)}`;
  }

  /** @throws AwsError ResourceNotFoundException */
  describe(name: string): JsonObject {
    const text = this.store.tableDb.texts.get(name);
    if (text === undefined) throw notFound(`Requested resource not found: Table: ${name} not found`);
    const table = JSON.parse(text) as JsonObject;
    const items = this.store.getItemDb(name).texts;
    return { ...table, ItemCount: items.size, TableSizeBytes: items.textLength };
  }

  /** @returns the name of the partition key of a table or of an index of it, if there is such a one */
  partitionKeyOf(name: string, indexName?: JsonValue): string | undefined {
    const text = this.store.tableDb.texts.get(name);
    if (text === undefined) return undefined;
    const table = JSON.parse(text) as Keyed &
      Partial<Record<`${'Global' | 'Local'}SecondaryIndexes`, Keyed[]>>;
    const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
    const keyed = indexName === undefined ? table : indexes.find(({ IndexName }) => IndexName === indexName);
    return keyed?.KeySchema[0]?.AttributeName;
  }

  /** @throws AwsError ValidationException, ResourceInUseException */
  create(input: JsonObject): JsonObject {
    const data = validate('CreateTable', input, this.store);
    const name = data['TableName'] as string;
    if (this.store.tableDb.texts.get(name) !== undefined) {
      throw new AwsError('ResourceInUseException', `Table already exists: ${name}`);
    }
    const description = this.descriptionOf(name, data);
    this.store.tableDb.put(name, description, ignore);
    for (const { Key, Value } of (input['Tags'] ?? []) as { Key: string; Value: string }[]) {
      this.store.getTagDb(name).put(Key, Value, ignore);
    }
    return { TableDescription: { ...description, TableStatus: 'CREATING' } };
  }

  delete(input: JsonObject): JsonObject {
    const data = validate('DeleteTable', input, this.store);
    const name = data['TableName'] as string;
    const description = this.describe(name);
    this.store.tableDb.del(name, ignore);
    this.store.dropTable(name);
    return { TableDescription: { ...description, TableStatus: 'DELETING' } };
  }

  /**
   * UpdateTable, as far as it can matter where no capacity is enforced: billing mode and throughput, of the table
   * and of its indexes.
   * @throws AwsError ValidationException, also for an index that is to be created or deleted;
   * ResourceNotFoundException for an index that does not exist
   */
  update(input: JsonObject): JsonObject {
    const data = validate('UpdateTable', input, this.store);
    const name = data['TableName'] as string;
    const table = this.describe(name);
    const mode = data['BillingMode'] ?? (table['BillingModeSummary'] as JsonObject)?.['BillingMode'];
    const updates = (data['GlobalSecondaryIndexUpdates'] ?? []) as JsonObject[];
    const updated = {
      ...table,
      ...throughputAfter(table, data, mode),
      ...(table['GlobalSecondaryIndexes'] && {
        GlobalSecondaryIndexes: updatedIndexes(
          table['GlobalSecondaryIndexes'] as JsonObject[],
          updates,
          mode,
        ),
      }),
      ...(data['BillingMode'] && { BillingModeSummary: { BillingMode: data['BillingMode'] } }),
    };
    refuseOtherUpdates(updates, updated);
    this.store.tableDb.put(name, updated, ignore);
    return { TableDescription: { ...updated, TableStatus: 'UPDATING' } };
  }

  private descriptionOf(name: string, data: JsonObject): JsonObject {
    const { BillingMode, GlobalSecondaryIndexes, LocalSecondaryIndexes, ...rest } = data;
    const onDemand = BillingMode === 'PAY_PER_REQUEST';
    const createdSeconds = this.environment.clock.now() / 1000;
    const arn = this.arnOf(name);
    const indexes = (list: JsonValue, more: JsonObject): JsonObject[] =>
      (list as JsonObject[]).map((index) => ({
        ...index,
        ...more,
        ProvisionedThroughput: throughputOf(index),
        IndexArn: `${arn}/index/${String(index['IndexName'])}`,
        IndexSizeBytes: 0,
        ItemCount: 0,
      }));
    return {
      ...rest,
      TableArn: arn,
      TableId: this.environment.random.uuid(),
      TableStatus: 'ACTIVE',
      CreationDateTime: createdSeconds,
      ProvisionedThroughput: throughputOf(data),
      ...(onDemand && {
        BillingModeSummary: {
          BillingMode: 'PAY_PER_REQUEST',
          LastUpdateToPayPerRequestDateTime: createdSeconds,
        },
      }),
      ...(GlobalSecondaryIndexes && {
        GlobalSecondaryIndexes: indexes(GlobalSecondaryIndexes, { IndexStatus: 'ACTIVE' }),
      }),
      ...(LocalSecondaryIndexes && { LocalSecondaryIndexes: indexes(LocalSecondaryIndexes, {}) }),
    };
  }
}

function throughputOf(data: JsonObject): JsonObject {
  const given = (data['ProvisionedThroughput'] ?? {}) as JsonObject;
  return { ReadCapacityUnits: 0, WriteCapacityUnits: 0, ...given, NumberOfDecreasesToday: 0 };
}

/** On demand there is none; otherwise what is given, or what was there. */
function throughputAfter(before: JsonObject, given: JsonObject, mode: JsonValue | undefined): JsonObject {
  if (mode === 'PAY_PER_REQUEST') return { ProvisionedThroughput: throughputOf({}) };
  return given['ProvisionedThroughput']
    ? { ProvisionedThroughput: throughputOf(given) }
    : {
        ProvisionedThroughput: before['ProvisionedThroughput'] as JsonValue,
      };
}

function updatedIndexes(
  indexes: readonly JsonObject[],
  updates: readonly JsonObject[],
  mode: JsonValue | undefined,
): JsonObject[] {
  return indexes.map((index) => {
    const update = updates.map(({ Update }) => Update as JsonObject | undefined);
    const own = update.find((candidate) => candidate?.['IndexName'] === index['IndexName']);
    return { ...index, ...throughputAfter(index, own ?? {}, mode) };
  });
}

function refuseOtherUpdates(updates: readonly JsonObject[], { GlobalSecondaryIndexes }: JsonObject): void {
  const names = ((GlobalSecondaryIndexes ?? []) as JsonObject[]).map(({ IndexName }) => IndexName);
  for (const { Update: update } of updates) {
    if (!update) {
      throw new AwsError(
        'ValidationException',
        'UpdateTable: lambdaless does not create or delete indexes; declare them in the template or in CreateTable.',
      );
    }
    const name = (update as JsonObject)['IndexName'] as string;
    if (!names.includes(name)) throw notFound(`Requested resource not found: Index: ${name} not found`);
  }
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

/** The CreateTable request that CloudFormation would make for a table of the template. */
export function createTableInput({ ref, properties }: Resource<TableProperties>): JsonObject {
  const { TableName: _name, TimeToLiveSpecification: _ttl, ...rest } = properties;
  const throughput = (given: Throughput | undefined): { ProvisionedThroughput?: JsonObject } =>
    given ? { ProvisionedThroughput: { ...given } } : {};
  const input = {
    TableName: ref,
    AttributeDefinitions: rest.AttributeDefinitions,
    KeySchema: rest.KeySchema,
    BillingMode: rest.BillingMode ?? 'PROVISIONED',
    ...throughput(rest.ProvisionedThroughput),
    ...(rest.LocalSecondaryIndexes && {
      LocalSecondaryIndexes: rest.LocalSecondaryIndexes.map((index) => ({
        IndexName: index.IndexName,
        KeySchema: index.KeySchema,
        Projection: index.Projection,
      })),
    }),
    ...(rest.GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: rest.GlobalSecondaryIndexes.map((index) => ({
        IndexName: index.IndexName,
        KeySchema: index.KeySchema,
        Projection: index.Projection,
        ...throughput(index.ProvisionedThroughput),
      })),
    }),
  };
  return JSON.parse(JSON.stringify(input)) as JsonObject;
}
