import { describe, expect, it } from 'vitest';
import {
  EventPatternError,
  matches,
  PatternSet,
  parsePattern,
} from '../../../../src/languages/event-pattern/index.ts';

function setOf(...patterns: string[]): PatternSet {
  const set = new PatternSet();
  for (const [index, pattern] of patterns.entries()) set.add(String(index), pattern);
  return set;
}

/** What a set matches, by either scanner: after some events WebAssembly has its turn (see event-reader.ts). */
function idsOf(set: PatternSet, event: string | Uint8Array): string[] {
  const ids = set.match(event);
  for (let turn = 0; turn < 10; turn++) expect(set.match(event)).toEqual(ids);
  return ids;
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe('one pattern in a set, and one event', () => {
  it.each([
    ['an escaped key', '{"source":["a"]}', '{"\\u0073ource":"a"}', true],
    ['an escaped value', '{"a":["é\\n"]}', '{"a":"\\u00e9\\n"}', true],
    ['an escaped value longer than it looks', '{"a":[{"suffix":"/b"}]}', '{"a":"a\\/b"}', true],
    [
      'white space everywhere',
      '{"a":{"b":[1]}}',
      ' {\t"a" :\r\n { "b"\n: [ 2 , 1 ] } , "c" : [ ] } \n',
      true,
    ],
    ['a key that comes twice: its first value', '{"a":[1]}', '{"a":1,"a":2}', true],
    ['a key that comes twice: its second value', '{"a":[2]}', '{"a":1,"a":2}', true],
    ['a key with a dot in the event', '{"a":{"b":[1]}}', '{"a.b":1}', true],
    ['a key with a dot in the pattern', '{"a.b":[1]}', '{"a":{"b":1}}', true],
    ['a key with a dot that leads on', '{"a":{"b":{"c":[1]}}}', '{"a.b":{"c":1}}', true],
    ['an escaped dot in a key', '{"a":{"b":[1]}}', '{"a\\u002eb":1}', true],
    ['an empty key', '{"":[1]}', '{"":1}', true],
    ['an empty key at the end of a path, which AWS loses', '{"a":{"":[1]}}', '{"a":{"":1}}', false],
    ['the same path as a key with a dot at its end', '{"a":{"":[1]}}', '{"a.":1}', true],
    ['__proto__', '{"__proto__":{"x":[1]}}', '{"__proto__":{"x":1}}', true],
    ['a character beyond the basic plane', '{"😀":["😀"]}', '{"\\ud83d\\ude00":"😀"}', true],
    ['half a character, which is a question mark to AWS', '{"a":["?"]}', '{"a":"\\ud83d"}', true],
    ['half a character in a key, which is none', '{"?":[1]}', '{"\\ud83d":1}', false],
    ['the same half a character in both keys', '{"\\ud83d":[1]}', '{"\\ud83d":1}', true],
    ['half a character that is not escaped', '{"a":["?"]}', '{"a":"\ud83d"}', true],
    ['a huge number by its text', '{"a":[123456789012345678901]}', '{"a":123456789012345678901}', true],
    ['another huge number', '{"a":[123456789012345678901]}', '{"a":123456789012345678902}', false],
    ['a number beyond doubles', '{"a":[1e400]}', '{"a":1e400}', false],
    ['a number written otherwise', '{"a":[300]}', '{"a":3.00e2}', true],
    ['minus zero', '{"a":[0]}', '{"a":-0.0}', true],
    [
      'a number of 17 digits',
      '{"a":[{"numeric":["<",-122.42916360922354]}]}',
      '{"a":-122.42916360922355}',
      true,
    ],
    ['a number that is a string', '{"a":[1]}', '{"a":"1"}', false],
    ['null, not "null"', '{"a":[null]}', '{"a":"null"}', false],
    ['an array in an array', '{"a":[3]}', '{"a":[[1],[[2,[3]]]]}', true],
    ['two fields of one element', '{"a":{"b":[1],"c":[2]}}', '{"a":[{"b":1,"c":3},{"b":1,"c":2}]}', true],
    ['two fields of two elements', '{"a":{"b":[1],"c":[2]}}', '{"a":[{"b":1},{"c":2}]}', false],
    [
      'absence in the element that was chosen',
      '{"a":{"b":[1],"c":[{"exists":false}]}}',
      '{"a":[{"b":1},{"c":2}]}',
      true,
    ],
    ['absence in all elements', '{"a":{"b":[{"exists":false}],"c":[2]}}', '{"a":[{"b":1},{"c":2}]}', false],
    ['an empty array has no leaf', '{"a":[{"exists":true}]}', '{"a":[]}', false],
    ['an object is no leaf', '{"a":[{"exists":false}]}', '{"a":{"b":1}}', true],
    ['anything-but, and any member of an array', '{"a":[{"anything-but":["x"]}]}', '{"a":["x","y"]}', true],
    ['case of letters beyond ASCII', '{"a":[{"equals-ignore-case":"Straße"}]}', '{"a":"STRASSE"}', true],
    ['case of ASCII', '{"a":[{"suffix":{"equals-ignore-case":"PNG"}}]}', '{"a":"x.pNg"}', true],
    [
      'a letter that is no ASCII but folds to it',
      '{"a":[{"equals-ignore-case":"ask"}]}',
      '{"a":"AſK"}',
      false,
    ],
    ['the same at the start', '{"a":[{"prefix":{"equals-ignore-case":"k"}}]}', '{"a":"\u212aelvin"}', false],
    [
      'ASCII at the start of more',
      '{"a":[{"prefix":{"equals-ignore-case":"ER"}}]}',
      '{"a":"eRöffnet"}',
      true,
    ],
    ['ASCII at the end of more', '{"a":[{"suffix":{"equals-ignore-case":"ER"}}]}', '{"a":"MüllEr"}', true],
    ['a wildcard that is a prefix', '{"a":[{"wildcard":"ab*"}]}', '{"a":"abc"}', true],
    ['a wildcard that is a suffix', '{"a":[{"wildcard":"*bc"}]}', '{"a":"bca"}', false],
    ['a wildcard that is any string', '{"a":[{"wildcard":"*"}]}', '{"a":1}', false],
    [
      'a range of addresses, written by another of them',
      '{"a":[{"cidr":"10.1.2.3/8"}]}',
      '{"a":"10.9.9.9"}',
      true,
    ],
    ['an address written otherwise', '{"a":["::ffff:10.0.0.1","10.0.0.1"]}', '{"a":"10.0.0.01"}', true],
    ['an address in a range of IPv6', '{"a":[{"cidr":"2001:db8::/32"}]}', '{"a":"2001:DB8::7"}', true],
    ['a wildcard that overlaps itself', '{"a":[{"wildcard":"ab*ba"}]}', '{"a":"aba"}', false],
    ['a wildcard with parts that repeat', '{"a":[{"wildcard":"*aab*c"}]}', '{"a":"aaaaabxc"}', true],
    [
      'a wildcard known by its middle only',
      '{"a":[{"wildcard":"*needle*"}]}',
      '{"a":"hay needles hay"}',
      true,
    ],
  ])('%s', (_, pattern, event, expected) => {
    expect(matches(parsePattern(pattern), event)).toBe(expected);
    expect(idsOf(setOf(pattern), event)).toEqual(expected ? ['0'] : []);
  });

  it('takes the event as UTF-8 just as well', () => {
    const set = setOf('{"a":["é"]}', '{"a":["e"]}');
    expect(idsOf(set, bytes('{"a":"é"}'))).toEqual(['0']);
    expect(idsOf(set, bytes('{"x":1,"a":"\\u00e9"}'))).toEqual(['0']);
  });
});

describe('what is no event', () => {
  it.each([
    [''],
    [' '],
    ['not json'],
    ['null'],
    ['"a"'],
    ['[{"a":1}]'],
    ['{'],
    ['{"a":1'],
    ['{"a":1}}'],
    ['{"a":1} x'],
    ['{"a" 1}'],
    ['{"a":}'],
    ['{"a":1,}'],
    ['{,"a":1}'],
    ['{a:1}'],
    ["{'a':1}"],
    ['\ufeff{"a":1}'],
    ['{"a":tru}'],
    ['{"a":nulll}'],
    ['{"a":01}'],
    ['{"a":1.}'],
    ['{"a":.5}'],
    ['{"a":+1}'],
    ['{"a":1e}'],
    ['{"a":-}'],
    ['{"a":NaN}'],
    ['{"a":"\\x"}'],
    ['{"a":"\\u12g4"}'],
    ['{"a":"b}'],
    ['{"a":"b\\'],
    ['{"a":"\n"}'],
    ['{"a":"\u0000"}'],
    ['{"a":1}\u0000'],
    ['{"a":[1,]}'],
    ['{"a":[1 2]}'],
    ['{"a":[1}'],
    ['{"skipped":{"b":[1,]},"a":1}'],
    ['{"skipped":{"b":tru},"a":1}'],
    ['{"skipped":{"b":"\\q"},"a":1}'],
    ['{"skipped":[{]},"a":1}'],
    ['{"a":1,"skipped":[1,2}'],
    [`{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`],
    [`{"skipped":${'{"b":'.repeat(1000)}1${'}'.repeat(1000)}}`],
    ['{"skipped":'.repeat(100_000)],
    ['{"a":['.repeat(100_000)],
  ])('%.40s is refused as by the matcher of one pattern', (event) => {
    const pattern = '{"a":[1]}';
    expect(() => matches(parsePattern(pattern), event)).toThrow(EventPatternError);
    expect(() => setOf(pattern).match(event)).toThrow(EventPatternError);
    expect(() => setOf(pattern).match(event)).toThrow('Parameter Event is not valid.');
    expect(() => setOf(pattern).match(bytes(event))).toThrow(EventPatternError);
  });

  it.each([
    ['at a named path', [0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]],
    ['where no pattern looks', [0x7b, 0x22, 0x78, 0x22, 0x3a, 0x22, 0xc3, 0x22, 0x7d]],
    ['outside strings', [0x7b, 0x80, 0x7d]],
  ])('EP-28: bytes that are not UTF-8 %s', (_, event) => {
    const set = setOf('{"a":[1]}');
    expect(() => set.match(Uint8Array.from(event))).toThrow(EventPatternError);
    expect(() => set.match(Uint8Array.from(event))).toThrow(
      'Parameter Event is not valid. Reason: It is not UTF-8.',
    );
  });

  it.each([
    ['a value', '{"a":["?"]}', '{"a":"\ud800"}', true],
    ['a value, behind an escape', '{"a":["\\\\?"]}', '{"a":"\\\\\udc00"}', true],
    ['a key', '{"a\ud800":[1]}', '{"a\ud800":1}', true],
    ['another key', '{"a\ud800":[1]}', '{"a\ud801":1}', false],
  ])('half a surrogate pair in %s is read as by the matcher of one pattern', (_, pattern, event, matched) => {
    expect(matches(parsePattern(pattern), event)).toBe(matched);
    expect(idsOf(setOf(pattern), event)).toEqual(matched ? ['0'] : []);
  });

  it.each([['{"a":"\\\ud800"}'], ['{\ud800"a":1}']])(
    'half a surrogate pair that makes no JSON is refused: %j',
    (event) => {
      expect(() => matches(parsePattern('{"a":[1]}'), event)).toThrow('Parameter Event is not valid.');
      expect(() => setOf('{"a":[1]}').match(event)).toThrow('Parameter Event is not valid.');
    },
  );

  it.each([
    ['nested 1,000 deep', `{"a":1,"b":${'['.repeat(999)}${']'.repeat(999)}}`],
    ['with nested objects in a named path', `{"a":[1,${'['.repeat(998)}${']'.repeat(998)}]}`],
    ['with a number of 1,000 digits', `{"a":[1,${'9'.repeat(1000)}]}`],
    ['with a long number of few digits', `{"a":1,"b":1e-${'0'.repeat(998)}1}`],
  ])('an event %s is still one', (_, event) => {
    expect(matches(parsePattern('{"a":[1]}'), event)).toBe(true);
    expect(idsOf(setOf('{"a":[1]}'), event)).toEqual(['0']);
  });
});

describe('a set that changes', () => {
  it('knows its size, and which patterns it had', () => {
    const set = setOf('{"a":[1]}', '{"a":[2]}');
    expect(set.size).toBe(2);
    expect(set.delete('0')).toBe(true);
    expect(set.delete('0')).toBe(false);
    expect(set.size).toBe(1);
    expect(set.match('{"a":[1,2]}')).toEqual(['1']);
  });

  it('replaces the pattern of an id', () => {
    const set = setOf('{"a":[1]}');
    set.add('0', '{"a":[2]}');
    expect(set.size).toBe(1);
    expect(set.match('{"a":1}')).toEqual([]);
    expect(set.match('{"a":2}')).toEqual(['0']);
  });

  it('stays as it was when a pattern is refused', () => {
    const set = setOf('{"a":[1]}');
    expect(() => set.add('1', '{"a":1}')).toThrow('"a" must be an object or an array');
    expect(() => set.add('0', '{')).toThrow(EventPatternError);
    expect(set.size).toBe(1);
    expect(set.match('{"a":1}')).toEqual(['0']);
  });

  it('takes parsed patterns, too', () => {
    const set = new PatternSet();
    set.add('x', parsePattern('{"a":[1]}'));
    expect(set.match('{"a":1}')).toEqual(['x']);
  });

  it('names a pattern once, however many of its alternatives match', () => {
    const set = setOf(
      '{"a":[1,{"numeric":[">",0]},{"exists":true}],"$or":[{"b":[1]},{"b":[{"exists":true}]}]}',
    );
    expect(set.match('{"a":[1,2],"b":1}')).toEqual(['0']);
  });

  it('tells patterns apart that share alternatives, when some go and when they come again', () => {
    const either = '{"$or":[{"a":[1]},{"b":[{"prefix":"x"}]}]}';
    const set = setOf(either, '{"a":[1]}', either, '{"b":[{"prefix":"x"}]}', '{"$or":[{"a":[1]},{"a":[1]}]}');
    expect(idsOf(set, '{"a":1,"b":"xy"}').sort()).toEqual(['0', '1', '2', '3', '4']);
    expect(idsOf(set, '{"b":"xy"}').sort()).toEqual(['0', '2', '3']);
    for (const id of ['0', '3']) set.delete(id);
    expect(idsOf(set, '{"a":1,"b":"xy"}').sort()).toEqual(['1', '2', '4']);
    expect(idsOf(set, '{"b":"xy"}')).toEqual(['2']);
    for (const id of ['2', '1', '4']) set.delete(id);
    expect(idsOf(set, '{"a":1,"b":"xy"}')).toEqual([]);
    set.add('0', either);
    expect(idsOf(set, '{"a":1,"b":"xy"}')).toEqual(['0']);
  });

  it('takes turns with others, and with its own changes', () => {
    const [left, right] = [setOf('{"a":["x"]}'), setOf('{"b":["x"]}', '{"a":{"b":[1]}}')];
    for (let turn = 0; turn < 100; turn++) {
      if (turn % 25 === 20) left.add(`${turn}`, `{"c${turn}":["x"]}`);
      const expected = turn >= 20 ? ['0', '20'] : ['0'];
      expect(left.match('{"a":"x","c20":"x"}').sort()).toEqual(expected);
      if (turn % 3 === 0) expect(right.match('{"a":{"b":1},"b":"x","c20":"x"}').sort()).toEqual(['0', '1']);
    }
  });

  it('is empty at first, and then only tells events from others', () => {
    expect(new PatternSet().match('{"a":1}')).toEqual([]);
    expect(() => new PatternSet().match('[]')).toThrow(EventPatternError);
  });
});

describe('hostile patterns and events', () => {
  it('finds one of 10,000 alternatives', () => {
    const values = Array.from({ length: 10_000 }, (_, index) => `v${index}`);
    const set = setOf(JSON.stringify({ a: values }), JSON.stringify({ a: [{ 'anything-but': values }] }));
    expect(set.match('{"a":"v7777"}')).toEqual(['0']);
    expect(set.match('{"a":"w"}')).toEqual(['1']);
  });

  it('reads a megabyte of keys, and of escapes', () => {
    const keys = Array.from({ length: 60_000 }, (_, index) => `"\\u006bey${index}":${index}`).join(',');
    expect(setOf('{"key59999":[59999]}').match(`{${keys}}`)).toEqual(['0']);
    expect(setOf('{"a":[{"suffix":"ab"}]}').match(`{"a":"${'\\u0061'.repeat(200_000)}b"}`)).toEqual(['0']);
  });

  it.each([
    ['have either', '{"x":1},{"y":1}', '{"a":{"x":[1],"y":[1]}}', false],
    ['have both or either', '{"x":1},{"y":1},{"x":1,"y":1}', '{"a":{"x":[1],"y":[1]}}', true],
    [
      'go on to the last field',
      '{"x":1,"y":1}',
      '{"a":{"w":[{"exists":false}],"x":[1],"y":[1],"z":[1]}}',
      false,
    ],
    ['lack a field', '{"x":1},{"x":1,"y":1}', '{"a":{"x":[1],"y":[2,{"exists":false}]}}', true],
    ['all have a field', '{"x":1,"y":1}', '{"a":{"x":[1],"y":[2,{"exists":false}]}}', false],
    [
      'are lists',
      '{"x":[1,1],"y":[[1],[2]]},{"y":[[2],[1]],"z":1}',
      '{"a":{"x":[1],"y":[2],"z":[1]}}',
      false,
    ],
  ])('chooses among thousands of elements that %s', (_, elements, pattern, matched) => {
    const set = setOf(pattern);
    const event = `{"a":[${Array.from({ length: 2000 }, () => elements)}]}`;
    expect(set.match(event)).toEqual(matched ? ['0'] : []);
    expect(matches(parsePattern(pattern), event)).toBe(matched);
  });

  it('searches text that almost matches a wildcard in linear time', () => {
    const set = new PatternSet();
    const matchers = [{ kind: 'wildcard', text: '', parts: ['', `${'a'.repeat(50_000)}b`, ''] }] as const;
    set.add('0', { text: '', alternatives: [[{ path: 'a', matchers }]] });
    expect(set.match(`{"a":"${'a'.repeat(900_000)}"}`)).toEqual([]);
    expect(set.match(`{"a":"${'a'.repeat(900_000)}b"}`)).toEqual(['0']);
  });

  it('keeps a pattern with very many alternatives apart from the others', () => {
    const or = Array.from({ length: 1_000 }, (_, index) => ({ b: [index] }));
    const set = setOf(JSON.stringify({ a: [1], $or: or }), '{"a":[1]}');
    expect(set.match('{"a":1,"b":999}').sort()).toEqual(['0', '1']);
    expect(set.delete('0')).toBe(true);
    expect(set.match('{"a":1,"b":999}')).toEqual(['1']);
  });
});
