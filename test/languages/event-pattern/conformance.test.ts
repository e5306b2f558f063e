import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judgeEventPatterns } from '../../conformance/event-patterns.ts';
import { judgeEventRuler, judgeEventRulerMulti } from '../../conformance/event-ruler.ts';

const DATA = new URL('../../../../shared/conformance/', import.meta.url);
const available = existsSync(DATA);
if (!available) console.warn(`No conformance data in ${DATA.pathname}: these tests are left out.`);

describe.runIf(available)('recorded results', () => {
  test.each([
    ['event-patterns.json', judgeEventPatterns],
    ['event-ruler-pairs.json', judgeEventRuler],
    ['event-ruler-valid.json', judgeEventRuler],
    ['event-ruler-multi.json', judgeEventRulerMulti],
  ])('%s', async (file, judge) => {
    const cases = JSON.parse(readFileSync(new URL(file, DATA), 'utf8')) as unknown[];
    const results = await judge(cases);
    expect(results).toHaveLength(cases.length);
    expect(results.filter((result) => !result.passed)).toEqual([]);
  });
});
