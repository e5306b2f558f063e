import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { compileTemplate, NO_PARAMS, VtlRenderError } from '../../../src/languages/vtl/index.ts';

interface Scene {
  readonly body?: string;
  readonly params?: Partial<typeof NO_PARAMS>;
  readonly context?: JsonObject;
  readonly stageVariables?: Record<string, string>;
}

function render(
  template: string,
  { body = '', params, context = {}, stageVariables = {} }: Scene = {},
): string {
  return compileTemplate(template).render({
    input: { body, params: { ...NO_PARAMS, ...params } },
    context,
    stageVariables,
  });
}

const rows = (name: string, table: readonly (readonly [string, string, Scene?])[]): void =>
  void describe(name, () => {
    for (const [template, expected, scene] of table) {
      it(`${template} → ${expected}`, () => expect(render(template, scene)).toBe(expected));
    }
  });

rows('what is no reference and no directive is text', [
  ['', ''],
  ['$1.00 and $ and $$', '$1.00 and $ and $$'],
  ['${}', '${}'],
  ['#fff #hash #1 # {"a":"#b"}', '#fff #hash #1 # {"a":"#b"}'],
  ['a\\b \\" \\', 'a\\b \\" \\'],
  ['#[[ $context.x #if( ]]#', ' $context.x #if( '],
  ['a## comment\nb', 'ab'],
  ['a#* $x\n *#b', 'ab'],
  ['\\$context.a', '$context.a'],
  ['\\\\$context.a', '\\1', { context: { a: 1 } }],
  ['\\#if(true)', '#if(true)'],
  ['#endpoint #elsewhere', '#endpoint #elsewhere'],
]);

rows('blanks and line ends around directives, as Velocity 1.7 takes them', [
  ['{\n  #set($b = 2)\n  x}', '{\n    x}'],
  ['{  #set($b = 2)x', '{  x'],
  ['#set($a = 1)\n   #set($b = 2)\nx', 'x'],
  ['$none  #set($b = 2)x', 'x'],
  ['#if(true)\n  #set($b = 2)\n  x#end', '  x'],
  ['## c\n   #set($b = 2)\nx', 'x'],
  ['#[[a]]#  #set($b = 2)x', 'ax'],
  ['  #if(true)\n  x\n  #end\ny', '    x\n  y'],
  ['a\r\n#set($x = 1)\r\nb', 'a\r\nb'],
  ['#set($x = 1) ## c\nb', ' b'],
  ['$none\n', '\n'],
]);

rows('signs before a directive, as Velocity 1.7 takes them', [
  ['"$#if(true)1#end"', '"1"'],
  ['#if(true)5$#end!', '5!'],
  ['5$  #set($a = 1)x', '5x'],
  ['a#  #set($a = 1)x', 'ax'],
  ['#a  #set($a = 1)x', '#ax'],
  ['\\  #set($a = 1)x', '\\x'],
  ['\\\\#set($a = 1)$a', '\\\\1'],
  ['$#stop x', '$#stop x'],
  ['5$! or $!- but ${ and $!{', '5$ or $- but ${ and $!{'],
]);

rows('what only looks like a directive stays as it is', [
  ['#foo() \nx', '#foo() \nx'],
  ['#macro(m)a#end#m\nx#m()\nx', 'a\nxax'],
  ['#set($x = 1)#foo($x) #foo ($x)', '#foo($x) #foo ($x)'],
  ['\\#foo \\#else \\#set($x = 1)', '\\#foo #else #set( = 1)'],
]);

rows('references', [
  ['$context.a$context.a.', '11.', { context: { a: 1 } }],
  ['$!context.a ${context.a} $!{context.a}', '1 1 1', { context: { a: 1 } }],
  ['${context.a}b', '1b', { context: { a: 1 } }],
  ['$context.a.b.c', '3', { context: { a: { b: { c: 3 } } } }],
  ['$context["a"].b', '2', { context: { a: { b: 2 } } }],
  ['$context.get("a")', '1', { context: { a: 1 } }],
  ['$context.X-My-Header', 'h', { context: { 'X-My-Header': 'h' } }],
]);

describe('nothing prints nothing', () => {
  for (const template of [
    '$context.none',
    '$none',
    '$none.a.size()',
    '$context.a.b.c',
    '$input.path("$.x").y',
  ]) {
    it(template, () => expect(render(template)).toBe(''));
  }
});

rows('$context and its maps print nothing, and can be looked into (recorded)', [
  ['[$context][$context.identity][$context.get("identity")]', '[][][]', { context: { identity: { a: 1 } } }],
  ['$context.identity.keySet()', '[a, b]', { context: { identity: { a: 1, b: 2 } } }],
  ['$context.size() $context.containsKey("a")', '1 true', { context: { a: null } }],
]);

rows('values print as Java prints them', [
  ['#set($x = {"a": 1, "b": "c"})$x', '{a=1, b=c}'],
  ['#set($x = [1, "two", [3], {"f": 4}])$x', '[1, two, [3], {f=4}]'],
  ['#set($x = [1..3])$x', '[1, 2, 3]'],
  ['#set($x = [3..1])$x', '[3, 2, 1]'],
  ['#set($x = true)$x#set($x = -5)$x#set($x = 1.5)$x', 'true-51.5'],
  ["#set($x = {'a': {}})$x", '{a={}}'],
  ['$input.path("$")', '{a=1, b=[{"c":"d\\/e"}], n=null}', { body: '{"a":1,"b":[{"c":"d/e"}],"n":null}' }],
  ['$input.path("$.l")', '[1,{"a":[]}]', { body: '{"l":[1,{"a":[]}]}' }],
  ['$input.path("$.n")', '12345678901234567890', { body: '{"n":12345678901234567890}' }],
  [
    '$input.path("$")',
    '{a=1.0, b=1.0E10, c=1.0E-5, d=1.1}',
    { body: '{"a":1.0,"b":1e10,"c":0.00001,"d":1.10}' },
  ],
  ['$input.path("$.n")', '0.1234567890123456789', { body: '{"n":0.1234567890123456789}' }],
  ['<$input.path("$.none[*]")$input.path("$.none")$input.path("$..none")>', '<[]>', { body: '{}' }],
  ['#set($x = {"a": $none})$x', '{a=}'],
  ['$input.path("$.a").entrySet()', '[b=1]', { body: '{"a":{"b":1}}' }],
]);

rows('#set', [
  ['#set($a = 1)#set($b = $a)$b', '1'],
  ['  #set($a = 1)  \nx', 'x'],
  ['#set( $a\n=\n"v" )$a', 'v'],
  ['#{set}($a = 1)$a', '1'],
  ['#set($a = {})#set($a.b = 1)#set($a["c"] = 2)$a', '{b=1, c=2}'],
  ['#set($a = [1, 2])#set($a[0] = 9)$a', '[9, 2]'],
  ['#set($a.b = 1)$a', ''],
  ['#set($a = 5)#set($a = 1 / 0)$a', '5'],
  ['#set($a = [1, 2])#set($a[-1] = 9)$a', '[1, 9]'],
  ['#set($a = {"b": {}})#set($a.b.c = 1)#set($a.x.y = 2)$a', '{b={c=1}}'],
  ['#set($a = 1)#set($a = $none)[$a]', '[]'],
]);

rows('strings', [
  ['#set($a = "x $context.a y")$a', 'x 1 y', { context: { a: 1 } }],
  ["#set($a = 'x $context.a y')$a", 'x $context.a y', { context: { a: 1 } }],
  ['#set($a = "say ""hi""")$a', 'say "hi"'],
  ["#set($a = 'it''s')$a", "it's"],
  ['#set($a = "\\\\")$a', '\\\\'],
  ['#set($a = "\\u00e9")$a', 'é'],
  ["#set($a = '\\u00e9')$a", '\\u00e9'],
  ['#set($a = "#if(true)yes#end")$a', 'yes'],
  ['#set($a = "$1 #x")$a', '$1 #x'],
  ['#set($a = "${context.a}b")$a', '1b', { context: { a: 1 } }],
]);

rows('#if', [
  ['#if(true)a#end', 'a'],
  ['#if(false)a#else b#end', ' b'],
  ['#if(false)a#elseif(true)b#else c#end', 'b'],
  ['#if(false)a#{elseif}(false)b#{else}c#{end}', 'c'],
  ['#if($none)a#{else}b#end', 'a'],
  ['#if($context.empty)a#{else}b#end', 'a', { context: { empty: '' } }],
  ['#if($context.zero)a#{else}b#end', 'a', { context: { zero: 0 } }],
  ['#if($context.no)a#{else}b#end', 'b', { context: { no: false } }],
  ['#if($none == "")a#{else}b#end', 'a'],
  ['#if("")a#{else}b#end', 'b'],
  ['#if("x")a#{else}b#end', 'b'],
  ['#if(1)a#{else}b#end', 'b'],
  ['#if([])a#{else}b#end', 'b'],
  ['#if ( true )\nline\n#end\nafter', 'line\nafter'],
  ['#if(true)#if(false)a#{else}b#end#end', 'b'],
]);

const yesNo = (expression: string): string => `#if(${expression})yes#{else}no#end`;
describe('conditions', () => {
  for (const [expression, expected] of [
    ['1 == 1', 'yes'],
    ['1 == "1"', 'yes'],
    ['"a" == "a"', 'yes'],
    ['"a" != "b"', 'yes'],
    ['$none == $null', 'yes'],
    ['$none == ""', 'yes'],
    ['$none == "x"', 'no'],
    ['[] == ""', 'no'],
    ['2 > 1', 'yes'],
    ['2 gt 1', 'yes'],
    ['10 < 9', 'no'],
    ['1 <= 1 && 1 >= 1', 'yes'],
    ['1 le 1 and 1 ge 1', 'yes'],
    ['"b" > "a"', 'no'],
    ['!true', 'no'],
    ['not false', 'yes'],
    ['!$none', 'no'],
    ['$none && !false', 'yes'],
    ['1.0 == 1', 'yes'],
    ['1.0 == "1.0"', 'yes'],
    ['1.5 > 1', 'yes'],
    ['true == "true"', 'yes'],
    ['[1] == "[1]"', 'yes'],
    ['1 != $none', 'yes'],
    ['true || $none.a.b', 'yes'],
    ['false or false', 'no'],
    ['1 eq 1 and 1 ne 2', 'yes'],
    ['(1 + 1) * 2 == 4', 'yes'],
    ['1 + 1 * 2 == 3', 'yes'],
    ['{"a":1} == {"a":1}', 'yes'],
  ] as const) {
    it(`${expression} → ${expected}`, () => expect(render(yesNo(expression))).toBe(expected));
  }
});

const value = (expression: string): string => `#set($x = ${expression})$x`;
describe('arithmetic', () => {
  for (const [expression, expected] of [
    ['1 + 2', '3'],
    ['5 - 7', '-2'],
    ['7 / 2', '3'],
    ['-7 / 2', '-3'],
    ['7 / 2.5', '2.8'],
    ['7 % 4', '3'],
    ['1 / 0', ''],
    ['1 % 0', ''],
    ['"a" + 1', 'a1'],
    ['"a" + $none', 'a'],
    ['$none + 1', '1'],
    ['1 + true', ''],
    ['1 + 1.0', '2.0'],
    ['0.1 + 0.2', '0.30000000000000004'],
    ['100000000 * 1.0', '1.0E8'],
    ['1e-5', '1.0E-5'],
    ['.5', '0.5'],
    ['9223372036854775807 + 1', '9223372036854775808'],
    ['7.5 % 2', '1.5'],
    ['"3" * 2', ''],
    ['10 - 2 - 3', '5'],
    ['1767225600000 / 1000 + 7200', '1767232800'],
  ] as const) {
    it(`${expression} = ${expected || 'nothing'}`, () => expect(render(value(expression))).toBe(expected));
  }
});

rows('#foreach', [
  ['#foreach($x in [1, 2, 3])$x#if($foreach.hasNext),#end#end', '1,2,3'],
  ['#foreach($x in [1..3])$foreach.index$foreach.count$velocityCount #end', '011 122 233 '],
  ['#foreach($x in ["a","b"])$foreach.first$foreach.last #end', 'truefalse falsetrue '],
  ['#foreach($x in {"a": 1, "b": 2})$x#end', '12'],
  ['#foreach($k in $input.path("$").keySet())$k#end', 'ab', { body: '{"a":1,"b":2}' }],
  ['#foreach($e in $input.path("$").entrySet())$e.key=$e.value;#end', 'a=1;', { body: '{"a":1}' }],
  [
    '#foreach($x in [1, 2])$foreach.hasNext()$foreach.isLast()$foreach.getIndex() #end',
    'truefalse0 falsetrue1 ',
  ],
  ['#foreach($x in [1])#foreach($y in [1, 2])$foreach.topmost.index#end#end', '00'],
  ['#foreach($x in $none)x#end', ''],
  ['#foreach($x in "text")x#end', ''],
  ['#foreach($x in [1,2,3])#if($x == 2)#break#end$x#end', '1'],
  [
    '#foreach($x in [1,2])#foreach($y in [1,2])$x$y#if($foreach.parent.hasNext)+#end #end#end',
    '11+ 12+ 21 22 ',
  ],
  ['#set($x = "o")#foreach($x in [1])$x#end$x', '1o'],
  ['#foreach($x in [1..2000])$velocityCount#end', Array.from({ length: 1000 }, (_n, i) => i + 1).join('')],
]);

rows('#stop, #macro, #define', [
  ['a#{stop}b', 'a'],
  ['#foreach($x in [1,2])$x#stop#end', '1'],
  ['#macro(twice $a)$a$a#end#twice("x")#twice(1)', 'xx11'],
  ['#macro(pair $a, $b)$a+$b#end#pair("x", "y")#pair("x" "y")', 'x+yx+y'],
  ['#set($a = "kept")#macro(m $a)$a#end#m(1)$a', '1kept'],
  ['#m(1)#macro(m $a)[$a]#end', '[1]'],
  ['#macro(m)x#end#m', 'x'],
  ['#macro(m)\nx\n#end\n#m()\ny', 'x\ny'],
  ['#macro(m $a $b)[$a|$b]#end#m(1)', '[1|]'],
  ['#macro(m)<$bodyContent>#end#@m()inner#end', '<inner>'],
  ['#literal()$x #if(true)y#end#end', '$x #if(true)y#end'],
  ['#define($d)<$x>#end#set($x = 1)$d#set($x = 2)$d', '<1><2>'],
]);

describe('assignments to $context', () => {
  it('reach the caller, who reads the overrides from it', () => {
    const context = { responseOverride: { header: {} } };
    render(
      '#set($context.responseOverride.status = 202)#set($context.responseOverride.header.a = ["b", "c"])',
      {
        context,
      },
    );
    expect(context).toEqual({ responseOverride: { status: 202, header: { a: ['b', 'c'] } } });
  });

  it('by put() too', () => {
    const context = { requestOverride: { querystring: {} } };
    expect(render('$context.requestOverride.querystring.put("k", "v")', { context })).toBe('');
    expect(context).toEqual({ requestOverride: { querystring: { k: 'v' } } });
  });
});

rows('$stageVariables', [
  ['$stageVariables.url/$stageVariables["url"]', 'u/u', { stageVariables: { url: 'u' } }],
]);

describe('what fails while a template is rendered', () => {
  for (const [template, message] of [
    ['#set($i = 0)$i.parseInt("x")', /NumberFormatException: For input string: "x"/],
    ['#set($a = [1])$a[1]', /Index 1 is out of bounds for a list of 1/],
    ['#set($a = "abc")$a.substring(2, 1)', /String index out of range/],
    ['#set($a = [1])$a.get(1)', /Index 1 is out of bounds for a list of 1/],
    ['#set($a = "x")$a.replaceAll("(", "")', /regular expression "\(" is not valid/],
    ['#set($a = "x")$a.replaceAll("\\h", "")', /regular expression .* is not valid/],
    ['#set($a = "x")$a.replaceAll("[a-z&&[^x]]", "")', /regular expression .* is not valid/],
    ['#set($a = "x")$a.replaceAll("x", "$1")', /missing group: \$1/],
    ['#set($a = "x")$a.replaceAll("x", "\\")', /Illegal group reference or escape/],
    ['#set($a = "x")#set($a = $a.repeat(5000))$a.matches("(x+x+)+y")', /takes too long on this text/],
    ['#set($a = "x")$a[-1]', /A negative index needs a list, and x is none/],
    ['#set($a = "x")$a.compareTo(1)', /compareTo: x cannot be compared with 1/],
    ['#set($a = 1)$a.compareTo(1.5)', /compareTo: 1 cannot be compared with 1.5/],
    ['#define($d)$d#end$d', /nested deeper than 20/],
    ['#macro(m)#m()#end#m()', /nested deeper than 20/],
    ['$util.urlDecode("%zz")', /malformed % escape/],
    ['#set($p = "$.[")$input.path($p)', /JSONPath "\$\.\[" is not valid/],
  ] as const) {
    it(template, () => {
      expect(() => render(template)).toThrow(VtlRenderError);
      expect(() => render(template)).toThrow(message);
    });
  }

  it('a payload nested a hundred thousand levels deep', () => {
    const body = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(() => render('$input.json("$")', { body })).toThrow(VtlRenderError);
  });
});
