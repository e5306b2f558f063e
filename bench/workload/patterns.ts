import {
  COUNTRIES,
  DEPOTS,
  depot,
  PRODUCTS,
  SENDERS,
  STATES,
  sender,
  TRACKING_NUMBERS,
  trackingNumber,
} from './events.ts';
import type { Random } from './random.ts';

/** `routed`: most patterns name a source, as rules on a bus do. `content`: none does; each operator has its share. */
export type Mix = 'routed' | 'content';

type Fields = Readonly<Record<string, unknown>>;

export function makePattern(random: Random, mix: Mix): object {
  if (mix === 'content')
    return { detail: { ...contentOf(random), ...(random.chance(0.3) && contentOf(random)) } };
  const route = { source: [depot(random.skewed(DEPOTS))], 'detail-type': [`Parcel ${random.pick(STATES)}`] };
  return random.chance(0.2)
    ? { source: route.source, detail: contentOf(random) }
    : { ...route, detail: contentOf(random) };
}

/** One field of a pattern, of any operator. */
function contentOf(random: Random): Fields {
  return random.pick(MAKERS)(random);
}

const MAKERS: readonly ((random: Random) => Fields)[] = [
  (random) => ({ trackingNumber: [trackingNumber(random.below(TRACKING_NUMBERS))] }),
  (random) => ({ sender: { id: severalOf(random, () => sender(random.below(SENDERS))) } }),
  (random) => ({ trackingNumber: [{ prefix: trackingNumber(random.below(TRACKING_NUMBERS)).slice(0, 6) }] }),
  (random) => ({ label: [{ suffix: `${random.hex(2)}.${random.pick(['zpl', 'pdf', 'png'])}` }] }),
  (random) => ({ label: [{ wildcard: `${random.pick(['A', 'B', 'C'])}/*/${random.hex(2)}*.pdf` }] }),
  (random) => ({ sender: { id: [{ 'equals-ignore-case': sender(random.below(SENDERS)).toLowerCase() }] } }),
  (random) => ({ weightKg: [range(random, 40)], product: [random.pick(PRODUCTS)] }),
  (random) => ({ valueCents: [range(random, 100_000)], sender: { country: [random.pick(COUNTRIES)] } }),
  (random) => ({ valueCents: [random.below(100_000)] }),
  (random) => ({ scanner: { ip: [{ cidr: `10.${random.below(8)}.${random.below(256)}.0/24` }] } }),
  (random) => ({
    product: [{ 'anything-but': severalOf(random, () => random.pick(PRODUCTS)) }],
    stops: { depot: [`d${String(random.below(DEPOTS)).padStart(3, '0')}`] },
  }),
  (random) => ({ incident: { code: [{ exists: false }] }, sender: { id: [sender(random.below(SENDERS))] } }),
  (random) => ({ incident: { code: [`I${random.below(40)}`] }, flags: ['insured'] }),
  (random) => ({
    stops: {
      depot: [`d${String(random.below(DEPOTS)).padStart(3, '0')}`],
      country: [random.pick(COUNTRIES)],
    },
  }),
  (random) => ({
    $or: [
      { sender: { id: [sender(random.below(SENDERS))] } },
      {
        temperature: [{ numeric: ['>', 15 + random.below(5)] }],
        label: [{ suffix: `${random.hex(2)}.png` }],
      },
    ],
  }),
];

function severalOf<T>(random: Random, make: () => T): T[] {
  return [...new Set(Array.from({ length: 1 + random.below(3) }, make))];
}

function range(random: Random, limit: number): object {
  const low = Math.round(random.next() * limit * 1_000) / 1_000;
  return { numeric: ['>=', low, '<', Math.round((low + limit / 500) * 1_000) / 1_000] };
}
