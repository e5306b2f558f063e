import fc from 'fast-check';
import { EventPatternError, parsePattern } from '../../../src/languages/event-pattern/index.ts';
import { expression, type Found, json, leavesOf, list, merge, nest, render, type Tree } from './tree.ts';

/**
 * Random patterns and events over few keys and values, so that they have something to do with each other. All are
 * JSON texts. Each generator takes a {@link Domain}; `plain` leaves out what JSON.parse or a double would change.
 */
export interface Domain {
  readonly keys: readonly string[];
  readonly strings: readonly string[];
  /** JSON texts of numbers. */
  readonly numbers: readonly string[];
  /** Whether a key may come twice in an object. */
  readonly duplicateKeys: boolean;
}

export const plain: Domain = {
  keys: ['a', 'b', 'c', 'c.d', 'a-b', 'é', '__proto__'],
  strings: [
    '',
    'a',
    'b',
    'ab',
    'aba',
    'AB',
    'abc',
    'ß',
    'SS',
    '1',
    'null',
    '*',
    'a*b',
    '\\',
    '10.0.0.1',
    '10.0.1.7',
    '2001:db8::1',
  ],
  numbers: ['0', '1', '-1', '1.5', '300', '3e2', '300.00', '-0', '0.1', '1000000', '123456789012'],
  duplicateKeys: false,
};

export const wild: Domain = {
  keys: [...plain.keys, '', 'a.', '$'],
  strings: [
    ...plain.strings,
    '😀',
    '??',
    '\ud83d',
    'İ',
    'i̇',
    'ǰ',
    'J̌',
    '::ffff:a00:1',
    '10.0.0.01',
    'a00::1',
    '\u0000',
    '"',
  ],
  numbers: [
    ...plain.numbers,
    '1e400',
    '123456789012345678901',
    '123456789012345678902',
    '16',
    '105',
    '1E1',
    '0.30000000000000004',
  ],
  duplicateKeys: true,
};

function members(domain: Domain, value: fc.Arbitrary<Tree>, size: { minLength: number; maxLength: number }) {
  const member = fc.tuple(fc.constantFrom(...domain.keys), value);
  const list = domain.duplicateKeys
    ? fc.array(member, size)
    : fc.uniqueArray(member, { ...size, selector: ([key]) => key });
  return list.map((found): Tree => ({ kind: 'object', members: found }));
}

function scalar(domain: Domain): fc.Arbitrary<Tree> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...domain.strings).map(json) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(...domain.numbers).map((text): Tree => ({ kind: 'scalar', text })),
    },
    { weight: 1, arbitrary: fc.constantFrom(true, false, null).map(json) },
  );
}

/** What an event's `detail` may be. */
function value(domain: Domain, depth: number): fc.Arbitrary<Tree> {
  if (depth === 0) return scalar(domain);
  const items = fc.array(value(domain, depth - 1), { maxLength: 3 });
  return fc.oneof(
    { weight: 3, arbitrary: scalar(domain) },
    { weight: 2, arbitrary: items.map((found): Tree => ({ kind: 'array', items: found })) },
    { weight: 3, arbitrary: members(domain, value(domain, depth - 1), { minLength: 0, maxLength: 3 }) },
  );
}

function envelope(detail: Tree, source: string): Tree {
  const members: [string, Tree][] = Object.entries({
    version: '0',
    id: '00000000-0000-4000-8000-000000000001',
    'detail-type': 'Test',
    source,
    account: '111122223333',
    time: '2026-01-01T00:00:00Z',
    region: 'us-east-1',
  }).map(([key, text]) => [key, json(text)]);
  members.push(['resources', { kind: 'array', items: [json('r1'), json('r2')] }], ['detail', detail]);
  return { kind: 'object', members };
}

function eventTree(domain: Domain): fc.Arbitrary<Tree> {
  const detail = members(domain, value(domain, 3), { minLength: 1, maxLength: 4 });
  return fc.tuple(detail, fc.constantFrom('a', 'b')).map(([tree, source]) => envelope(tree, source));
}

/** A whole event, with an envelope that EventBridge accepts. */
export function arbitraryEvent(domain: Domain = plain): fc.Arbitrary<string> {
  return eventTree(domain).map(render);
}

const COMPARABLE = /^-?\d{1,15}(\.\d{1,2})?(e\d)?$/;
const WILDCARDS = ['*', 'a*', '*b', 'a*a', '*b*', '\\\\*', '\\*', 'a\\**', '10.*', 'ab', ''];
const RANGES = ['10.0.0.0/24', '10.0.0.0/7', '10.0.1.7/31', '2001:db8::/32', '2001::/16'];
/** Some of these hold numbers, too (EP-88). */
const WILD_RANGES = [...RANGES, '0.0.0.0/1', '16.0.0.0/8', '0.0.0.0/0', '::/0', '::/1', '::ffff:a00:0/24'];

/** One element of a leaf array of a pattern. */
function matcher(domain: Domain): fc.Arbitrary<Tree> {
  const text = fc.constantFrom(...domain.strings);
  const affix = fc.constantFrom('prefix', 'suffix');
  const numbers = domain.numbers.filter((each) => COMPARABLE.test(each));
  const number = fc.constantFrom(...numbers);
  const wildcard = fc.constantFrom(...WILDCARDS);
  const ranges = domain.duplicateKeys ? WILD_RANGES : RANGES;
  const few = { minLength: 1, maxLength: 3 };
  const excluded = fc.oneof(
    fc.array(text.map(json), few),
    fc.array(
      number.map((each): Tree => ({ kind: 'scalar', text: each })),
      few,
    ),
  );
  const operand = fc.oneof(
    fc.tuple(
      affix,
      text.filter((each) => each !== ''),
    ),
    fc.tuple(fc.constant('equals-ignore-case'), text),
    fc.tuple(fc.constant('wildcard'), wildcard),
  );
  return fc.oneof(
    { weight: 4, arbitrary: scalar(domain) },
    fc.tuple(affix, text).map(([operator, each]) => expression(operator, json(each))),
    fc
      .tuple(affix, text)
      .map(([operator, each]) => expression(operator, expression('equals-ignore-case', json(each)))),
    text.map((each) => expression('equals-ignore-case', json(each))),
    wildcard.map((each) => expression('wildcard', json(each))),
    fc.constantFrom(...ranges).map((each) => expression('cidr', json(each))),
    fc.boolean().map((each) => expression('exists', json(each))),
    numeric(numbers),
    excluded.map((items) =>
      expression('anything-but', items.length === 1 ? (items[0] as Tree) : list(...items)),
    ),
    operand.map(([operator, each]) => expression('anything-but', expression(operator, json(each)))),
    fc.array(operand, few).map((all) => {
      const [operator] = all[0] as [string, string];
      const same = all.filter(([other]) => other === operator).map(([, each]) => json(each));
      return expression('anything-but', expression(operator, list(...same)));
    }),
  );
}

function numeric(numbers: readonly string[]): fc.Arbitrary<Tree> {
  const number = fc.constantFrom(...numbers);
  const scalarOf = (text: string): Tree => ({ kind: 'scalar', text });
  const one = fc
    .tuple(fc.constantFrom('=', '<', '<=', '>', '>='), number)
    .map(([operator, text]) => list(json(operator), scalarOf(text)));
  const two = fc
    .tuple(fc.constantFrom('>', '>='), number, fc.constantFrom('<', '<='), number)
    .filter(([, low, , high]) => Number(low) < Number(high))
    .map(([from, low, to, high]) => list(json(from), scalarOf(low), json(to), scalarOf(high)));
  return fc.oneof(one, two).map((range) => expression('numeric', range));
}

function leaf(domain: Domain): fc.Arbitrary<Tree> {
  return fc.array(matcher(domain), { minLength: 1, maxLength: 3 }).map((items) => list(...items));
}

/** An object of a pattern: fields, nested objects, and sometimes an `$or`. */
function condition(domain: Domain, depth: number): fc.Arbitrary<Tree> {
  const field =
    depth === 0
      ? leaf(domain)
      : fc.oneof({ weight: 2, arbitrary: leaf(domain) }, condition(domain, depth - 1));
  const fields = members(domain, field, { minLength: 1, maxLength: 2 });
  if (depth === 0) return fields;
  const branches = fc.array(condition(domain, depth - 1), { minLength: 2, maxLength: 3 });
  return fc.oneof(
    { weight: 4, arbitrary: fields },
    { weight: 1, arbitrary: fc.tuple(fields, branches).map(([tree, found]) => withOr(tree, found)) },
  );
}

function withOr(tree: Tree, branches: readonly Tree[]): Tree {
  const fields = tree.kind === 'object' ? tree.members : [];
  return { kind: 'object', members: [...fields, ['$or', list(...branches)]] };
}

/** A valid pattern that has no event in mind. */
export function arbitraryPattern(domain: Domain = plain): fc.Arbitrary<string> {
  const detail = condition(domain, 2).map((tree): Tree => ({ kind: 'object', members: [['detail', tree]] }));
  return detail.map(render).filter(isAccepted);
}

/** Now and then wildcards get too many for AWS; that is all there should be to refuse. */
function isAccepted(patternText: string): boolean {
  try {
    parsePattern(patternText);
    return true;
  } catch (error) {
    if (error instanceof EventPatternError && error.message.includes('Rule is too complex')) return false;
    throw error;
  }
}

export interface Pair {
  readonly patternText: string;
  readonly eventText: string;
}

/** A pattern and an event; in most pairs the pattern was made from the event's own leaves. */
export function arbitraryPair(domain: Domain = plain): fc.Arbitrary<Pair> {
  const related = eventTree(domain).chain((event) =>
    patternAbout(domain, event)
      .map(render)
      .filter(isAccepted)
      .map((patternText) => ({ patternText, eventText: render(event) })),
  );
  const unrelated = fc.record({ patternText: arbitraryPattern(domain), eventText: arbitraryEvent(domain) });
  return fc.oneof({ weight: 4, arbitrary: related }, { weight: 1, arbitrary: unrelated });
}

function patternAbout(domain: Domain, event: Tree): fc.Arbitrary<Tree> {
  const leaves = leavesOf(event);
  const inDetail = leaves.filter(({ keys }) => keys[0] === 'detail');
  const picked = fc.array(fc.constantFrom(...(inDetail.length > 0 ? inDetail : leaves)), {
    minLength: 1,
    maxLength: 4,
  });
  const fields = picked.chain((found) =>
    fc.tuple(...found.map((each) => fieldAbout(domain, each).map((matchers) => nest(each.keys, matchers)))),
  );
  const odd = condition(domain, 1).map((tree) => nest(['detail'], tree));
  return fc.tuple(fields, fc.option(odd, { freq: 4 }), fc.nat(5)).map(([found, other, shape]) => {
    if (shape === 0 && found.length > 1) return { kind: 'object', members: [['$or', list(...found)]] };
    return merge(other && shape === 1 ? [...found, other] : found);
  });
}

function fieldAbout(domain: Domain, { text }: Found): fc.Arbitrary<Tree> {
  const exact: Tree = { kind: 'scalar', text };
  const about: fc.Arbitrary<Tree>[] = [fc.constant(exact), fc.constant(expression('exists', json(true)))];
  if (text.startsWith('"')) about.push(...stringAbout(JSON.parse(text) as string));
  if (COMPARABLE.test(text))
    about.push(
      fc.constantFrom('>=', '<=', '=').map((operator) => expression('numeric', list(json(operator), exact))),
    );
  const right = fc.oneof(...about);
  const any = matcher(domain);
  return fc.oneof(
    { weight: 5, arbitrary: right.map((each) => list(each)) },
    { weight: 2, arbitrary: fc.tuple(any, right).map((both) => list(...both)) },
    { weight: 2, arbitrary: any.map((each) => list(each)) },
  );
}

function stringAbout(text: string): fc.Arbitrary<Tree>[] {
  const cut = fc.nat(text.length);
  const escaped = (part: string): string => part.replace(/[*\\]/g, '\\$&');
  return [
    cut.map((at) => expression('prefix', json(text.slice(0, at)))),
    cut.map((at) => expression('suffix', json(text.slice(at)))),
    cut.map((at) => expression('wildcard', json(`${escaped(text.slice(0, at))}*${escaped(text.slice(at))}`))),
    fc
      .constantFrom(text.toUpperCase(), text.toLowerCase())
      .map((each) => expression('equals-ignore-case', json(each))),
    cut.map((at) =>
      expression('prefix', expression('equals-ignore-case', json(text.slice(0, at).toUpperCase()))),
    ),
  ];
}
