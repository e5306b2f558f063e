/** In pixels, to the right and down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box by its centre. */
export interface CentredBox extends Point {
  readonly width: number;
  readonly height: number;
}

/** From where to where the boxes of one layer reach, by the height at which they are centred. */
export type Layers = ReadonlyMap<number, { readonly top: number; readonly bottom: number }>;

export function layersOf(boxes: readonly CentredBox[]): Layers {
  const layers = new Map<number, { top: number; bottom: number }>();
  for (const { y, height } of boxes) {
    const layer = layers.get(layerKey(y)) ?? { top: y, bottom: y };
    layers.set(layerKey(y), {
      top: Math.min(layer.top, y - height / 2),
      bottom: Math.max(layer.bottom, y + height / 2),
    });
  }
  return layers;
}

/**
 * The way of an edge around the boxes between its ends. The layout reserves a place for it in each layer that it
 * passes, as a point at the layer's middle. Boxes may be much higher than a point, so the edge runs straight down
 * (or up) through each layer, and moves aside only in the gaps between layers, where nothing stands.
 * @param reserved the points in the layers between
 */
export function routeAround(
  from: CentredBox,
  to: CentredBox,
  reserved: readonly Point[],
  layers: Layers,
): Point[] {
  const isDown = to.y > from.y;
  const ends = (y: number): readonly [number, number] => {
    const { top, bottom } = layers.get(layerKey(y)) ?? { top: y, bottom: y };
    return isDown ? [top, bottom] : [bottom, top];
  };
  const direction = isDown ? 1 : -1;
  const aside = isDown ? 0 : UPWARDS_ASIDE;
  const startX = portOf(from, reserved[0] ?? to) + aside;
  const endX = portOf(to, reserved.at(-1) ?? from) + aside;
  return withoutRepetition([
    { x: startX, y: from.y + (direction * from.height) / 2 },
    { x: startX, y: ends(from.y)[1] },
    ...reserved.flatMap(({ x, y }) => ends(y).map((end) => ({ x, y: end }))),
    { x: endX, y: ends(to.y)[0] },
    { x: endX, y: to.y - (direction * to.height) / 2 },
  ]);
}

/** Less than the gap between boxes. */
const LOOP_REACH = 10;

/** A state that leads to itself: out at its right side and in again. */
export function loopBeside({ x, y, width, height }: CentredBox): Point[] {
  const [side, reach] = [x + width / 2, height / 4];
  return [
    { x: side, y: y - reach },
    { x: side + LOOP_REACH, y: y - reach },
    { x: side + LOOP_REACH, y: y + reach },
    { x: side, y: y + reach },
  ];
}

/** A way back does not lie over the way there. */
const UPWARDS_ASIDE = -9;

/** Edges leave a box side by side, those to the left on the left. */
function portOf({ x, width }: CentredBox, towards: Point): number {
  const reach = width * 0.3;
  return x + Math.max(-reach, Math.min(reach, (towards.x - x) * 0.2));
}

function withoutRepetition(points: readonly Point[]): Point[] {
  return points.filter(({ x, y }, at) => x !== points[at - 1]?.x || y !== points[at - 1]?.y);
}

/** Names a layer by the height of its middle: layouts are computed in floating point. */
export function layerKey(y: number): number {
  return Math.round(y * 100);
}
