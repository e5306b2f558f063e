import type { Point } from './edge-route.ts';

const CORNER_RADIUS = 10;

/** An SVG path along the points, its corners rounded. */
export function linePath(points: readonly Point[]): string {
  const corners = points.slice(1, -1).map((corner, at) => {
    const [before, after] = [points[at] as Point, points[at + 2] as Point];
    return `L${place(towards(corner, before))} Q${place(corner)} ${place(towards(corner, after))}`;
  });
  const [first, last] = [points[0], points.at(-1)];
  return first && last ? [`M${place(first)}`, ...corners, `L${place(last)}`].join(' ') : '';
}

/** Where the rounding of a corner begins: near it, at most half way to the next. */
function towards(corner: Point, next: Point): Point {
  const length = Math.hypot(next.x - corner.x, next.y - corner.y) || 1;
  const part = Math.min(CORNER_RADIUS / length, 0.5);
  return { x: corner.x + (next.x - corner.x) * part, y: corner.y + (next.y - corner.y) * part };
}

const HEAD = { length: 6, halfWidth: 3.5 };

/** An SVG path of the arrow's head at the last point, in the direction of the last leg. */
export function headPath(points: readonly Point[]): string {
  const [before, tip] = points.slice(-2);
  if (!before || !tip) return '';
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const [alongX, alongY] = [(tip.x - before.x) / length, (tip.y - before.y) / length];
  const corner = (side: number): string =>
    place({
      x: tip.x - alongX * HEAD.length + side * alongY * HEAD.halfWidth,
      y: tip.y - alongY * HEAD.length - side * alongX * HEAD.halfWidth,
    });
  return `M${place(tip)} L${corner(1)} L${corner(-1)} Z`;
}

function place({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
