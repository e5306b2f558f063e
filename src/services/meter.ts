import type { BillableUnit, Meter } from '../core/meter.ts';

/** What was counted since the start or the last reset; units that never occurred are absent. */
export type MeterReading = Readonly<Partial<Record<BillableUnit, number>>>;

export interface CountingMeter extends Meter {
  reading(): MeterReading;
  reset(): void;
}

export function createMeter(): CountingMeter {
  const counts = new Map<BillableUnit, number>();
  return {
    count: (unit, amount) => void counts.set(unit, (counts.get(unit) ?? 0) + amount),
    reading: () => Object.fromEntries(counts) as MeterReading,
    reset: () => counts.clear(),
  };
}
