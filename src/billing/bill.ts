import { PRICE_DATE, PRICE_REGION, PRICES, type Usage } from './prices.ts';

/** One unit that was used, and its price. */
export interface BillLine {
  /** "Step Functions" */
  readonly service: string;
  /** "Express requests" */
  readonly item: string;
  /** Its name in `metered()`. */
  readonly unit: string;
  /** How many of the unit. */
  readonly quantity: number;
  /** What they cost, in USD; not rounded. */
  readonly usd: number;
}

/** What AWS would charge, at list prices of the first tier and without any free tier. */
export interface Bill {
  /** The region whose prices are used, whichever the stack believes to be in. */
  readonly region: string;
  /** The month of the price list. */
  readonly priceDate: string;
  /** One for each unit that was used. */
  readonly lines: readonly BillLine[];
  /** The sum, in USD; not rounded. */
  readonly usd: number;
}

/** Prices what was used. Control-plane calls cost nothing and are not on it. */
export function billOf(usage: Usage): Bill {
  const lines = PRICES.flatMap(({ unit, service, item, usd, per }): BillLine[] => {
    const quantity = usage[unit] ?? 0;
    return quantity === 0 ? [] : [{ service, item, unit, quantity, usd: (quantity * usd) / per }];
  });
  return {
    region: PRICE_REGION,
    priceDate: PRICE_DATE,
    lines,
    usd: lines.reduce((sum, line) => sum + line.usd, 0),
  };
}

/** The sum of several usages, each taken a number of times. */
export function totalUsage(...parts: readonly (readonly [usage: Usage, times: number])[]): Usage {
  const total: Partial<Record<keyof Usage, number>> = {};
  for (const [usage, times] of parts) {
    for (const [unit, amount] of Object.entries(usage) as [keyof Usage, number][]) {
      total[unit] = (total[unit] ?? 0) + amount * times;
    }
  }
  return total;
}
