import { Cache } from '../../core/cache.ts';
import { AwsError } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { Meter } from '../../core/meter.ts';
import { addIndexUnits, addLeastUnits, consumedUnits, countUnits, indexWriteUnits } from './capacity.ts';
import { act, actNow, type DynaliteOperation, helpers, validate } from './dynalite.ts';
import type { Change, Store } from './store.ts';

export type ReadOperation = 'GetItem' | 'Query' | 'Scan';
export type WriteOperation = 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'BatchWriteItem';

/** BatchGetItem answers with at most this much; the remaining keys are returned as unprocessed. */
const MAX_BATCH_GET_BYTES = 16 * 1024 * 1024;

const LONGEST_REMEMBERED = 8 * 1024;
/**
 * Checked reads, by operation and input as text: the same read is often made again, and parsing its expressions takes
 * longer than reading. No action of a read changes what it is given.
 */
const checkedReads = new Cache<string, JsonObject>(100);

/** Reads and writes of items: dynalite's actions, metered. */
export class Items {
  private readonly store: Store;
  private readonly meter: Meter;

  constructor(store: Store, meter: Meter) {
    this.store = store;
    this.meter = meter;
  }

  async read(operation: ReadOperation, input: JsonObject): Promise<JsonObject> {
    const output = (await act(operation, this.validatedRead(operation, input), this.store)) as JsonObject;
    if (operation === 'Query') addLeastUnits(input, output);
    countUnits(this.meter, 'read', consumedUnits(output['ConsumedCapacity']));
    return answerOf(input, output);
  }

  write(operation: WriteOperation, input: JsonObject): JsonObject {
    const data = this.validated(operation, input);
    try {
      const { output, units } = this.writeNow(operation, data);
      countUnits(this.meter, 'write', units);
      return answerOf(input, output);
    } catch (error) {
      throw this.conditionFailure(error, input);
    }
  }

  /** A write that is already validated; undone when it throws. */
  writeNow(
    operation: WriteOperation,
    data: JsonObject,
  ): { readonly output: JsonObject; readonly units: number; readonly changes: readonly Change[] } {
    let output: JsonObject = {};
    const changes = this.store.record(() => {
      output = actNow(operation, data, this.store);
    });
    addIndexUnits(output, indexWriteUnits(changes));
    return { output, units: consumedUnits(output['ConsumedCapacity']), changes };
  }

  /** BatchGetItem. dynalite's own shuffles its answer by chance; here it comes in the order of the keys. */
  batchGet(input: JsonObject): JsonObject {
    const requests = this.validated('BatchGetItem', input)['RequestItems'] as Record<string, JsonObject>;
    const responses: Record<string, JsonValue[]> = {};
    const unprocessed: Record<string, JsonObject> = {};
    const consumed: JsonObject[] = [];
    let bytes = 0;
    for (const [table, { Keys, ...how }] of Object.entries(requests)) {
      const items: JsonValue[] = [];
      let units = 0;
      for (const [position, Key] of (Keys as JsonObject[]).entries()) {
        const request = { ...how, TableName: table, Key, ReturnConsumedCapacity: 'TOTAL' };
        const got = actNow('GetItem', request, this.store);
        bytes += got['Item'] ? helpers.itemSize(got['Item'] as JsonObject) : 0;
        if (bytes > MAX_BATCH_GET_BYTES) {
          const original = (input['RequestItems'] as Record<string, JsonObject>)[table];
          unprocessed[table] = { ...original, Keys: (Keys as JsonObject[]).slice(position) };
          break;
        }
        units += consumedUnits(got['ConsumedCapacity']);
        if (got['Item']) items.push(got['Item']);
      }
      responses[table] = items;
      consumed.push({ TableName: table, CapacityUnits: units });
    }
    countUnits(this.meter, 'read', consumedUnits(consumed));
    const output = { Responses: responses, UnprocessedKeys: unprocessed, ConsumedCapacity: consumed };
    return answerOf(input, output, true);
  }

  /** The stored item that has the key of `keyed`, which may hold more than the key. */
  current(table: string, keyed: JsonObject): JsonObject | undefined {
    const text = this.store.tableDb.texts.get(table);
    if (text === undefined) return undefined;
    const key = helpers.createKey(keyed, JSON.parse(text) as JsonObject);
    const item = this.store.getItemDb(table).texts.get(key);
    return item === undefined ? undefined : (JSON.parse(item) as JsonObject);
  }

  /** A refused condition is billed by the size of the item that refused it, and may show that item. */
  private conditionFailure(error: unknown, input: JsonObject): unknown {
    if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') return error;
    const keyed = (input['Key'] ?? input['Item']) as JsonObject;
    const item = this.current(input['TableName'] as string, keyed);
    countUnits(this.meter, 'write', item ? Math.max(1, Math.ceil(helpers.itemSize(item) / 1024)) : 1);
    if (!item || input['ReturnValuesOnConditionCheckFailure'] !== 'ALL_OLD') return error;
    return new AwsError(error.code, error.message, error.statusCode, { Item: item });
  }

  private validatedRead(operation: ReadOperation, input: JsonObject): JsonObject {
    const key = `${operation} ${JSON.stringify(input)}`;
    const known = checkedReads.get(key);
    if (known) return known;
    const data = this.validated(operation, input);
    if (key.length <= LONGEST_REMEMBERED) checkedReads.set(key, data);
    return data;
  }

  private validated(operation: DynaliteOperation, input: JsonObject): JsonObject {
    const data = validate(operation, input, this.store);
    // Asked for always: it is what the meter counts.
    if (data['ReturnConsumedCapacity'] !== 'INDEXES') data['ReturnConsumedCapacity'] = 'TOTAL';
    return data;
  }
}

/** Members whose presence makes dynalite answer with objects that have no prototype. */
const PROJECTIONS = ['ProjectionExpression', 'AttributesToGet', 'ReturnValues'];

/** What the client asked to see: capacity only on demand, and objects like any others. */
function answerOf(input: JsonObject, output: JsonObject, projected = false): JsonObject {
  const { ConsumedCapacity, ...rest } = output;
  const shown = projected || PROJECTIONS.some((name) => input[name] !== undefined);
  const answer = shown ? (JSON.parse(JSON.stringify(rest)) as JsonObject) : rest;
  const asked = input['ReturnConsumedCapacity'];
  if ((asked === 'TOTAL' || asked === 'INDEXES') && ConsumedCapacity) {
    answer['ConsumedCapacity'] = JSON.parse(JSON.stringify(ConsumedCapacity)) as JsonValue;
  }
  return answer;
}
