import type { Random } from './random.ts';

/** Events of a carrier: parcels on the move, with readings of sensors and a list of stops. About 900 bytes each. */

export const SERVICES = [
  'pickup',
  'hub',
  'linehaul',
  'customs',
  'delivery',
  'returns',
  'claims',
  'fleet',
] as const;
export const DEPOTS = 400;
export const STATES = [
  'Scanned',
  'Loaded',
  'Departed',
  'Arrived',
  'Held',
  'Released',
  'Delivered',
  'Lost',
] as const;
export const COUNTRIES = ['AT', 'BE', 'CH', 'CZ', 'DE', 'DK', 'ES', 'FR', 'IT', 'NL', 'PL', 'SE'] as const;
export const PRODUCTS = ['letter', 'parcel', 'pallet', 'express', 'cold-chain'] as const;
export const SENDERS = 5_000;
export const TRACKING_NUMBERS = 1_000_000;

export function depot(index: number): string {
  return `net.carrier.${SERVICES[index % SERVICES.length]}.d${String(index).padStart(3, '0')}`;
}

export function sender(index: number): string {
  return `S-${String(index).padStart(5, '0')}`;
}

export function trackingNumber(index: number): string {
  return `TN${String(index).padStart(7, '0')}${(index * 7) % 10}`;
}

/** What patterns are about; there is more in it. */
export interface ParcelEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly region: string;
  readonly detail: {
    readonly trackingNumber: string;
    readonly product: string;
    readonly sender: { readonly id: string; readonly country: string };
    readonly weightKg: number;
    readonly scanner: { readonly ip: string };
    readonly label: string;
  };
}

export function makeEvent(random: Random): ParcelEvent {
  const from = random.skewed(DEPOTS);
  const number = random.skewed(TRACKING_NUMBERS);
  const event = {
    version: '0',
    id: `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-8${random.hex(3)}-${random.hex(12)}`,
    'detail-type': `Parcel ${random.pick(STATES)}`,
    source: depot(from),
    account: `1111222233${String(from % 20).padStart(2, '0')}`,
    time: `2026-06-${String(1 + random.below(28)).padStart(2, '0')}T12:00:00Z`,
    region: random.pick(['eu-central-1', 'eu-west-1', 'eu-north-1']),
    resources: [`arn:aws:iot:eu-central-1:111122223300:thing/scanner-${random.hex(6)}`],
    detail: makeDetail(random, number),
  };
  return event;
}

function makeDetail(random: Random, number: number): ParcelEvent['detail'] {
  const stops = Array.from({ length: 1 + random.below(4) }, (_, index) => ({
    depot: `d${String(random.below(DEPOTS)).padStart(3, '0')}`,
    country: random.pick(COUNTRIES),
    minutes: random.below(2_000),
    done: index === 0,
  }));
  const detail = {
    trackingNumber: trackingNumber(number),
    product: random.pick(PRODUCTS),
    sender: {
      id: sender(random.skewed(SENDERS)),
      country: random.pick(COUNTRIES),
      contract: random.chance(0.7),
    },
    weightKg: Math.round(random.next() ** 3 * 40_000) / 1_000,
    valueCents: random.below(100_000),
    temperature: random.chance(0.3) ? Math.round(random.next() * 400 - 200) / 10 : null,
    scanner: {
      ip: `10.${random.below(8)}.${random.below(256)}.${random.below(256)}`,
      firmware: `4.${random.below(20)}.1`,
    },
    label: `${random.pick(['A', 'B', 'C'])}/${random.pick(COUNTRIES)}/${random.hex(6)}.${random.pick(['zpl', 'pdf', 'png'])}`,
    flags: ['fragile', 'insured', 'signature', 'weekend', 'bulky'].filter(() => random.chance(0.3)),
    stops,
    ...(random.chance(0.1) && { incident: { code: `I${random.below(40)}`, text: 'Zoll: „Prüfung“ nötig' } }),
  };
  return detail;
}
