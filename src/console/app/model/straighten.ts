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
    for (const layer of sweep % 2 === 0 ? layers : layers.toReversed())
      place(layer, layer.map(targetOf), gap);
  }
}

/** Where an item should stand, and how much that matters. */
interface Target {
  readonly x: number;
  readonly weight: number;
}

/** What has no neighbours makes way for everything else. */
const NO_MATTER = 1e-3;

function targetOf({ x, neighbours }: LayerItem): Target {
  const weight = neighbours.reduce((sum, neighbour) => sum + neighbour.weight, 0);
  if (weight === 0) return { x, weight: NO_MATTER };
  return { x: neighbours.reduce((sum, { item, weight }) => sum + weight * item.x, 0) / weight, weight };
}

interface Block extends Target {
  readonly count: number;
}

/**
 * The places nearest to the targets (least squares) that keep order and distance. Counted from where each item would
 * stand if all were pushed together, places need only not decrease, and "pool adjacent violators" finds them: items
 * that would stand the wrong way round become a block, at the mean of their targets.
 */
function place(layer: readonly LayerItem[], targets: readonly Target[], gap: number): void {
  const offsets = offsetsOf(layer, gap);
  const blocks: Block[] = [];
  targets.forEach(({ x, weight }, at) => {
    let block: Block = { x: x - (offsets[at] as number), weight, count: 1 };
    for (let last = blocks.at(-1); last && last.x > block.x; last = blocks.at(-1)) {
      block = pooled(last, block);
      blocks.pop();
    }
    blocks.push(block);
  });
  const places = blocks.flatMap(({ x, count }) => Array<number>(count).fill(x));
  layer.forEach((item, at) => {
    item.x = (places[at] as number) + (offsets[at] as number);
  });
}

function pooled(one: Block, other: Block): Block {
  const weight = one.weight + other.weight;
  const x = (one.x * one.weight + other.x * other.weight) / weight;
  return { x, weight, count: one.count + other.count };
}

function offsetsOf(layer: readonly LayerItem[], gap: number): number[] {
  let offset = 0;
  return layer.map(({ width }, at) => {
    const before = layer[at - 1];
    if (before) offset += (before.width + width) / 2 + gap;
    return offset;
  });
}
