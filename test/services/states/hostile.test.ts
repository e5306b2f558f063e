import { describe, expect, test } from 'vitest';
import { benchWith, MACHINE_ARN } from './support.ts';

const DEEP = 120_000;
const deep = '['.repeat(DEEP) + ']'.repeat(DEEP);

/** A machine whose every state does something with its input. */
const DEFINITIONS: Readonly<Record<string, object>> = {
  passing: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } },
  copying: {
    StartAt: 'A',
    States: { A: { Type: 'Pass', Parameters: { 'x.$': '$' }, ResultPath: '$.y', End: true } },
  },
  descending: { StartAt: 'A', States: { A: { Type: 'Pass', InputPath: '$..x', End: true } } },
  formatting: {
    StartAt: 'A',
    States: { A: { Type: 'Pass', Parameters: { 'x.$': "States.Format('{}', $)" }, End: true } },
  },
  failing: { StartAt: 'A', States: { A: { Type: 'Pass', Parameters: { 'x.$': '$.no' }, End: true } } },
  asking: {
    QueryLanguage: 'JSONata',
    StartAt: 'A',
    States: {
      A: { Type: 'Pass', Output: '{% $states.input %}', Assign: { x: '{% $states.input %}' }, End: true },
    },
  },
  searching: {
    QueryLanguage: 'JSONata',
    StartAt: 'A',
    States: { A: { Type: 'Pass', Output: '{% $count($states.input.**) %}', End: true } },
  },
};

describe('an input that is hard to bear', () => {
  test.each(Object.entries(DEFINITIONS))('nested %s', async (_name, definition) => {
    const bench = benchWith({ definition });
    const start = (input: string): Promise<unknown> =>
      bench.call('StartSyncExecution', { stateMachineArn: MACHINE_ARN, input }).then(
        ({ status }) => status,
        (error: { code?: string }) => error.code,
      );
    expect(['SUCCEEDED', 'FAILED', 'InvalidExecutionInput']).toContain(await start(deep));
    expect(['SUCCEEDED', 'FAILED', 'InvalidExecutionInput']).toContain(
      await start('['.repeat(900) + ']'.repeat(900)),
    );
    expect(['SUCCEEDED', 'FAILED']).toContain(await start('{"x":1}'));
  });

  test.each(Object.entries(DEFINITIONS))('named like what every object has: %s', async (name, definition) => {
    const bench = benchWith({ definition });
    const input = '{"__proto__":{"no":1,"x":2},"constructor":3,"toString":{"x":4}}';
    const answer = await bench.call('StartSyncExecution', { stateMachineArn: MACHINE_ARN, input });
    expect(['SUCCEEDED', 'FAILED']).toContain(answer['status']);
    expect(({} as Record<string, unknown>)['no']).toBeUndefined();
    if (name === 'passing' || name === 'asking') expect(answer['output']).toBe(input);
  });

  test('a definition nested as deep is refused, not fatal', async () => {
    const definition = `{"StartAt":"A","States":{"A":{"Type":"Pass","Result":${deep},"End":true}}}`;
    const bench = benchWith({ definition: DEFINITIONS['passing'] });
    const answer = await bench
      .call('ValidateStateMachineDefinition', { definition })
      .catch((error: { code?: string }) => error);
    expect(answer).toBeDefined();
    expect(answer).not.toBeInstanceOf(RangeError);
  });

  /** Nested 400 deep around `innermost`. */
  function nested(innermost: object): object {
    let value = innermost;
    for (let depth = 0; depth < 400; depth++) value = { x: value };
    return value;
  }

  test.each([
    ['JSONPath', { Parameters: nested({ 'x.$': '$' }) }, { Variable: '$.end', IsPresent: true }],
    ['JSONata', { Output: nested({ x: '{% $states.input %}' }) }, { Condition: '{% false %}' }],
  ])('a machine that nests its own state deeper and deeper fails alone: %s', async (language, nest, rule) => {
    const definition = {
      QueryLanguage: language,
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', ...nest, Next: 'B' },
        B: { Type: 'Choice', Choices: [{ ...rule, Next: 'C' }], Default: 'A' },
        C: { Type: 'Succeed' },
      },
    };
    const bench = benchWith({ definition });
    const answer = await bench.call('StartSyncExecution', { stateMachineArn: MACHINE_ARN });
    expect(answer['status']).toBe('FAILED');
  });
});
