import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTemplate, NO_PARAMS } from '../../../src/languages/vtl/index.ts';

/** Text that means something to Velocity, JSON, regular expressions or JavaScript. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '$context.secret',
        '${context.secret}',
        '$util.base64Encode("x")',
        '#set($context.secret = 1)',
        '#if(true)',
        '#end',
        '#stop',
        '##',
        '#*',
        '$1',
        '\\',
        "'",
        '"',
        '"}',
        '\n',
        '\u2028',
        '\ud800',
        '\udc00',
        '__proto__',
        '\\u0022',
        '{',
        '}',
        ',"a":',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

const scope = (body: string) => ({
  input: { body, params: { ...NO_PARAMS, querystring: { q: body }, header: { h: body } } },
  context: { secret: 'S3CRET' },
  stageVariables: { v: body },
});

describe('what a client sends is never read as template', () => {
  it('wherever it is printed', () => {
    const template = compileTemplate(
      '$input.body|$input.params("q")|$input.params().header.h|$stageVariables.v',
    );
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(text !== '');
        expect(template.render(scope(text))).toBe(Array(4).fill(text).join('|'));
      }),
    );
  });

  it('inside strings, variables, definitions and macros', () => {
    const template = compileTemplate(
      '#set($a = "<$input.body>")#define($d)$a#end#macro(m $x)$x#end$a$d#m($input.body)#set($b = $a.replace("x", $input.body))',
    );
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(text !== '');
        expect(template.render(scope(text))).toBe(`<${text}><${text}>${text}`);
      }),
    );
  });

  it('as the replacement of replace(), which knows no groups', () => {
    const template = compileTemplate('#set($s = "a-b")$s.replace("-", $input.body)');
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(text !== '');
        expect(template.render(scope(text))).toBe(`a${text}b`);
      }),
    );
  });

  it('escaped for JSON it comes back as it was', () => {
    const template = compileTemplate(`{"v":"$util.escapeJavaScript($input.body).replaceAll("\\\\'", "'")"}`);
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(text !== '');
        expect(JSON.parse(template.render(scope(text)))).toEqual({ v: text });
      }),
    );
  });

  it('a value of a JSON document stays one value', () => {
    const template = compileTemplate('{"fixed":1,"v":$input.json("$.v")}');
    fc.assert(
      fc.property(fc.jsonValue(), hostile, (value, key) => {
        const v = { [key]: value, other: key };
        expect(JSON.parse(template.render(scope(JSON.stringify({ v }))))).toEqual({
          fixed: 1,
          v: JSON.parse(JSON.stringify(v)),
        });
      }),
    );
  });

  it('keys that JavaScript knows are ordinary', () => {
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const body = `{"${key}":{"polluted":true}}`;
      expect(compileTemplate('$input.json("$")').render(scope(body))).toBe(body);
      compileTemplate(`#set($m = {})#set($m["${key}"] = $input.path("$"))$m.putAll($input.path("$"))`).render(
        scope(body),
      );
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    }
  });
});
