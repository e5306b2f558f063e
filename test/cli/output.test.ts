import { describe, expect, it, vi } from 'vitest';
import { formatter } from '../../src/cli/tail/output.ts';
import { isJsonObject, parseJson } from '../../src/core/json.ts';

const TEXT =
  '{"id":"1","time":"2026-11-22T17:33:52Z","source":"shop","detail-type":"Ordered","detail":{"n":5,"big":12345678901234567890,"s":"a\\tb\\u001b[31m","list":[1,2],"none":null}}';

function printed(output: 'pretty' | 'expanded' | 'json', format?: string, text: string = TEXT): string {
  const event = parseJson(text);
  if (!isJsonObject(event)) throw new Error('no event');
  return formatter(output, format)(text, event);
}

describe('--format', () => {
  it.each([
    ['[time, source, detail.n]', '2026-11-22T17:33:52Z\tshop\t5'],
    ['"detail-type"', 'Ordered'],
    ['detail.big', '12345678901234567890'],
    ['[detail.n, detail.big]', '5\t12345678901234567890'],
    ['{a: detail.big}', '{"a":12345678901234567890}'],
    ['detail.list', '1\t2'],
    ['[detail.n, detail.list]', '[5,[1,2]]'],
    ['length(detail.list)', '2'],
    ["join('-', [source, id])", 'shop-1'],
    ['detail.none', ''],
    ['detail.nowhere', ''],
    ["'literal'", 'literal'],
    // A tab would be taken for the end of a column, an escape sequence would drive the terminal.
    ['detail.s', 'a\u{FFFD}b\u{FFFD}[31m'],
    ['detail.big > `5`', 'true'],
  ])('%s', (format, expected) => expect(printed('json', format)).toBe(expected));

  it.each(['', '[', 'a b', 'nosuch(@)', 'length()'])('refuses %j', (format) => {
    expect(() => formatter('json', format)).toThrow('--format is not a JMESPath expression');
  });

  it('fails for an event of a type that does not suit it, and only then', () => {
    const format = formatter('json', 'length(detail.n)');
    expect(() => format('{}', { detail: { n: 5 } })).toThrow(/length\(\) expected argument 1/);
    expect(format('{}', { detail: { n: [5] } })).toBe('1');
  });
});

describe('--output', () => {
  it('is one line for a person', () => {
    const line = '2026-11-22T17:33:52Z shop Ordered {"n":5,"big":12345678901234567890,';
    expect(printed('pretty')).toContain(line);
    expect(printed('pretty')).not.toContain('\n');
  });

  it('shows the whole event when asked for', () => {
    expect(printed('expanded')).toMatch(/^2026-11-22T17:33:52Z shop Ordered\n\{\n {2}"id": "1",\n/);
  });

  it('is the text as it arrived for a program, on one line', () => {
    expect(printed('json')).toBe(TEXT);
    expect(printed('json', undefined, '{\n"a": 1\n}')).toBe('{"a":1}');
  });

  it('lets no event drive the terminal', () => {
    const text =
      '{"time":"t\\u001b[2J","source":"s\\u0007","detail-type":"d\\r","detail":{"a":"\\u001b[2J"}}';
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(printed('pretty', undefined, text)).not.toMatch(/[\u0000-\u001f]/);
  });

  it('is coloured where colours are wanted', () => {
    vi.stubEnv('FORCE_COLOR', '1');
    vi.stubEnv('NO_COLOR', undefined);
    expect(printed('pretty')).toContain('\u001b[36mshop\u001b[39m');
    vi.stubEnv('NO_COLOR', '1');
    expect(printed('pretty')).not.toContain('\u001b');
    vi.unstubAllEnvs();
  });
});
