import type { Clock } from '../../core/clock.ts';
import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, stringifyJson, textFrom } from '../../core/json.ts';
import type { Meter } from '../../core/meter.ts';
import { consumedUnits, countUnits } from './capacity.ts';
import { actNow, awsErrorOf, type DynaliteOperation, helpers, validate } from './dynalite.ts';
import type { Items, WriteOperation } from './items.ts';
import type { Store } from './store.ts';
import { notFound, Tables } from './tables.ts';

const MAX_ACTIONS = 100;
/** For so long a repeated ClientRequestToken means the same request. */
const TOKEN_LIFETIME_MS = 10 * 60_000;
/** Every read and write of a transaction is done twice: to prepare and to commit. */
const TRANSACTIONAL_FACTOR = 2;

const OPERATIONS: Readonly<Record<string, DynaliteOperation>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  // Has the same members as a delete: a key and a condition.
  ConditionCheck: 'DeleteItem',
  Get: 'GetItem',
};

interface Action {
  readonly kind: string;
  readonly input: JsonObject;
  readonly data: JsonObject;
}

interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: JsonObject;
}

const NO_REASON: Reason = { Code: 'None' };

/** TransactWriteItems and TransactGetItems, which dynalite does not have, made of its actions on single items. */
export class Transactions {
  private readonly store: Store;
  private readonly items: Items;
  private readonly clock: Clock;
  private readonly done = new Map<string, { readonly request: string; readonly untilMs: number }>();

  constructor(store: Store, items: Items, clock: Clock) {
    this.store = store;
    this.items = items;
    this.clock = clock;
  }

  get(input: JsonObject, meter: Meter): JsonObject {
    const outputs = this.actionsOf(input, ['Get']).map(({ data }) => actNow('GetItem', data, this.store));
    const tables = outputs.map((output) => output['ConsumedCapacity'] as JsonObject);
    countUnits(meter, 'read', TRANSACTIONAL_FACTOR * consumedUnits(tables));
    const responses = outputs.map(({ Item }): JsonObject => (Item ? { Item } : {}));
    return plain({ Responses: responses, ...consumedAnswer(input, tables) });
  }

  /** @throws AwsError TransactionCanceledException with a reason for each action; nothing is changed then. */
  write(input: JsonObject, meter: Meter): JsonObject {
    const actions = this.actionsOf(input, ['Put', 'Update', 'Delete', 'ConditionCheck']);
    this.refuseRepeatedItems(actions);
    if (this.isRepetition(input)) return {};
    const consumed: JsonObject[] = [];
    this.store.record(() => {
      const reasons = actions.map((action) => this.attempt(action, consumed));
      if (reasons.some((reason) => reason !== NO_REASON)) throw canceled(reasons);
    });
    countUnits(meter, 'write', TRANSACTIONAL_FACTOR * consumedUnits(consumed));
    this.remember(input);
    return plain(consumedAnswer(input, consumed));
  }

  /** Applies one action, or says why it cannot be; the caller undoes all. */
  private attempt({ kind, input, data }: Action, consumed: JsonObject[]): Reason {
    try {
      if (kind === 'ConditionCheck') {
        consumed.push(this.checkCondition(data));
      } else {
        const { output } = this.items.writeNow(OPERATIONS[kind] as WriteOperation, data);
        consumed.push(output['ConsumedCapacity'] as JsonObject);
      }
      return NO_REASON;
    } catch (error) {
      return this.reasonOf(error, input);
    }
  }

  private checkCondition(data: JsonObject): JsonObject {
    const name = data['TableName'] as string;
    const item = this.items.current(name, data['Key'] as JsonObject);
    const failure = helpers.checkConditional(data, item);
    if (failure) throw awsErrorOf(failure);
    return {
      TableName: name,
      CapacityUnits: Math.max(1, Math.ceil(item ? helpers.itemSize(item) / 1024 : 0)),
    };
  }

  private reasonOf(error: unknown, input: JsonObject): Reason {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'ValidationException') return { Code: 'ValidationError', Message: error.message };
    if (error.code !== 'ConditionalCheckFailedException') throw error;
    const reason = { Code: 'ConditionalCheckFailed', Message: error.message };
    if (input['ReturnValuesOnConditionCheckFailure'] !== 'ALL_OLD') return reason;
    const item = this.items.current(
      input['TableName'] as string,
      (input['Key'] ?? input['Item']) as JsonObject,
    );
    return item ? { ...reason, Item: item } : reason;
  }

  private actionsOf(input: JsonObject, kinds: readonly string[]): Action[] {
    const list = input['TransactItems'] ?? null;
    if (!Array.isArray(list)) throw invalidItems('null', 'Member must not be null');
    if (list.length === 0) throw invalidItems("'[]'", 'Member must have length greater than or equal to 1');
    if (list.length > MAX_ACTIONS) {
      throw invalidItems(
        `'${stringifyJson(list)}'`,
        `Member must have length less than or equal to ${MAX_ACTIONS}`,
      );
    }
    return list.map((entry) => this.actionOf(isJsonObject(entry) ? entry : {}, kinds));
  }

  private actionOf(entry: JsonObject, kinds: readonly string[]): Action {
    const [kind, ...others] = Object.keys(entry);
    if (kind === undefined || others.length > 0 || !kinds.includes(kind)) {
      throw new AwsError(
        'ValidationException',
        'TransactItems can only contain one of Check, Put, Update or Delete',
      );
    }
    const given = isJsonObject(entry[kind]) ? entry[kind] : {};
    const input = { ...given, TableName: Tables.nameOf(textFrom(given['TableName'])) };
    if (this.store.tableDb.texts.get(input.TableName) === undefined) {
      throw notFound('Requested resource not found');
    }
    const data = validate(OPERATIONS[kind] as DynaliteOperation, input, this.store);
    // A transaction reads with strong consistency.
    const read: JsonObject = kind === 'Get' ? { ConsistentRead: true } : {};
    return { kind, input, data: { ...data, ...read, ReturnConsumedCapacity: 'TOTAL' } };
  }

  private refuseRepeatedItems(actions: readonly Action[]): void {
    const seen = new Set<string>();
    for (const { data } of actions) {
      const table = JSON.parse(
        this.store.tableDb.texts.get(data['TableName'] as string) ?? '{}',
      ) as JsonObject;
      const keyed = (data['Key'] ?? data['Item']) as JsonObject;
      const names = (table['KeySchema'] as { AttributeName: string }[]).map((key) => key.AttributeName);
      const identity = JSON.stringify([data['TableName'], ...names.map((name) => keyed[name] ?? null)]);
      if (seen.has(identity)) {
        throw new AwsError(
          'ValidationException',
          'Transaction request cannot include multiple operations on one item',
        );
      }
      seen.add(identity);
    }
  }

  private isRepetition(input: JsonObject): boolean {
    const token = input['ClientRequestToken'];
    const before = typeof token === 'string' ? this.done.get(token) : undefined;
    if (!before || before.untilMs < this.clock.now()) return false;
    if (before.request === JSON.stringify(input['TransactItems'])) return true;
    throw new AwsError(
      'IdempotentParameterMismatchException',
      'The provided client token was already used with other parameters.',
    );
  }

  private remember(input: JsonObject): void {
    const token = input['ClientRequestToken'];
    if (typeof token !== 'string') return;
    const now = this.clock.now();
    for (const [known, { untilMs }] of this.done) {
      if (untilMs >= now) break;
      this.done.delete(known);
    }
    this.done.set(token, {
      request: JSON.stringify(input['TransactItems']),
      untilMs: now + TOKEN_LIFETIME_MS,
    });
  }
}

function invalidItems(value: string, constraint: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value ${value} at 'transactItems' failed to satisfy constraint: ${constraint}`,
  );
}

function canceled(reasons: readonly Reason[]): AwsError {
  const codes = reasons.map((reason) => reason.Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}

/** ConsumedCapacity as transactions report it: one entry a table, if asked for. */
function consumedAnswer(input: JsonObject, consumed: readonly JsonObject[]): JsonObject {
  if (input['ReturnConsumedCapacity'] !== 'TOTAL' && input['ReturnConsumedCapacity'] !== 'INDEXES') return {};
  const units = new Map<string, number>();
  for (const { TableName, CapacityUnits } of consumed) {
    const name = TableName as string;
    units.set(name, (units.get(name) ?? 0) + TRANSACTIONAL_FACTOR * Number(CapacityUnits));
  }
  return {
    ConsumedCapacity: [...units].map(([TableName, CapacityUnits]) => ({ TableName, CapacityUnits })),
  };
}

/** dynalite's projections have no prototype, and leave members undefined. */
function plain(output: Record<string, JsonValue>): JsonObject {
  return JSON.parse(JSON.stringify(output)) as JsonObject;
}
