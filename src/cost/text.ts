import { PRICE_DATE, PRICE_REGION, PRICES } from '../billing/prices.ts';
import type { CostReport, ShapeCost } from './report.ts';
import { HOURS_PER_MONTH, type Workload } from './workload.ts';

/** The report for people: one column of units and one of USD for each shape. */
export function costText({ workload, eventsPerMonth, shapes }: CostReport): string {
  const rows = [
    ['', ...shapes.flatMap(({ name }) => [name, 'USD'])],
    ...billRows(shapes),
    ['a month', ...shapes.flatMap(({ bill }) => ['', money(bill.usd)])],
    ['per million events', ...shapes.flatMap((shape) => ['', money(shape.usdPerMillionEvents)])],
  ];
  if (shapes.length > 1)
    rows.push(['times the first', ...shapes.flatMap((shape) => ['', ratio(shape, shapes)])]);
  rows.push([
    'control-plane calls per event',
    ...shapes.flatMap(({ controlPlaneCallsPerEvent }) => [amount(controlPlaneCallsPerEvent), '']),
  ]);
  return [
    `${workloadText(workload)}: ${amount(eventsPerMonth)} events a month`,
    '',
    ...table(rows),
    '',
    `List prices of ${PRICE_REGION}, ${PRICE_DATE}, USD, without free tiers; a month has ${HOURS_PER_MONTH} hours.`,
    ...shapes.flatMap(remarks(workload)),
    '',
  ].join('\n');
}

function workloadText({ clients, eventsPerSecond, matchRate, sizeBytes }: Workload): string {
  const share = `${amount(matchRate * 100)} %`;
  return `${amount(clients)} clients, ${amount(eventsPerSecond)} events/s of ${amount(sizeBytes)} bytes, ${share} wanted by a client`;
}

function billRows(shapes: readonly ShapeCost[]): string[][] {
  return PRICES.flatMap(({ unit, service, item }) => {
    if (shapes.every(({ usage }) => !usage[unit])) return [];
    const cells = shapes.flatMap(({ usage, bill }) => {
      const line = bill.lines.find((candidate) => candidate.unit === unit);
      return line ? [amount(usage[unit] ?? 0), money(line.usd)] : ['', ''];
    });
    return [[`${service}: ${item}`, ...cells]];
  });
}

/** The account's quota for EventBridge's control plane. */
const CONTROL_PLANE_CALLS_PER_SECOND = 50;

/** What a sum does not say. */
function remarks({ eventsPerSecond }: Workload): (shape: ShapeCost) => string[] {
  return ({ name, basis, deliveredShare, controlPlaneCallsPerEvent }) => {
    const callsPerSecond = controlPlaneCallsPerEvent * eventsPerSecond;
    return [
      ...(basis === 'on paper' ? [`${name}: calculated, not run; docs/cost.md has the formula.`] : []),
      ...(deliveredShare < 1
        ? [
            `${name}: delivered ${amount(deliveredShare * 100)} % of what was due; the rest is beyond its limits.`,
          ]
        : []),
      ...(callsPerSecond > CONTROL_PLANE_CALLS_PER_SECOND
        ? [
            `${name}: needs ${amount(callsPerSecond)} control-plane calls a second; an account has ${CONTROL_PLANE_CALLS_PER_SECOND}. AWS would not let it run.`,
          ]
        : []),
    ];
  };
}

function ratio({ usdPerMillionEvents }: ShapeCost, [first]: readonly ShapeCost[]): string {
  return `${amount(usdPerMillionEvents / (first as ShapeCost).usdPerMillionEvents)} ×`;
}

/** Digits that matter: 26,280,000 and 0.00625. */
export function amount(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : 2;
  if (value !== 0 && Math.abs(value) < 0.01)
    return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

export function money(usd: number): string {
  return usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** Columns of one width: the first to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
