import { describe, expect, it } from 'vitest';
import { readLines, readRule } from '../../bench/workload/read.ts';

function linesOf(text: string): [number, string][] {
  return readLines(Buffer.from(text)).map(({ number, bytes }) => [number, Buffer.from(bytes).toString()]);
}

describe('lines', () => {
  it.each([
    [
      'a last line without an end',
      '{}\n[]',
      [
        [1, '{}'],
        [2, '[]'],
      ],
    ],
    [
      'CRLF',
      '{}\r\n[]\r\n',
      [
        [1, '{}'],
        [2, '[]'],
      ],
    ],
    [
      'empty ones, which are counted',
      '\n{}\n \t\r\n\n[]\n',
      [
        [2, '{}'],
        [5, '[]'],
      ],
    ],
    ['a byte order mark', '\ufeff{}\n', [[1, '{}']]],
    ['nothing', '', []],
  ])('%s', (_, text, lines) => {
    expect(linesOf(text)).toEqual(lines);
  });
});

describe('rules', () => {
  it.each([
    ['by number', '{"id":"r7","pattern":{"a":[1]}}', { id: 'r7', number: 8, patternText: '{"a":[1]}' }],
    ['of any name', '{"id":"x","pattern":{"a":[1]}}', { id: 'x', number: 3, patternText: '{"a":[1]}' }],
    [
      'in another order',
      '{"pattern":{"a":[1.50]},"id":"x"}',
      { id: 'x', number: 3, patternText: '{"a":[1.5]}' },
    ],
    ['without a name', '{"pattern":{"a":[1]}}', { id: 'line 3', number: 3, patternText: '{"a":[1]}' }],
    ['as a string', '{"id":1,"pattern":"{\\"a\\":[1]}"}', { id: '1', number: 3, patternText: '{"a":[1]}' }],
  ])('%s', (_, line, rule) => {
    expect(readRule({ number: 3, bytes: Buffer.from(line) })).toEqual(rule);
  });

  it.each([
    ['no JSON', Buffer.from('{"id":'), /JSON/],
    ['no object', Buffer.from('[1]'), /it has no "pattern"/],
    ['no pattern', Buffer.from('{"id":"r1"}'), /it has no "pattern"/],
    ['not UTF-8', Buffer.from([0x7b, 0xff]), /it is not UTF-8/],
  ])('that are %s are refused', (_, bytes, message) => {
    expect(() => readRule({ number: 1, bytes })).toThrow(message);
  });
});
