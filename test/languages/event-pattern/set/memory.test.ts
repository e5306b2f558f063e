import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { PatternSet } from '../../../../src/languages/event-pattern/index.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function occupiedBytes(): number {
  for (let pass = 0; pass < 4; pass++) collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** One pattern of each kind that has an index of its own. */
function patternOf(index: number): string {
  const kinds = [
    [`v${index}`],
    [{ prefix: `p${index}` }],
    [{ suffix: `s${index}` }],
    [{ wildcard: `*w${index}*` }],
    [{ 'equals-ignore-case': `C${index}` }],
    [{ numeric: ['>', index] }],
    [{ cidr: `10.${index % 256}.0.0/${16 + (index % 8)}` }],
    [{ 'anything-but': [`b${index}`] }, index],
  ];
  return JSON.stringify({ source: [`s${index % 10}`], detail: { [`f${index % 500}`]: kinds[index % 8] } });
}

/** Six rounds: a leak of a tenth would show, and what the compiler keeps for itself would not. */
it('gives the memory of deleted patterns back', { timeout: 60_000 }, () => {
  const set = new PatternSet();
  const fill = (): void => {
    for (let index = 0; index < 4_000; index++) set.add(`p${index}`, patternOf(index));
  };
  const empty = (): void => {
    for (let index = 0; index < 4_000; index++) set.delete(`p${index}`);
  };
  fill();
  set.match('{"source":"s1","detail":{"f1":1}}');
  empty();
  const before = occupiedBytes();
  fill();
  const full = occupiedBytes() - before;
  for (let round = 0; round < 6; round++) {
    empty();
    fill();
  }
  empty();
  expect(set.size).toBe(0);
  expect(occupiedBytes() - before).toBeLessThan(full / 2);
});
