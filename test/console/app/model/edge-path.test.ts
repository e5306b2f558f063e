import { expect, it } from 'vitest';
import { headPath, linePath } from '../../../../src/console/app/model/edge-path.ts';

it('leads straight from one point to another', () => {
  expect(
    linePath([
      { x: 0, y: 0 },
      { x: 0, y: 30 },
    ]),
  ).toBe('M0 0 L0 30');
});

it('rounds corners, by half of a short leg at most', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 0, y: 40 },
    { x: 8, y: 40 },
  ];
  expect(linePath(points)).toBe('M0 0 L0 30 Q0 40 4 40 L8 40');
});

it('points along the last leg', () => {
  expect(
    headPath([
      { x: 0, y: 0 },
      { x: 0, y: 30 },
    ]),
  ).toBe('M0 30 L3.5 24 L-3.5 24 Z');
});

it('draws nothing from nothing', () => {
  expect([linePath([]), headPath([{ x: 1, y: 1 }])]).toEqual(['', '']);
});
