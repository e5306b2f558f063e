import type { Clock, Timer } from '../../core/clock.ts';
import { AwsError } from '../../core/errors.ts';
import { type JsonObject, textFrom } from '../../core/json.ts';
import { actNow } from './dynalite.ts';
import type { Store } from './store.ts';
import { Tables } from './tables.ts';

/**
 * How long after its expiry an item may still be read. On AWS it is typically minutes, at most days: a reader
 * that does not filter expired items shows its defect here too.
 */
const SWEEP_INTERVAL_MS = 60_000;
/** DynamoDB leaves items alone whose expiry lies further back: they were hardly meant to expire. */
const OLDEST_EXPIRY_SECONDS = 5 * 365 * 24 * 3600;

/** Time to live: deletes expired items in sweeps, as long as a table that has it on holds any item. */
export class Expiry {
  private readonly attributes = new Map<string, string>();
  private readonly sweeps = new Map<string, Timer>();
  private readonly store: Store;
  private readonly tables: Tables;
  private readonly clock: Clock;

  constructor(store: Store, tables: Tables, clock: Clock) {
    this.store = store;
    this.tables = tables;
    this.clock = clock;
  }

  enable(table: string, attribute: string): void {
    this.attributes.set(table, attribute);
    this.itemsChanged(table);
  }

  /** To be called when items may have come: a sweep is due. */
  itemsChanged(table: string): void {
    if (!this.attributes.has(table) || this.sweeps.has(table)) return;
    if (this.store.getItemDb(table).texts.size === 0) return;
    const timer = this.clock.setTimer(SWEEP_INTERVAL_MS, () => {
      this.sweeps.delete(table);
      this.sweep(table);
      this.itemsChanged(table);
    });
    this.sweeps.set(table, timer);
  }

  forget(table: string): void {
    this.attributes.delete(table);
    this.sweeps.get(table)?.cancel();
    this.sweeps.delete(table);
  }

  close(): void {
    for (const table of [...this.attributes.keys()]) this.forget(table);
  }

  /** UpdateTimeToLive */
  update(input: JsonObject): JsonObject {
    const table = Tables.nameOf(textFrom(input['TableName']));
    this.tables.describe(table);
    const { Enabled, AttributeName } = (input['TimeToLiveSpecification'] ?? {}) as JsonObject;
    if (typeof Enabled !== 'boolean' || typeof AttributeName !== 'string' || AttributeName === '') {
      throw new AwsError('ValidationException', 'TimeToLiveSpecification needs Enabled and AttributeName.');
    }
    const current = this.attributes.get(table);
    if (Enabled === (current !== undefined)) {
      throw new AwsError('ValidationException', `TimeToLive is already ${Enabled ? 'enabled' : 'disabled'}`);
    }
    if (Enabled) this.enable(table, AttributeName);
    else this.forget(table);
    return { TimeToLiveSpecification: { AttributeName, Enabled } };
  }

  /** DescribeTimeToLive */
  describe(input: JsonObject): JsonObject {
    const table = Tables.nameOf(textFrom(input['TableName']));
    this.tables.describe(table);
    const attribute = this.attributes.get(table);
    const description: JsonObject =
      attribute === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: attribute };
    return { TimeToLiveDescription: description };
  }

  private sweep(table: string): void {
    const attribute = this.attributes.get(table);
    if (attribute === undefined) return;
    const keyNames = (this.tables.describe(table)['KeySchema'] as { AttributeName: string }[]).map(
      (element) => element.AttributeName,
    );
    const { texts } = this.store.getItemDb(table);
    for (const key of texts.range()) {
      const item = JSON.parse(texts.get(key) as string) as JsonObject;
      if (!this.isExpired(item, attribute)) continue;
      const Key = Object.fromEntries(keyNames.map((name) => [name, item[name] ?? null]));
      actNow('DeleteItem', { TableName: table, Key }, this.store);
    }
  }

  private isExpired(item: JsonObject, attribute: string): boolean {
    const value = item[attribute] as { N?: string } | undefined;
    if (value?.N === undefined) return false;
    const ageSeconds = this.clock.now() / 1000 - Number(value.N);
    return ageSeconds >= 0 && ageSeconds < OLDEST_EXPIRY_SECONDS;
  }
}
