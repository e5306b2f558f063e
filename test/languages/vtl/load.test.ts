import { describe, expect, it } from 'vitest';
import { compileTemplate, VtlSyntaxError } from '../../../src/languages/vtl/index.ts';

function messageOfRefusal(template: string): string {
  try {
    compileTemplate(template);
  } catch (error) {
    if (error instanceof VtlSyntaxError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('a template is refused when it is loaded, with the place', () => {
  for (const [template, message] of [
    ['#if(true)', 'Expected "#end", but found the end of the template (line 1, column 10)'],
    ['a\n#end', '"#end" has no "#if" or "#foreach" before it (line 2, column 1)'],
    ['#else', '"#else" has no "#if" or "#foreach" before it (line 1, column 1)'],
    ['#set($a)', 'Expected "=" in "#set", but found ")" (line 1, column 8)'],
    ['#set(a = 1)', 'Expected a variable in "#set", but found "a" (line 1, column 6)'],
    ['#set($a.b() = 1)', '"#set" cannot assign to a method call (line 1, column 6)'],
    ['#set($a = )', 'Expected a value, but found ")" (line 1, column 11)'],
    ['#set($a = "open)', 'Expected a value, but found "\\"" (line 1, column 11)'],
    [
      '#set($a = "x $util.nope() y")',
      '"$util.nope" is no function of API Gateway; it has base64Decode, base64Encode, escapeJavaScript, parseJson, urlDecode, urlEncode (line 1, column 19)',
    ],
    ['#set $a = 1', 'Expected "(" after "#set", but found "$" (line 1, column 6)'],
    ['#foreach($a of $b)x#end', 'Expected "in" in "#foreach", but found "o" (line 1, column 13)'],
    [
      '${context.a',
      'Expected "}" to close the reference ${context, but found the end of the template (line 1, column 12)',
    ],
    [
      '$context.get("a"',
      'Expected "," between arguments, but found the end of the template (line 1, column 17)',
    ],
    [
      '$util.toJson($a)',
      '"$util.toJson" is no function of API Gateway; it has base64Decode, base64Encode, escapeJavaScript, parseJson, urlDecode, urlEncode (line 1, column 6)',
    ],
    [
      '$util.error',
      '"$util.error" is no function of API Gateway; it has base64Decode, base64Encode, escapeJavaScript, parseJson, urlDecode, urlEncode (line 1, column 6)',
    ],
    [
      '$input.bodyy',
      '"$input.bodyy" does not exist; $input has body, json(), path() and params() (line 1, column 7)',
    ],
    [
      '$input.json',
      '"$input.json" does not exist; $input has body, json(), path() and params() (line 1, column 7)',
    ],
    [
      '$input.body()',
      '"$input.body" does not exist; $input has body, json(), path() and params() (line 1, column 7)',
    ],
    [
      '$context.a.frobnicate()',
      'The method "frobnicate" is not available in mapping templates here (line 1, column 11)',
    ],
    ['#parse("x.vm")', 'The directive "#parse" is not available in mapping templates (line 1, column 1)'],
    ['#evaluate($x)', 'The directive "#evaluate" is not available in mapping templates (line 1, column 1)'],
    ['#include("x")', 'The directive "#include" is not available in mapping templates (line 1, column 1)'],
    ['#return($x)', 'The directive "#return" is not available in mapping templates (line 1, column 1)'],
    [
      '{\n  #foreech($x in $y)\n}',
      'The directive "#foreech" does not exist, and no "#macro" defines it (line 2, column 3)',
    ],
    ['#set(${a} = 1)', 'Velocity assigns nothing to this form: write "#set($a = …)" (line 1, column 6)'],
    ['#macro()x#end', 'Expected a name in "#macro", but found ")" (line 1, column 8)'],
  ] as const) {
    it(template, () => {
      expect(messageOfRefusal(template)).toBe(message);
    });
  }

  it('with a JSONPath that is none', () => {
    expect(() => compileTemplate('$input.path("$.a[")')).toThrow(/The JSONPath "\$\.a\[" is not valid/);
  });

  it('over 300 KiB', () => {
    expect(() => compileTemplate('x'.repeat(300 * 1024))).not.toThrow();
    expect(() => compileTemplate('x'.repeat(300 * 1024 + 1))).toThrow(
      'The template is longer than 307200 bytes',
    );
  });
});
