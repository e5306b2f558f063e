import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { Meter } from '../../core/meter.ts';
import { helpers } from './dynalite.ts';
import type { Change } from './store.ts';

const WRITE_UNIT_BYTES = 1024;

/**
 * Write units of the secondary indexes that a write touched: each entry that comes, goes or changes costs its
 * size in units; one whose projected attributes stay as they were costs nothing.
 */
export function indexWriteUnits(changes: readonly Change[]): number {
  let units = 0;
  for (const { space, before, after } of changes) {
    if (space.kind !== 'index' || before === after) continue;
    const bytes = Math.max(sizeOf(before), sizeOf(after));
    units += Math.max(1, Math.ceil(bytes / WRITE_UNIT_BYTES));
  }
  return units;
}

function sizeOf(text: string | undefined): number {
  return text === undefined ? 0 : helpers.itemSize(JSON.parse(text) as JsonObject);
}

/** Adds index units to what an action reports as consumed. */
export function addIndexUnits(output: JsonObject, units: number): void {
  const consumed = output['ConsumedCapacity'];
  if (units === 0 || consumed === undefined || consumed === null) return;
  // A batch reports a list by table. Its index units are added to the first: the sum is what is billed.
  const entry = (Array.isArray(consumed) ? consumed[0] : consumed) as JsonObject;
  entry['CapacityUnits'] = (entry['CapacityUnits'] as number) + units;
}

/** A query that finds nothing costs as much as the smallest that finds something. Source: API reference, Query. */
export function addLeastUnits({ ConsistentRead }: JsonObject, { ConsumedCapacity }: JsonObject): void {
  const entry = ConsumedCapacity as JsonObject;
  if (entry['CapacityUnits'] === 0) entry['CapacityUnits'] = ConsistentRead === true ? 1 : 0.5;
}

/** The units in an output's ConsumedCapacity, of one table or of several. */
export function consumedUnits(consumed: JsonValue | undefined): number {
  if (consumed === undefined || consumed === null) return 0;
  const entries = (Array.isArray(consumed) ? consumed : [consumed]) as JsonObject[];
  return entries.reduce((sum, entry) => sum + Number(entry['CapacityUnits'] ?? 0), 0);
}

export type Access = 'read' | 'write';

export function countUnits(meter: Meter, access: Access, units: number): void {
  meter.count(access === 'read' ? 'dynamodb.readRequestUnits' : 'dynamodb.writeRequestUnits', units);
}
