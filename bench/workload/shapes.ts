import { COUNTRIES, makeEvent } from './events.ts';
import type { Mix } from './mixes.ts';
import { makePattern } from './patterns.ts';
import type { Random } from './random.ts';

/** Events of other shapes than the usual one, with patterns about them. */
export const SHAPES: Readonly<Record<string, Mix>> = {
  /** About 140 bytes. */
  small: {
    event: (random) => envelope(random, { status: random.pick(['on', 'off']), n: random.below(100) }),
    pattern: (random) =>
      random.pick<object>([
        { detail: { n: [random.below(100)], status: ['on'] } },
        { detail: { n: [{ numeric: ['>', random.below(100)] }] }, source: [`s${random.below(50)}`] },
        { id: [{ prefix: random.hex(3) }] },
      ]),
  },
  large: { event: (random) => padded(random, 20_000), pattern: ofContent },
  huge: { event: (random) => padded(random, 200_000), pattern: ofContent },
  /** What patterns name comes last. */
  late: {
    event: (random) => ({
      detail: { ...record(20, (index) => [`key${index}`, random.hex(24)]), last: random.hex(2) },
      source: `net.carrier.${random.below(9)}`,
    }),
    pattern: (random) => ({
      source: [`net.carrier.${random.below(9)}`],
      detail: { last: [random.hex(2), random.hex(2)] },
    }),
  },
  /** Each event has 40 of 500 keys, in any order. */
  'many-keys': {
    event: (random) =>
      envelope(
        random,
        record(40, () => [`k${random.below(500)}`, `v${random.below(5)}`]),
      ),
    pattern: (random) => ({ detail: record(3, () => [`k${random.below(500)}`, [`v${random.below(5)}`]]) }),
  },
  /** Their first 41 letters are the same. */
  'long-keys': {
    event: (random) =>
      envelope(
        random,
        record(15, () => [longKey(random), random.below(20)]),
      ),
    pattern: (random) => ({ detail: { [longKey(random)]: [random.below(20)] } }),
  },
  deep: {
    event: (random) => envelope(random, deep(random, 40)),
    pattern: (random) => ({ detail: deepPattern(random, 40) }),
  },
  /** Arrays of 200 strings. */
  strings: {
    event: (random) =>
      envelope(random, { tags: list(200, () => random.hex(3)), kind: random.pick(COUNTRIES) }),
    pattern: (random) => {
      const tag = random.pick<unknown>([
        random.hex(3),
        { prefix: random.hex(2) },
        { 'anything-but': [random.hex(3)] },
      ]);
      return { detail: { tags: [tag], kind: [random.pick(COUNTRIES)] } };
    },
  },
  objects: { event: (random) => objects(random, 20), pattern: objectsPattern },
  'objects-200': { event: (random) => objects(random, 200), pattern: objectsPattern },
  'nested-arrays': {
    event: (random) => {
      const point = () => ({ lon: random.below(90), lat: random.below(90) });
      const rings = list(4, () => list(3, () => list(4, point)));
      return envelope(random, { type: random.pick(['Polygon', 'Line']), rings });
    },
    pattern: (random) => {
      const lat = random.pick<unknown>([random.below(90), { numeric: ['>', 60 + random.below(30)] }]);
      return { detail: { type: ['Polygon'], rings: { lon: [random.below(90)], lat: [lat] } } };
    },
  },
  /** Strings with escapes. */
  escaped: {
    event: (random) =>
      envelope(random, {
        text: escaped(random),
        note: escaped(random),
        list: list(5, () => escaped(random)),
      }),
    pattern: (random) => {
      const text = escaped(random);
      const matcher = random.pick<unknown>([text, { prefix: text.slice(0, -7) }, { suffix: text.slice(-4) }]);
      return { detail: { [random.pick(['text', 'note', 'list'])]: [matcher] } };
    },
  },
  unicode: {
    event: (random) =>
      envelope(random, { name: name(random), straße: name(random), note: '日本語のテキスト '.repeat(10) }),
    pattern: (random) => {
      const text = name(random);
      const matcher = random.pick<unknown>([
        text,
        { prefix: text.slice(0, 3) },
        { suffix: `e${random.below(100)}` },
        { 'equals-ignore-case': text.toUpperCase() },
        { prefix: { 'equals-ignore-case': text.slice(0, 5).toLowerCase() } },
        { wildcard: `*${text.slice(2, 5)}*${random.below(10)}` },
      ]);
      return { detail: { [random.pick(['name', 'straße'])]: [matcher] } };
    },
  },
  'cidr-v6': {
    event: (random) => envelope(random, { ip: ipv6Address(random) }),
    pattern: (random) => ({
      detail: { ip: [{ cidr: `${ipv6Address(random)}/${random.pick([40, 44, 48, 52, 64, 96])}` }] },
    }),
  },
  /** All patterns match: each is a start of the one text. */
  'prefix-nested': {
    event: (random) => envelope(random, { text: DIGITS }),
    pattern: (_, index) => ({ detail: { text: [{ prefix: DIGITS.slice(0, lengthOf(index)) }] } }),
  },
  'prefix-nested-ignore-case': {
    event: (random) => envelope(random, { text: DIGITS }),
    pattern: (_, index) => {
      const start = DIGITS.slice(0, lengthOf(index)).toUpperCase();
      return { detail: { text: [{ prefix: { 'equals-ignore-case': start } }] } };
    },
  },
  'suffix-nested': {
    event: (random) => envelope(random, { text: DIGITS }),
    pattern: (_, index) => ({ detail: { text: [{ suffix: DIGITS.slice(-lengthOf(index)) }] } }),
  },
  /** None matches, but each nearly at each letter. */
  'infix-repeated': {
    event: (random) => envelope(random, { text: 'a'.repeat(400) }),
    pattern: (_, index) => ({ detail: { text: [{ wildcard: `*${'a'.repeat(lengthOf(index))}b*` }] } }),
  },
};

const DIGITS = '0123456789abcdef'.repeat(20);

function lengthOf(index: number): number {
  return 1 + (index % DIGITS.length);
}

function ofContent(random: Random): object {
  return makePattern(random, 'content');
}

function envelope(random: Random, detail: object): object {
  return { id: random.hex(12), source: 'net.carrier.test', 'detail-type': 'Test', detail };
}

function list<T>(length: number, make: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => make(index));
}

function record(length: number, make: (index: number) => readonly [string, unknown]): object {
  return Object.fromEntries(list(length, make));
}

/** The usual event with so many more bytes that no pattern names. */
function padded(random: Random, bytes: number): object {
  const { detail, ...rest } = makeEvent(random);
  const payload = list(bytes / 100, (index) => ({
    key: random.hex(16),
    note: `${index}: ${random.hex(20)} ${random.hex(12)}`,
    value: random.next(),
  }));
  return { ...rest, detail: { payload, ...detail } };
}

function longKey(random: Random): string {
  return `aVeryLongKeyWithTheSameStartInEachOfThem_${String(random.below(100)).padStart(4, '0')}`;
}

function deep(random: Random, levels: number): object {
  if (levels === 0) return { leaf: random.below(100) };
  return { [`k${random.below(2)}`]: deep(random, levels - 1), [`z${levels}`]: levels, t: 'text text text' };
}

function deepPattern(random: Random, levels: number): object {
  let inner: object = { t: ['text text text'] };
  for (let level = random.below(levels); level >= 0; level--) inner = { [`k${random.below(2)}`]: inner };
  return inner;
}

function objects(random: Random, length: number): object {
  const point = () => ({ x: random.below(10), y: random.below(10) });
  const item = () => ({
    sku: `s${random.below(200)}`,
    quantity: random.below(10),
    tags: [`a${random.below(5)}`, `b${random.below(5)}`],
    points: [point(), point()],
  });
  return envelope(random, { items: list(length, item) });
}

function objectsPattern(random: Random): object {
  const points = random.chance(0.5) && { points: { x: [random.below(10)], y: [random.below(10)] } };
  return { detail: { items: { sku: [`s${random.below(200)}`], quantity: [random.below(10)], ...points } } };
}

function escaped(random: Random): string {
  return `line "${random.below(50)}"\n\tC:\\temp\\${random.hex(2)}\\`;
}

const NAMES = ['Müller', 'Straße', 'Ünal', 'Émile', 'Зоя', 'Ångström', 'ΣΙΣΥΦΟΣ', 'İstanbul', '東京都'];

function name(random: Random): string {
  return `${random.pick(NAMES)}${random.below(500)}`;
}

function ipv6Address(random: Random): string {
  return `2001:db8:${random.hex(4)}:${random.hex(1)}::${random.hex(4)}`;
}
