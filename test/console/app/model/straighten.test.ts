import { expect, it } from 'vitest';
import { connect, type LayerItem, straighten } from '../../../../src/console/app/model/straighten.ts';

const item = (x: number, width = 10): LayerItem => ({ x, width, neighbours: [] });

it('puts one below the other', () => {
  const [above, below] = [item(0), item(100)];
  connect(above, below, 1);
  straighten([[above], [below]], 5);
  expect(above.x).toBe(below.x);
});

it('keeps the order and the distance of those in one layer, around their common neighbour', () => {
  const [above, left, right] = [item(50), item(0, 20), item(5, 40)];
  connect(above, left, 1);
  connect(above, right, 1);
  straighten([[above], [left, right]], 6);
  expect(right.x - left.x).toBeCloseTo(36, 5);
  expect((left.x + right.x) / 2).toBeCloseTo(above.x, 5);
});

it('follows what matters more', () => {
  const [one, other, below] = [item(0), item(100), item(0)];
  connect(one, below, 9);
  connect(other, below, 1);
  straighten([[one, other], [below]], 90);
  expect(Math.abs(below.x - one.x)).toBeLessThan(Math.abs(below.x - other.x));
});

it('leaves alone what has no neighbours', () => {
  const alone = item(42);
  straighten([[alone]], 5);
  expect(alone.x).toBe(42);
});
