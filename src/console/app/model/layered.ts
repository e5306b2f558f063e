import { Graph, layout } from '@dagrejs/dagre';
import { type CentredBox, layerKey, type Point } from './edge-route.ts';
import { connect, type LayerItem, straighten } from './straighten.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** From one box to another, by their positions in the list of boxes. */
export interface Way {
  readonly from: number;
  readonly to: number;
  /** What matters more is drawn straighter. */
  readonly weight: number;
}

export interface PlacedWay extends Way {
  /** The places kept for it in the layers between its ends. */
  readonly reserved: readonly Point[];
}

export interface Placement {
  readonly centres: readonly CentredBox[];
  readonly ways: readonly PlacedWay[];
}

const GAPS = { nodesep: 18, edgesep: 12, ranksep: 34 };
const GAP = 14;
/** What passes a layer should do so in a straight line: corners cost more than distance. */
const STRAIGHTNESS = 6;

/** What is used of the library's graph: its own declarations do not resolve for ES modules. */
interface LayeredGraph {
  setGraph(gaps: typeof GAPS): unknown;
  setNode(id: string, size: Size): unknown;
  setEdge(from: string, to: string, label: { readonly weight: number }): unknown;
  node(id: string): Point;
  edge(from: string, to: string): { readonly points: readonly Point[] };
}

/**
 * Places boxes in layers. The library assigns the layers and the order in each; it spends much width, so how far to
 * the side each stands is our own.
 */
export function placeInLayers(boxes: readonly Size[], ways: readonly Way[]): Placement {
  const graph = laidOut(boxes, ways);
  const centres = boxes.map(({ width, height }, at) => ({ ...graph.node(String(at)), width, height }));
  const nodes = centres.map(({ x, width }): LayerItem => ({ x, width, neighbours: [] }));
  const places: Placed[] = nodes.map((item, at) => ({ item, y: (centres[at] as CentredBox).y }));
  const heights = new Set(centres.map(({ y }) => layerKey(y)));
  const routes = ways.map((way) => {
    const { points } = graph.edge(String(way.from), String(way.to));
    const route = points
      // The library keeps places between layers too, where nothing is in the way, and at the boxes' borders.
      .filter(({ y }) => heights.has(layerKey(y)))
      .map(({ x, y }): Placed => ({ item: { x, width: 0, neighbours: [] }, y }));
    if (way.from !== way.to) {
      places.push(...route);
      connectAll(
        [nodes[way.from], ...route.map(({ item }) => item), nodes[way.to]] as LayerItem[],
        way.weight,
      );
    }
    return { way, route };
  });
  straighten(layersOf(places), GAP);
  return {
    centres: centres.map((centre, at) => ({ ...centre, x: (nodes[at] as LayerItem).x })),
    ways: routes.map(({ way, route }) => ({
      ...way,
      reserved: route.map(({ item: { x }, y }) => ({ x, y })),
    })),
  };
}

interface Placed {
  readonly item: LayerItem;
  readonly y: number;
}

/** The library keeps nodes in plain objects, where a state could be called `__proto__`: positions stand for names. */
function laidOut(boxes: readonly Size[], ways: readonly Way[]): LayeredGraph {
  const graph: LayeredGraph = new Graph();
  graph.setGraph({ ...GAPS });
  boxes.forEach(({ width, height }, at) => {
    graph.setNode(String(at), { width, height });
  });
  for (const { from, to, weight } of ways) graph.setEdge(String(from), String(to), { weight });
  layout(graph);
  return graph;
}

function connectAll(chain: readonly LayerItem[], weight: number): void {
  for (let at = 1; at < chain.length; at++) {
    const isBetween = at > 1 && at < chain.length - 1;
    connect(chain[at - 1] as LayerItem, chain[at] as LayerItem, isBetween ? weight * STRAIGHTNESS : weight);
  }
}

function layersOf(places: readonly Placed[]): LayerItem[][] {
  const layers = new Map<number, LayerItem[]>();
  for (const { item, y } of places.toSorted((a, b) => a.y - b.y || a.item.x - b.item.x)) {
    layers.set(layerKey(y), [...(layers.get(layerKey(y)) ?? []), item]);
  }
  return [...layers.values()];
}
