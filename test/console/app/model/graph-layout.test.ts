import { expect, it } from 'vitest';
import { layoutMachine } from '../../../../src/console/app/model/graph-layout.ts';

const drawn = (States: Record<string, Record<string, unknown>>, StartAt: string): string[] => {
  const { nodes, edges } = layoutMachine({ StartAt, States });
  return [
    ...nodes.map(({ name, row, column }) => `${name} ${row},${column}`),
    ...edges.map(({ from, to, kind }) => `${from.name}-${to.name} ${kind}`),
  ];
};

it('places states by their distance from the start', () => {
  const states = {
    A: { Type: 'Task', Next: 'B', Catch: [{ Next: 'E' }] },
    B: { Type: 'Choice', Choices: [{ Next: 'A' }], Default: 'C' },
    C: { Type: 'Succeed' },
    E: { Type: 'Fail' },
  };
  expect(drawn(states, 'A')).toEqual([
    'A 0,0',
    'B 1,0',
    'E 1,1',
    'C 2,0',
    'A-B next',
    'A-E catch',
    'B-A next',
    'B-C next',
  ]);
});

it('draws what a Map holds below it', () => {
  const ItemProcessor = { StartAt: 'I', States: { I: { Type: 'Pass' } } };
  expect(drawn({ M: { Type: 'Map', ItemProcessor, Next: 'N' }, N: { Type: 'Succeed' } }, 'M')).toEqual([
    'M 0,0',
    'N 1,0',
    'I 1,1',
    'M-N next',
    'M-I inside',
  ]);
});

it('breaks a row that is too long', () => {
  const names = ['B', 'C', 'D', 'E', 'F'];
  const others = Object.fromEntries(names.map((name) => [name, { Type: 'Succeed' }]));
  const { rows, columns } = layoutMachine({
    StartAt: 'A',
    States: { A: { Type: 'Choice', Choices: names.map((Next) => ({ Next })) }, ...others },
  });
  expect([rows, columns]).toEqual([3, 4]);
});
