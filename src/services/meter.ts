import type { BillableUnit, Meter } from '../core/meter.ts';

/** What was counted since the start or the last reset; units that never occurred are absent. */
export type MeterReading = Readonly<Partial<Record<BillableUnit, number>>>;

export interface CountingMeter extends Meter {
  reading(): MeterReading;
  reset(): void;
}

/** @param beforeReading bills up to now what is billed by time */
export function createMeter(beforeReading: () => void = () => undefined): CountingMeter {
  const counts = new Map<BillableUnit, number>();
  return {
    count: (unit, amount) => void counts.set(unit, (counts.get(unit) ?? 0) + amount),
    reading: () => {
      beforeReading();
      return Object.fromEntries(counts) as MeterReading;
    },
    reset: () => {
      beforeReading();
      counts.clear();
    },
  };
}
