import { describe, expect, test } from 'vitest';
import { type JsonObject, parseJson, stringifyJson } from '../../../src/core/json.ts';
import { compileJsonata, type JsonataError } from '../../../src/languages/jsonata/index.ts';

const bindings = parseJson(`{
  "id": 9007199254740993,
  "other": 9007199254740995,
  "most": 9223372036854775807,
  "least": -9223372036854775808,
  "beyond": 9223372036854775808,
  "fraction": 0.12345678901234567890,
  "huge": 1e400,
  "data": {"id": 9007199254740993, "name": "a", "list": [{"id": 9007199254740993}, {"id": 9007199254740995}]},
  "text": "{\\"id\\": 9007199254740993, \\"beyond\\": 9223372036854775808}"
}`) as JsonObject;

function evaluate(expression: string): string | undefined {
  const value = compileJsonata(expression).evaluate(bindings);
  return value === undefined ? undefined : stringifyJson(value);
}

describe('integers of 64 bits are handed on unchanged', () => {
  test.each([
    ['$id', '9007199254740993'],
    ['[$most, $least]', '[9223372036854775807,-9223372036854775808]'],
    ['{"id": $id, "of": [$id, 1]}', '{"id":9007199254740993,"of":[9007199254740993,1]}'],
    ['$data.id', '9007199254740993'],
    ['$data.list.id', '[9007199254740993,9007199254740995]'],
    ['$data.list[1]', '{"id":9007199254740995}'],
    ['$data.*[0]', '9007199254740993'],
    ['$data.**.id', '[9007199254740993,9007199254740993,9007199254740995]'],
    ['$data.list^(>id).id', '[9007199254740995,9007199254740993]'],
    ['$sort([$other, $id, 2])', '[2,9007199254740993,9007199254740995]'],
    ['$data ~> |list|{"of": $data.id}|', stringifyJson(withOf())],
    [
      '$data.list{$string(id): id}',
      '{"9007199254740993":9007199254740993,"9007199254740995":9007199254740995}',
    ],
    ['$map($id, function($each) { $each })', '9007199254740993'],
    ['$reverse([$id, $other])', '[9007199254740995,9007199254740993]'],
    ['$append($id, $other)', '[9007199254740993,9007199254740995]'],
    ['$merge([$data.list[0], {"b": 1}])', '{"id":9007199254740993,"b":1}'],
    ['$lookup($data, "id")', '9007199254740993'],
    ['$distinct([$id, $other, $data.id])', '[9007199254740993,9007199254740995]'],
    ['$parse($text)', '{"id":9007199254740993,"beyond":9223372036854776000}'],
    ['$string($id) & " " & $id', '"9007199254740993 9007199254740993"'],
    ['$string({"a": [$id, 0.1]})', '"{\\"a\\":[9007199254740993,0.1]}"'],
    ['$data.list[id = $id]', '{"id":9007199254740993}'],
    ['$id in $data.list.id', 'true'],
    ['$other = $id', 'false'],
  ])('%s', (expression, result) => {
    expect(evaluate(expression)).toBe(result);
  });

  function withOf(): JsonObject {
    const { id, name, list } = bindings['data'] as JsonObject;
    return {
      id: id ?? null,
      name: name ?? null,
      list: (list as JsonObject[]).map((each) => ({ ...each, of: id ?? null })),
    };
  }
});

describe('what calculates or compares takes the nearest double', () => {
  test.each([
    ['$id + 1', '9007199254740992'],
    ['-$id', '-9007199254740992'],
    ['$sum([$id, 8])', '9007199254741000'],
    ['$max([$id, $other])', '9007199254740996'],
    ['$abs($least)', '9223372036854776000'],
    ['$id < $other', 'true'],
    ['$id = 9007199254740992', 'true'],
    ['[$id > 1, $id != 1]', '[true,true]'],
    ['$formatNumber($id, "#,##0")', '"9,007,199,254,740,992"'],
    ['$floor($id)', '9007199254740992'],
    ['$partition([1, 2], $id)', '[[1,2]]'],
    ['$substring("abc", 0, $id)', '"abc"'],
    ['[1, 2][$id]', undefined],
  ])('%s', (expression, result) => {
    expect(evaluate(expression)).toBe(result);
  });
});

describe('they are numbers like others', () => {
  test.each([
    ['[$type($id), $boolean($id), $not($id)]', '["number",true,false]'],
    ['[$exists($id.text), $count($keys($id)), $exists($id.*)]', '[false,0,false]'],
    ['$count($id)', '1'],
    ['$id = {"text": "9007199254740993"}', 'false'],
  ])('%s', (expression, result) => {
    expect(evaluate(expression)).toBe(result);
  });

  test.each([
    ['$id & $uppercase($id)', 'Argument 1 of function "uppercase" does not match function signature'],
    ['$id{"a": 1}.a + {$id: 1}', 'Key in object structure must evaluate to a string; got: 9007199254740992'],
    ['$keys($merge($id))', 'Argument 1 of function "merge" must be an array of "objects"'],
    ['[1..$id]', expect.stringContaining('Attempted to allocate 9007199254740992')],
  ])('and so is what they may not be: %s', (expression, message) => {
    expect(() => evaluate(expression)).toThrow(expect.objectContaining({ message } as Partial<JsonataError>));
  });
});

test('all other numbers are doubles', () => {
  expect(evaluate('[$beyond, $fraction, $huge]')).toBe(
    '[9223372036854776000,0.12345678901234568,1.7976931348623157e+308]',
  );
});

test('integers are written with all their digits up to 1e21, other numbers with fifteen', () => {
  const numbers = '[5890840712243077, 999999999999999868928, 1e21, 22/7, -1e20, 9223372036854775808]';
  expect(evaluate(`$string(${numbers})`)).toBe(
    '"[5890840712243077,999999999999999900000,1e+21,3.14285714285714,-100000000000000000000,9223372036854776000]"',
  );
  expect(evaluate(`$map(${numbers}, $string)`)).toBe(
    '["5890840712243077","999999999999999900000","1e+21","3.14285714285714","-100000000000000000000","9223372036854776000"]',
  );
});
