import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/core/json.ts';
import { outputOf, run, single } from './run.ts';

function passing(expression: string): unknown {
  return single({ Type: 'Pass', Parameters: { 'value.$': expression }, End: true });
}

describe('intrinsic functions', () => {
  const input: JsonValue = {
    name: 'Ann',
    list: [1, 2, 3, 3],
    object: { a: 1, b: [] },
    json: '{"a": [1]}',
    half: 1.5,
  };

  test.each<[string, unknown]>([
    ["States.Format('Hello {}', $.name)", 'Hello Ann'],
    ["States.Format('{} {}', $.object, $.list)", '{a=1, b=[]} [1, 2, 3, 3]'],
    [String.raw`States.Format('\{{}\} it\'s', $.name)`, "{Ann} it's"],
    ["States.Format('no arguments')", 'no arguments'],
    ['States.StringToJson($.json)', { a: [1] }],
    ["States.StringToJson(' ')", null],
    ['States.JsonToString($.object)', '{"a":1,"b":[]}'],
    ["States.Array(1, 'two', null, $.name)", [1, 'two', null, 'Ann']],
    ['States.Array()', []],
    ['States.ArrayPartition($.list, 3)', [[1, 2, 3], [3]]],
    ['States.ArrayContains($.list, 2)', true],
    ['States.ArrayContains($.list, 9)', false],
    ['States.ArrayRange(1, 9, 3)', [1, 4, 7]],
    ['States.ArrayRange(3, 1, -1)', [3, 2, 1]],
    ['States.ArrayGetItem($.list, 1)', 2],
    ['States.ArrayLength($.list)', 4],
    ['States.ArrayUnique($.list)', [1, 2, 3]],
    ["States.Base64Encode('Übung')", 'w5xidW5n'],
    ["States.Base64Decode('w5xidW5n')", 'Übung'],
    ["States.Hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ['States.JsonMerge($.object, States.StringToJson($.json), false)', { a: [1], b: [] }],
    ['States.MathAdd($.half, 1)', 3],
    ['States.MathAdd(-1.5, -1.51)', -3],
    ["States.StringSplit('This.is+a,test', '.+,')", ['This', 'is', 'a', 'test']],
    ["States.StringSplit(',,', ',')", []],
    ["States.Format('{}', States.MathAdd(1, States.ArrayLength($.list)))", '5'],
    ["States.Format('{}', $$.Execution.Name)", 'run'],
  ])('%s', async (expression, expected) => {
    expect(await outputOf(passing(expression), { input })).toEqual({ value: expected });
  });

  test('States.UUID and States.MathRandom draw from the execution', async () => {
    const { value: uuid } = (await outputOf(passing('States.UUID()'))) as { value: string };
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const { value: drawn } = (await outputOf(passing('States.MathRandom(5, 7)'))) as { value: number };
    expect([5, 6]).toContain(drawn);
    const seeded = passing('States.MathRandom(1, 1000000, 42)');
    expect(await outputOf(seeded)).toEqual(await outputOf(seeded));
  });

  test.each([
    ["States.Format('{} {}', $.name)", 'Number of arguments do not match'],
    ["States.Format('none', $.name)", 'Number of arguments do not match'],
    ["States.StringToJson('{')", 'is no JSON text'],
    ['States.ArrayGetItem($.list, 9)', 'no element 9'],
    ['States.ArrayPartition($.list, 0)', 'must be positive'],
    ['States.ArrayRange(1, 2000, 1)', 'at most 1000'],
    ['States.ArrayLength($.name)', 'an array is needed'],
    ["States.Base64Decode('***')", 'not Base64'],
    ["States.Hash('x', 'CRC')", 'MD5'],
    ['States.JsonMerge($.object, $.object, true)', 'shallow'],
    ['States.MathRandom(7, 5)', 'smaller'],
    ['States.MathAdd(2147483648, 1)', 'integers of 32 bits'],
  ])('%s fails the state', async (expression, reason) => {
    const { result } = await run(passing(expression), { input });
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.IntrinsicFailure' });
    expect(result).toHaveProperty('cause', expect.stringContaining(reason));
  });

  test.each([
    ["States.Array(1, States.Format('{}', $.none))", '$.none'],
    ["States.Format('{}',$.a[1])", '$.a[1]'],
    ['States.ArrayLength($$.None)', '$.None'],
  ])('%s fails the machine without its argument', async (expression, path) => {
    const { result } = await run(passing(expression), { input: { a: [1] } });
    expect(result).toMatchObject({
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'State' (entered at the event id #2). The function '${expression}' had the following error: The JsonPath argument for the field '${path}' could not be found in the input '{"a":[1]}'`,
    });
  });

  test('a backslash that escapes nothing fails the machine', async () => {
    const { result } = await run(passing(String.raw`States.Array('a\q')`));
    expect(result).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining(
        String.raw`Invalid escape sequence in the intrinsic function 'States.Array('a\q')'`,
      ) as unknown,
    });
  });
});
