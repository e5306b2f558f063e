import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compileScanner } from '../../../../scripts/compile-scanner.ts';
import { hashRange } from '../../../../src/languages/event-pattern/set/byte-dictionary.ts';
import { EventView } from '../../../../src/languages/event-pattern/set/event-view.ts';
import { PathTree } from '../../../../src/languages/event-pattern/set/path-tree.ts';
import { NO_ELEMENT } from '../../../../src/languages/event-pattern/set/row-layout.ts';
import { type EventLeaves, Scanner } from '../../../../src/languages/event-pattern/set/scanner.ts';
import { decodeText } from '../../../../src/languages/event-pattern/set/text.ts';
import { instantiate, type VectorModule } from '../../../../src/languages/event-pattern/set/vector-module.ts';
import {
  type Contents,
  type Strings,
  VectorScanner,
} from '../../../../src/languages/event-pattern/set/vector-scanner.ts';

const vectors = new VectorScanner(instantiate() as VectorModule, instantiate);

const NO_STRINGS: Strings = { version: 0, count: 0, forEachString: () => undefined };
const LONG_KEY = 'a key that is longer than two blocks of 16';
const KEYS = [
  'a',
  'b',
  '',
  'a.b',
  'sixteen letters!',
  'seventeen letters',
  LONG_KEY,
  `${LONG_KEY}!`,
  'ключ',
  '𝒌',
  '"',
  '\n',
];

/** What a scanner finds, in words; undefined if it refuses the event. */
function leavesIn(scanner: EventLeaves, isRead: boolean): unknown[] | undefined {
  if (!isRead) return undefined;
  const { leaves, bytes } = scanner;
  const view = new EventView();
  view.leaves = leaves;
  view.bytes = bytes;
  return Array.from({ length: leaves.count }, (_, leaf) => [
    leaves.node(leaf),
    leaves.kind(leaf),
    leaves.kind(leaf) === 0 && leaves.hash(leaf),
    decodeText(bytes.subarray(leaves.start(leaf), leaves.end(leaf))),
    leaves.kind(leaf) === 1 && view.numberAt(leaf),
    leaves.next(leaf),
    leaves.atom(leaf) >= 0,
    elementsAround(scanner, leaves.element(leaf)),
    leaves.first(leaves.node(leaf)),
    leaves.isNested(leaves.node(leaf)),
  ]);
}

function elementsAround({ leaves }: EventLeaves, element: number): unknown {
  if (element === NO_ELEMENT) return [];
  return [
    element,
    leaves.elementArray(element),
    elementsAround({ leaves } as EventLeaves, leaves.elementParent(element)),
  ];
}

function treeOf(paths: Iterable<string>): PathTree {
  const tree = new PathTree();
  for (const path of paths) tree.acquire(path, false);
  return tree;
}

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        '',
        'plain',
        'exactly sixteen!',
        'seventeen letters',
        'x'.repeat(100),
        '\ud800',
        'a\\"b',
        'tab\t',
      ),
    ),
    fc.oneof(
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, -0, 0.1, 1e21, 123456789012345, 1234567890123456),
    ),
    fc.constantFrom(true, false, null),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc
    .array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 5 })
    .map(Object.fromEntries),
}));
const paths = fc.array(
  fc.array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 3 }).map((keys) => keys.join('.')),
);
const indent = fc.constantFrom(undefined, 1, '\t', '\r\n ');
const event = fc
  .tuple(value.object, indent)
  .map(([object, space]) => JSON.stringify(object, undefined, space as string));

function agree(tree: PathTree, text: string | Uint8Array): void {
  const slow = new Scanner(tree);
  const contents = { paths: tree, strings: NO_STRINGS };
  expect(vectors.has(vectors.use(contents))).toBe(true);
  const found = leavesIn(vectors, vectors.scan(text, contents));
  const expected = leavesIn(slow, slow.scan(text));
  if (found === undefined && expected !== undefined) {
    // Left to the other scanner; only keys with escapes are.
    expect(typeof text === 'string' ? text : decodeText(text)).toMatch(/\\/);
    return;
  }
  expect(found).toEqual(expected);
}

describe('the scanner in WebAssembly and the one in TypeScript', () => {
  it('find the same in events', () => {
    fc.assert(
      fc.property(paths, event, (named, text) => agree(treeOf(named), text)),
      { numRuns: 500 },
    );
  });

  it('find the same in what is no event any more', () => {
    const damage = fc.array(
      fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"\\{}[]:,0.e-tfnu')))),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    fc.assert(
      fc.property(paths, event, damage, (named, text, changes) => {
        const bytes = new TextEncoder().encode(text);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        agree(treeOf(named), bytes);
      }),
      { numRuns: 1000 },
    );
  });

  it('read the same numbers', () => {
    const digits = fc.integer({ min: 0, max: 999_999_999 }).map(String);
    const number = fc
      .tuple(fc.constantFrom('', '-'), fc.nat(999_999_999), digits, digits, fc.nat(10))
      .map(([sign, whole, start, end, cut]) => `${sign}${whole}.${start}${end}`.slice(0, 12 + cut));
    fc.assert(
      fc.property(fc.array(number, { minLength: 1 }), (numbers) => {
        agree(treeOf(['a']), `{"a":[${numbers.map((text) => text.replace(/\.$/, ''))}]}`);
      }),
      { numRuns: 300 },
    );
  });

  it('agree about what ends too early, whatever an earlier event has left behind it', () => {
    const tree = treeOf(['a', 'b.c']);
    const text = '{"a":["x",-1.5e3,true],"b":{"c":"\\u00e4ä","d":[null]},"e":false}';
    for (let end = 0; end < text.length; end++) {
      agree(tree, text);
      agree(tree, text.slice(0, end));
    }
  });

  it.each([
    ['no space', '{"a":1}'],
    ['all kinds of space', ' \t\n\r{ "a" : [ 1 , { } , [ ] , "" ] } \n'],
    ['keys twice', '{"a":1,"a":2,"b":{"a":3},"b":{"a":4}}'],
    ['dots in keys', '{"a.b":1,"a":{"b":2,"":3},".":4,"a.":5}'],
    [
      'numbers at the limits',
      '{"a":[123456789012345,1234567890123456,-0,0.000000000000001,12345678.9012345,1e5,-1.5]}',
    ],
    [
      'halves between doubles',
      '{"a":[9007199254740993.0,9007199254740991.5,4503599627370497.25,0.5000000000000000001,1.000000000000000111]}',
    ],
    ['1,000 digits', `{"a":-${'1'.repeat(999)}.5e1}`],
    ['1,001 digits', `{"a":${'1'.repeat(1001)}}`],
    ['nesting of 1,000', `${'{"a":'.repeat(999)}{}${'}'.repeat(999)}`],
    ['nesting of 1,001', `${'{"a":'.repeat(1000)}{}${'}'.repeat(1000)}`],
    ['skipped nesting of 1,000', `{"x":${'['.repeat(999)}${']'.repeat(999)}}`],
    ['skipped nesting of 1,001', `{"x":${'['.repeat(1000)}${']'.repeat(1000)}}`],
    ['more leaves than there are rows', `{"a":[${Array.from({ length: 5000 }, (_, index) => index)}]}`],
    ['more elements than there are rows', `{"a":[${Array.from({ length: 5000 }, () => '{"b":[[1]]}')}]}`],
    ['a megabyte', JSON.stringify({ x: 'y'.repeat(1_000_000), a: 'z'.repeat(1_000_000) })],
  ])('agree about %s', (_, text) => {
    agree(treeOf(['a', 'a.b', 'b.a', 'a.a', '.']), text);
    agree(treeOf(['x']), new TextEncoder().encode(text));
  });

  it('the first gives up what another set puts into its place', () => {
    const [left, right] = ['a', 'b'].map((path) => ({ paths: treeOf([path]), strings: NO_STRINGS }));
    const ticket = vectors.use(left as Contents);
    expect(vectors.has(ticket)).toBe(true);
    vectors.use(right as Contents);
    expect(vectors.has(ticket)).toBe(false);
    expect(vectors.has(undefined)).toBe(false);
  });

  it('the first leaves what takes too much memory to the second', () => {
    const contents = { paths: treeOf(['a']), strings: NO_STRINGS };
    const ticket = vectors.use(contents);
    expect(vectors.scan(new Uint8Array(2 ** 26), contents)).toBe(false);
    expect(vectors.has(ticket)).toBe(false);
    expect(vectors.has(vectors.use(contents))).toBe(true);
    expect(vectors.scan('{"a":1}', contents)).toBe(true);
  });

  it('the first gives memory back when few paths follow many', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `key${index}`);
    vectors.use({ paths: treeOf(names), strings: NO_STRINGS });
    expect(vectors.bytes.length).toBeGreaterThan(2 ** 20);
    vectors.use({ paths: treeOf(['a']), strings: NO_STRINGS });
    expect(vectors.bytes.length).toBe(2 ** 16);
  });

  it('tell thousands of keys apart', () => {
    const names = Array.from({ length: 5000 }, (_, index) => `${'k'.repeat(index % 40)}${index}`);
    agree(treeOf(names), JSON.stringify(Object.fromEntries(names.map((name, index) => [name, index]))));
  });
});

it('in WebAssembly, leaves out what is none of the strings that alone are asked for', () => {
  const tree = new PathTree();
  const [strings, mixed] = [tree.acquire('strings', true), tree.acquire('mixed', true)];
  tree.acquire('mixed', false);
  const hash = hashRange(Buffer.from('yes'), 0, 3);
  const contents = {
    paths: tree,
    strings: {
      version: 0,
      count: 2,
      forEachString: (visit: (node: number, hash: number) => void) => {
        visit(strings, hash);
        visit(mixed, hash);
      },
    },
  };
  vectors.use(contents);
  const members = '["yes","no",1,null,{"x":"no"},"\\u0079es"]';
  const found = leavesIn(
    vectors,
    vectors.scan(`{"strings":${members},"mixed":${members}}`, contents),
  ) as unknown[][];
  expect(found.map(([node, , , text]) => [node, text])).toEqual([
    [strings, 'yes'],
    [strings, 'yes'],
    [mixed, 'yes'],
    [mixed, 'no'],
    [mixed, '1'],
    [mixed, 'null'],
    [mixed, 'yes'],
  ]);
});

describe('UTF-8', () => {
  it.each([
    ['ä', [0xc3, 0xa4], true],
    ['the last of two bytes', [0xdf, 0xbf], true],
    ['the first of three', [0xe0, 0xa0, 0x80], true],
    ['the last before surrogates', [0xed, 0x9f, 0xbf], true],
    ['the last of three', [0xef, 0xbf, 0xbf], true],
    ['the first of four', [0xf0, 0x90, 0x80, 0x80], true],
    ['U+10FFFF', [0xf4, 0x8f, 0xbf, 0xbf], true],
    ['a continuation alone', [0x80], false],
    ['overlong, of two', [0xc1, 0xbf], false],
    ['overlong, of three', [0xe0, 0x9f, 0xbf], false],
    ['a surrogate', [0xed, 0xa0, 0x80], false],
    ['overlong, of four', [0xf0, 0x8f, 0xbf, 0xbf], false],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80], false],
    ['a byte that is never there', [0xf5, 0x80, 0x80, 0x80], false],
    ['cut off after one', [0xc3], false],
    ['cut off after two', [0xe2, 0x82], false],
    ['cut off after three', [0xf0, 0x9f, 0x98], false],
  ])('%s', (_, character, valid) => {
    for (const text of ['{"a":"#"}', '{"x":"#"}', '{"#":1}', '{"x":{"#":[]}}']) {
      const [before = '', after = ''] = text.split('#');
      const bytes = Uint8Array.from([...Buffer.from(before), ...character, ...Buffer.from(after)]);
      const tree = treeOf(['a']);
      const contents = { paths: tree, strings: NO_STRINGS };
      vectors.use(contents);
      expect(vectors.scan(bytes, contents)).toBe(valid);
      expect(new Scanner(tree).scan(bytes)).toBe(valid);
    }
  });
});

describe('without WebAssembly', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it.each([
    ['there is none', undefined],
    [
      'it is forbidden',
      {
        Module: class {
          constructor() {
            throw new EvalError('CSP');
          }
        },
      },
    ],
  ])('a set matches all the same: %s', async (_, stub) => {
    vi.stubGlobal('WebAssembly', stub);
    vi.resetModules();
    const { PatternSet } = await import('../../../../src/languages/event-pattern/set/pattern-set.ts');
    const set = new PatternSet();
    set.add('a', '{"a":["ä"]}');
    expect(set.match('{"a":"ä"}')).toEqual(['a']);
    expect(set.match('{"a":"o"}')).toEqual([]);
    expect(() => set.match('{"a"}')).toThrow('Parameter Event is not valid.');
  });
});

it('the module in the repository is what its sources compile to', { timeout: 60_000 }, async () => {
  const url = new URL('../../../../src/languages/event-pattern/set/vector-module-bytes.ts', import.meta.url);
  expect(readFileSync(url, 'utf8')).toBe(await compileScanner());
});
