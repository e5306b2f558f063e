/** A box, or the place of an edge that passes by, in one layer of a drawing. `x` is its middle. */
export interface LayerItem {
  x: number;
  readonly width: number;
  readonly neighbours: Neighbour[];
}

interface Neighbour {
  readonly item: LayerItem;
  /** How much it matters that the two stand below each other. */
  readonly weight: number;
}

export function connect(one: LayerItem, other: LayerItem, weight: number): void {
  one.neighbours.push({ item: other, weight });
  other.neighbours.push({ item: one, weight });
}

const SWEEPS = 60;

/**
 * Moves what stands in layers sideways, in its order, until edges are short: each item as near as the others in its
 * layer allow to the weighted mean of its neighbours, layer after layer, down and up again.
 */
export function straighten(layers: readonly (readonly LayerItem[])[], gap: number): void {
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const layer of sweep % 2 === 0 ? layers : layers.toReversed()) {
      const targets = layer.map(({ x, neighbours }) => meanOf(neighbours) ?? x);
      place(layer, targets, gap);
    }
  }
}

function meanOf(neighbours: readonly Neighbour[]): number | undefined {
  const weight = neighbours.reduce((sum, neighbour) => sum + neighbour.weight, 0);
  if (weight === 0) return undefined;
  return neighbours.reduce((sum, neighbour) => sum + neighbour.weight * neighbour.item.x, 0) / weight;
}

interface Block {
  /** The mean of its items' targets, as if all stood at its left end. */
  at: number;
  count: number;
}

/**
 * The places nearest to the targets (least squares) that keep order and distance. Counted from where each item would
 * stand if all were pushed together, places need only not decrease, and "pool adjacent violators" finds them: items
 * that would stand the wrong way round become a block, at the mean of their targets.
 */
function place(layer: readonly LayerItem[], targets: readonly number[], gap: number): void {
  const offsets = offsetsOf(layer, gap);
  const blocks: Block[] = [];
  targets.forEach((target, at) => {
    let block = { at: target - (offsets[at] as number), count: 1 };
    for (let last = blocks.at(-1); last && last.at > block.at; last = blocks.at(-1)) {
      const count = last.count + block.count;
      block = { at: (last.at * last.count + block.at * block.count) / count, count };
      blocks.pop();
    }
    blocks.push(block);
  });
  const places = blocks.flatMap(({ at, count }) => Array<number>(count).fill(at));
  layer.forEach((item, at) => {
    item.x = (places[at] as number) + (offsets[at] as number);
  });
}

function offsetsOf(layer: readonly LayerItem[], gap: number): number[] {
  let offset = 0;
  return layer.map(({ width }, at) => {
    const before = layer[at - 1];
    if (before) offset += (before.width + width) / 2 + gap;
    return offset;
  });
}
