import { COUNTRIES, makeEvent, type ParcelEvent, PRODUCTS, STATES } from './events.ts';
import type { Random } from './random.ts';

/** Patterns about parcels (events.ts) that use one operator each, or one way to combine them. */

type MakePattern = (random: Random, index: number) => object;

/** One field, of any path, about a text that some event has there. */
function aboutText(make: (random: Random, text: string) => unknown): MakePattern {
  return (random) => {
    const [keys, text] = random.pick(textsOf(makeEvent(random)));
    return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), [make(random, text)]) as object;
  };
}

function textsOf({ source, detail }: ParcelEvent): [keys: string[], text: string][] {
  return [
    [['source'], source],
    [['detail', 'trackingNumber'], detail.trackingNumber],
    [['detail', 'sender', 'id'], detail.sender.id],
    [['detail', 'scanner', 'ip'], detail.scanner.ip],
    [['detail', 'label'], detail.label],
    [['detail', 'stops', 'depot'], source.slice(-4)],
  ];
}

export const OPERATORS: Readonly<Record<string, MakePattern>> = {
  exact: aboutText((_, text) => text),
  prefix: aboutText((random, text) => ({ prefix: startOf(random, text) })),
  suffix: aboutText((random, text) => ({ suffix: endOf(random, text) })),
  'ignore-case': aboutText((random, text) => ignoringCase(random, text)),
  'prefix-ignore-case': aboutText((random, text) => ({
    prefix: ignoringCase(random, startOf(random, text)),
  })),
  'suffix-ignore-case': aboutText((random, text) => ({ suffix: ignoringCase(random, endOf(random, text)) })),
  'wildcard-1': aboutText((random, text) => ({ wildcard: `${startOf(random, text)}*${text.slice(-1)}` })),
  'wildcard-2': aboutText((random, text) => ({ wildcard: `${text[0]}*${middleOf(random, text)}*` })),
  'wildcard-3': aboutText((random, text) => {
    const half = text.length >> 1;
    return { wildcard: `*${middleOf(random, text.slice(0, half))}*${middleOf(random, text.slice(half))}*` };
  }),
  'anything-but': aboutText((random, text) => ({ 'anything-but': [text, random.hex(4), random.hex(5)] })),
  'anything-but-prefix': aboutText((random, text) => ({ 'anything-but': { prefix: startOf(random, text) } })),
  'anything-but-suffix': aboutText((random, text) => ({ 'anything-but': { suffix: endOf(random, text) } })),
  'anything-but-ignore-case': aboutText((random, text) => ({ 'anything-but': ignoringCase(random, text) })),
  'anything-but-wildcard': aboutText((random, text) => ({
    'anything-but': { wildcard: `*${middleOf(random, text)}*` },
  })),
  'anything-but-number': (random) => ({
    detail: { valueCents: [{ 'anything-but': [random.below(100_000), 1] }] },
  }),
  'three-anything-but': (random) => ({
    source: [{ 'anything-but': [`x${random.below(500)}`] }],
    detail: {
      product: [{ 'anything-but': [random.pick(PRODUCTS)] }],
      sender: { country: [{ 'anything-but': { prefix: random.pick(COUNTRIES) } }] },
    },
  }),
  number: (random) => ({
    detail: { valueCents: [random.below(100_000)], weightKg: [{ numeric: ['>=', 0] }] },
  }),
  'number-equal': (random) => ({ detail: { stops: { minutes: [{ numeric: ['=', random.below(2_000)] }] } } }),
  range: (random) => ({ detail: { valueCents: [rangeOf(random, 200)] } }),
  'range-wide': (random) => ({ detail: { valueCents: [rangeOf(random, 20_000)] } }),
  exists: (random, index) => ({ detail: { [keyOf(random, index)]: [{ exists: true }] } }),
  absent: (random, index) => ({
    detail: { [keyOf(random, index)]: [{ exists: false }], product: [random.pick(PRODUCTS)] },
  }),
  cidr: (random) => {
    const address = `10.${random.below(8)}.${random.below(256)}.0`;
    return { detail: { scanner: { ip: [{ cidr: `${address}/${random.pick([8, 12, 16, 20, 24, 28])}` }] } } };
  },
  or: (random) => ({ $or: Array.from({ length: 5 }, () => oneOfThree(random, 0)) }),
  'or-nested': (random) => ({
    $or: fourTimes(() => ({ 'detail-type': [`Parcel ${random.pick(STATES)}`] })),
    detail: {
      $or: fourTimes(() => ({ product: [random.pick(PRODUCTS)] })),
      sender: { $or: fourTimes(() => ({ country: [random.pick(COUNTRIES)] })) },
    },
  }),
  'few-values': (random) => ({
    detail: { product: [random.pick(PRODUCTS)], sender: { country: [random.pick(COUNTRIES)] } },
  }),
  'many-fields': aboutAllFields,
  'one-path-each': (random, index) => ({ detail: { [`p${index}`]: [1], product: [random.pick(PRODUCTS)] } }),
  same: () => ({ 'detail-type': ['Parcel Lost'], detail: { product: ['parcel'] } }),
  everything: (_, index) => ({
    version: ['0'],
    account: [{ exists: true }],
    [`x${index}`]: [{ exists: false }],
  }),
};

const oneOfThree = aboutText((random, text) =>
  random.pick<unknown>([text, { prefix: startOf(random, text) }, { suffix: endOf(random, text) }]),
);

function aboutAllFields(random: Random): object {
  const { source, 'detail-type': detailType, region, detail } = makeEvent(random);
  return {
    version: ['0'],
    source: [{ prefix: source.slice(0, 14) }],
    'detail-type': [detailType],
    region: [region, 'us-east-1'],
    detail: {
      product: [detail.product],
      sender: { country: [detail.sender.country], contract: [true], id: [{ 'anything-but': 'S-00000' }] },
      weightKg: [{ numeric: ['>=', Math.floor(detail.weightKg)] }],
      incident: [{ exists: false }],
      stops: { country: [{ exists: true }] },
    },
  };
}

/** At least two letters. */
function startOf(random: Random, text: string): string {
  return text.slice(0, 2 + random.below(text.length - 1));
}

function endOf(random: Random, text: string): string {
  return text.slice(-2 - random.below(text.length - 1));
}

function middleOf(random: Random, text: string): string {
  const length = 2 + random.below(4);
  const from = random.below(Math.max(1, text.length - length));
  return text.slice(from, from + length);
}

function ignoringCase(random: Random, text: string): object {
  return { 'equals-ignore-case': random.chance(0.5) ? text.toUpperCase() : text.toLowerCase() };
}

function rangeOf(random: Random, width: number): object {
  const low = random.below(100_000);
  return { numeric: ['>=', low, '<', low + 1 + random.below(width)] };
}

function keyOf(random: Random, index: number): string {
  return random.pick(['incident', 'temperature', 'product', `missing${index % 400}`]);
}

function fourTimes<T>(make: () => T): T[] {
  return Array.from({ length: 4 }, make);
}
