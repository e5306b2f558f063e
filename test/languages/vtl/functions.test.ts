import { describe, expect, it } from 'vitest';
import { compileTemplate, NO_PARAMS, type TemplateParams } from '../../../src/languages/vtl/index.ts';

function render(template: string, body = '', params: Partial<TemplateParams> = {}): string {
  const input = { body, params: { ...NO_PARAMS, ...params } };
  return compileTemplate(template).render({ input, context: {}, stageVariables: {} });
}

describe('$input.body', () => {
  for (const [body, expected] of [
    ['{"a": 1}', '{"a": 1}'],
    ['no json', 'no json'],
    ['', '{}'],
  ] as const) {
    it(`of ${JSON.stringify(body)} is ${expected}`, () => expect(render('$input.body', body)).toBe(expected));
  }

  it('has no members', () => expect(render('[$input.body.a]', '{"a":1}')).toBe('[]'));
});

describe('$input.json', () => {
  const body =
    '{"s":"t\\"x","n":1.50,"big":12345678901234567890,"z":null,"e":"","l":[{"a":1},{"a":2}],"o":{"k":[]}}';
  for (const [path, expected] of [
    ['$.s', '"t\\"x"'],
    ['$.n', '1.5'],
    ['$.big', '12345678901234567890'],
    ['$.z', 'null'],
    ['$.e', '""'],
    ['$.o', '{"k":[]}'],
    ['$.l[1].a', '2'],
    ['$.l[*].a', '[1,2]'],
    ['$..a', '[1,2]'],
    ['$.l[?(@.a == 2)]', '[{"a":2}]'],
    ["$['o']['k']", '[]'],
    ['$.l.length()', '2'],
    ['o.k', '[]'],
    ['$.none', '""'],
    ['$.s.none', '""'],
  ] as const) {
    it(`${path} → ${expected}`, () => expect(render(`$input.json("${path}")`, body)).toBe(expected));
  }

  it('of a body that is not JSON is an empty string in quotes', () => {
    expect(render('$input.json("$") $input.json("$.a")', 'not json')).toBe('"" ""');
  });

  it('takes an index from a variable', () => {
    expect(
      render('#foreach($i in [0..1])$input.json("$.l[$i].a")$input.json("$.l[${i}].a") #end', body),
    ).toBe('11 22 ');
  });
});

describe('$input.path gives values', () => {
  for (const [template, body, expected] of [
    ['$input.path("$.l").size()', '{"l":[1,2]}', '2'],
    ['$input.path("$.a.b")', '{"a":{"b":"x"}}', 'x'],
    ['$input.path("$")[1]', '[1,2]', '2'],
    ['$input.path("$.l")[-1]', '{"l":[1,2]}', '2'],
    ['$input.path("$.x").y.z', '{}', ''],
    ['$input.path("$").toString().contains("bad")', '{"a":"bad"}', 'true'],
    ['$input.path("$.constructor")$input.path("$").get("__proto__")', '{}', ''],
    ['$input.path("$").get("__proto__").a', '{"__proto__":{"a":1}}', '1'],
    ['$input.path("$")', '{"__proto__":1}', '{__proto__=1}'],
  ] as const) {
    it(`${template} of ${body} → ${expected}`, () => expect(render(template, body)).toBe(expected));
  }
});

describe('$input.params', () => {
  const params = { path: { id: 'p' }, querystring: { id: 'q', only: 'o' }, header: { 'X-Id': 'h' } };
  for (const [template, expected] of [
    ['$input.params("id")', 'p'],
    ['$input.params("only")', 'o'],
    ['$input.params("x-id")', 'h'],
    ['[$input.params("none")]', '[]'],
    ['$input.params("constructor")', ''],
    ['$input.params().path.id', 'p'],
    ['$input.params().get("querystring").keySet()', '[id, only]'],
    ['$input.params().header["X-Id"]', 'h'],
    ['$input.params().keySet()', '[path, querystring, header]'],
  ] as const) {
    it(`${template} → ${expected}`, () => expect(render(template, '', params)).toBe(expected));
  }
});

describe('$util', () => {
  for (const [template, body, expected] of [
    ['$util.escapeJavaScript($input.body)', `it's "x" \\ /`, `it\\'s \\"x\\" \\\\ \\/`],
    ['$util.escapeJavaScript($input.body)', 'a\nb\tc\u0001é😀', 'a\\nb\\tc\\u0001\\u00E9\\uD83D\\uDE00'],
    ['$util.escapeJavaScript($input.json("$.a"))', '{"a":"b"}', '\\"b\\"'],
    ['[$util.escapeJavaScript($none)]', '', '[]'],
    ['$util.escapeJavaScript(5)', '', '5'],
    [`$util.escapeJavaScript($input.body).replaceAll("\\\\'", "'")`, "it's", "it's"],
    ['$util.base64Encode($input.body)', 'grüße', 'Z3LDvMOfZQ=='],
    ['$util.base64Decode($input.body)', 'Z3LDvMOfZQ==', 'grüße'],
    ['$util.urlEncode($input.body)', 'a b&c=d/é~*!', 'a+b%26c%3Dd%2F%C3%A9%7E*%21'],
    ['$util.urlEncode($input.body)', '\ud800x', '%3Fx'],
    ['$util.urlDecode($input.body)', 'a+b%26c%3D%C3%A9', 'a b&c=é'],
    ['$util.parseJson($input.body).a[1].b', '{"a":[0,{"b":"c"}]}', 'c'],
    ['$util.parseJson($input.body)', '"text"', 'text'],
    ['<$util.parseJson($input.body)>', '{', '<>'],
    ['<$util.parseJson($input.body)>', '5', '<>'],
    ['$util.parseJson($input.body)', '{"a":[1]}', '{a=[1]}'],
  ] as const) {
    it(`${template} of ${JSON.stringify(body)}`, () => expect(render(template, body)).toBe(expected));
  }
});

const on = (subject: string) => (call: string) => render(`#set($x = ${subject})$x.${call}`);

describe('methods of strings, as in Java', () => {
  const call = on('"a-b-C"');
  for (const [method, expected] of [
    ['length()', '5'],
    ['charAt(2)', 'b'],
    ['concat("!")', 'a-b-C!'],
    ['contains("b-")', 'true'],
    ['endsWith("C")', 'true'],
    ['startsWith("a")', 'true'],
    ['startsWith("b", 2)', 'true'],
    ['equals("a-b-C")', 'true'],
    ['equals(1)', 'false'],
    ['equalsIgnoreCase("A-B-c")', 'true'],
    ['compareTo("a")', '4'],
    ['compareToIgnoreCase("A-B-C")', '0'],
    ['hashCode()', '91017772'],
    ['indexOf("-")', '1'],
    ['indexOf("-", 2)', '3'],
    ['lastIndexOf("-")', '3'],
    ['lastIndexOf("-", 2)', '1'],
    ['isEmpty()', 'false'],
    ['empty', 'false'],
    ['matches("a.*C")', 'true'],
    ['matches("b")', 'false'],
    ['replace("-", "$1")', 'a$1b$1C'],
    ['replaceAll("(\\w)-", "$1+")', 'a+b+C'],
    ['replaceAll("-", "\\\\")', 'a\\b\\C'],
    ['replaceFirst("-", "+")', 'a+b-C'],
    ['replaceAll("(?i)c", "x")', 'a-b-x'],
    ['replaceAll("[\\p{Upper}]", "u")', 'a-b-u'],
    ['replaceAll("\\Q-\\E", "+")', 'a+b+C'],
    [`replaceAll("(?<first>[a-c])-", '<\${first}>')`, '<a><b>C'],
    ['replaceAll("(a)(-)", "$21$0$11")', '-1a-a1b-C'],
    ['replaceAll("x*", ".")', '.a.-.b.-.C.'],
    ['replaceAll("\\p{L}", "l")', 'l-l-l'],
    ['replaceAll("[\\P{Alpha}]", "+")', 'a+b+C'],
    ['matches("(?i)A-.-c")', 'true'],
    ['matches("a|a-b-C")', 'true'],
    ['split("-")', '[a, b, C]'],
    ['split("-")[1]', 'b'],
    ['split("-").size()', '3'],
    ['split("-", 2)', '[a, b-C]'],
    ['substring(2)', 'b-C'],
    ['substring(2, 3)', 'b'],
    ['toLowerCase()', 'a-b-c'],
    ['toUpperCase()', 'A-B-C'],
    ['trim().toString().length()', '5'],
    ['toCharArray().size()', '5'],
    ['repeat(2)', 'a-b-Ca-b-C'],
    ['codePointAt(2)', '98'],
    [
      'format("%s-%05d|%.2f|%,d|%-3s|%x|%%", "x", 7, 1.5, 1234567, "y", 255)',
      'x-00007|1.50|1,234,567|y  |ff|%',
    ],
    ['join("+", ["p", "q"])', 'p+q'],
    ['join("+", "p", 1.0)', 'p+1.0'],
    ['valueOf(1.0)', '1.0'],
    ['substring("1")', ''],
    ['length(1)', ''],
  ] as const) {
    it(`${method} → ${expected}`, () => expect(call(method)).toBe(expected));
  }
});

describe('split drops what Java drops', () => {
  for (const [text, pattern, expected] of [
    ['a,b,,', ',', '[a, b]'],
    [',a', ',', '[, a]'],
    ['', ',', '[]'],
    ['a1b22c', '\\d+', '[a, b, c]'],
    ['abc', '', '[a, b, c]'],
    ['a.b', '\\.', '[a, b]'],
    ['none', ',', '[none]'],
  ] as const) {
    it(`"${text}" at "${pattern}" → ${expected}`, () =>
      expect(
        render(`#set($s = $input.body)$s.split("${pattern}")`, text === '' ? ' ' : text).replace('[ ]', '[]'),
      ).toBe(expected));
  }

  it('keeps trailing empty parts for a negative limit', () => {
    expect(on('"a,,"')('split(",", -1).size()')).toBe('3');
  });
});

describe('methods of lists and maps', () => {
  const list = on('[1, "b", 3]');
  for (const [method, expected] of [
    ['size()', '3'],
    ['get(1)', 'b'],
    ['isEmpty()', 'false'],
    ['empty', 'false'],
    ['contains("b")', 'true'],
    ['contains("c")', 'false'],
    ['containsAll([1, 3])', 'true'],
    ['indexOf("b")', '1'],
    ['subList(1, 3)', '[b, 3]'],
    ['add(4)$x', 'true[1, b, 3, 4]'],
    ['add(0, "a")$x', '[a, 1, b, 3]'],
    ['addAll([4, 5])$x', 'true[1, b, 3, 4, 5]'],
    ['set(0, "n")$x', '1[n, b, 3]'],
    ['remove(0)$x', '1[b, 3]'],
    ['remove("b")$x', 'true[1, 3]'],
    ['removeAll([1, 3])$x', 'true[b]'],
    ['retainAll([1])$x', 'true[1]'],
    ['contains("3")', 'false'],
    ['clear()$x', '[]'],
  ] as const) {
    it(`list.${method} → ${expected}`, () => expect(list(method)).toBe(expected));
  }

  const map = on('{"a": 1, "b": {"c": 2}}');
  for (const [method, expected] of [
    ['a', '1'],
    ['b.c', '2'],
    ['get("a")', '1'],
    ['size()', '2'],
    ['keySet()', '[a, b]'],
    ['values()', '[1, {c=2}]'],
    ['entrySet()', '[a=1, b={c=2}]'],
    ['entrySet()[0].key', 'a'],
    ['entrySet()[0].getValue()', '1'],
    ['containsKey("a")', 'true'],
    ['containsKey("constructor")', 'false'],
    ['containsValue(1)', 'true'],
    ['getOrDefault("z", "d")', 'd'],
    ['isEmpty()', 'false'],
    ['empty', ''],
    ['put("a", 9)$x.a', '19'],
    ['put("__proto__", 9)$x', '{a=1, b={c=2}, __proto__=9}'],
    ['putAll({"z": 26})$x.z', '26'],
    ['putIfAbsent("a", 5)$x.a', '11'],
    ['remove("a")$x', '1{b={c=2}}'],
    ['replace("a", 5)$x.a', '15'],
    ['replace("z", 5)$x.z', ''],
    ['constructor', ''],
  ] as const) {
    it(`map.${method} → ${expected}`, () => expect(map(method)).toBe(expected));
  }

  for (const [template, expected] of [
    ['#set($n = 7.9)$n.intValue()', '7'],
    ['#set($n = 7)$n.toString().length()', '1'],
    ['#set($n = 7)$n.equals(7)', 'true'],
    ['#set($n = 7)$n.compareTo(9)', '-1'],
    ['#set($n = 7)[$n.size()]', '[]'],
    ['#set($n = 7)$n.equals(7.0)', 'false'],
    ['#set($Integer = 0)#set($n = $Integer.parseInt("5") + 1)$n', '6'],
    ['#set($Integer = 0)$Integer.parseInt("-ff", 16) $Integer.parseLong("5000000000")', '-255 5000000000'],
    ['#set($Integer = 0)$Integer.valueOf("8") $Integer.toString(9) $Integer.toHexString(255)', '8 9 ff'],
    ['#set($Integer = 0)$Integer.max(1, 2) $Integer.min(1, 2)', '2 1'],
    ['#set($Double = 0.0)$Double.parseDouble("1e3") $Double.valueOf("2")', '1000.0 2.0'],
    ['#set($b = true)$b.parseBoolean("TRUE") $b.booleanValue() $b.equals("true")', 'true true false'],
    ['#set($n = 1)$n.doubleValue()', '1.0'],
    ['#set($d = 3000000000.7)$d.longValue() $d.intValue()', '3000000000 2147483647'],
    ['#set($n = 3000000000)$n.intValue()', '-1294967296'],
  ] as const) {
    it(`${template} → ${expected}`, () => expect(render(template)).toBe(expected));
  }
});
