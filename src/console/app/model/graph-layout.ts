import { type CentredBox, layersOf, loopBeside, type Point, routeAround } from './edge-route.ts';
import { placeInLayers, type Way } from './layered.ts';
import type { MachineDefinition } from './local-stack.ts';
import { type EdgeKind, innerMachines, type StateDefinition, successorsOf } from './machine-states.ts';

/** A state's box, in pixels from the upper left corner of the drawing. */
export interface GraphNode extends Point {
  readonly name: string;
  readonly type: string;
  readonly width: number;
  readonly height: number;
  /** Whether states stand inside, below a title of `BOX_HEIGHT`. */
  readonly isContainer: boolean;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** From the border of one box to that of the other, around what lies between. */
  readonly points: readonly Point[];
}

export interface GraphLayout {
  /** Containers before what they hold. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly width: number;
  readonly height: number;
}

export const BOX_HEIGHT = 30;
const BOX_WIDTH = { least: 64, most: 190, perCharacter: 6.4, around: 40 };
const PADDING = 12;
/** What goes on as planned is drawn straighter than what goes wrong. */
const WEIGHTS: Readonly<Record<EdgeKind, number>> = { next: 3, catch: 1 };

/**
 * Draws a workflow in layers, from its start downwards.
 *
 * No way crosses the border of a Map or Parallel, so each workflow is laid out by itself, the inner ones first: what
 * a Map holds is drawn, the Map is as large as the drawing, and the workflow around it is laid out with a box of that
 * size.
 * @param isShown which states to draw; a Map or Parallel is drawn with those inside it
 */
export function layoutMachine(
  definition: MachineDefinition,
  isShown: (name: string) => boolean = () => true,
): GraphLayout {
  const states = Object.entries(definition.States).filter(([name]) => isShown(name));
  // The first box given is the one that loops lead back to.
  states.sort(([a], [b]) => Number(b === definition.StartAt) - Number(a === definition.StartAt));
  return fitted(drawingOf(states.map(([name, state]) => boxOf(name, state, isShown))));
}

interface Box {
  readonly name: string;
  readonly state: StateDefinition;
  /** What stands inside, side by side. */
  readonly inner: readonly GraphLayout[];
  readonly width: number;
  readonly height: number;
}

function boxOf(name: string, state: StateDefinition, isShown: (name: string) => boolean): Box {
  const inner = innerMachines(state)
    .map((machine) => layoutMachine(machine, isShown))
    .filter(({ nodes }) => nodes.length > 0);
  const { least, most, perCharacter, around } = BOX_WIDTH;
  const titleWidth = Math.min(most, Math.max(least, name.length * perCharacter + around));
  if (inner.length === 0) return { name, state, inner, width: titleWidth, height: BOX_HEIGHT };
  const height = BOX_HEIGHT + Math.max(...inner.map((drawing) => drawing.height)) + 2 * PADDING;
  return { name, state, inner, width: Math.max(titleWidth, widthOf(inner) + 2 * PADDING), height };
}

function widthOf(drawings: readonly GraphLayout[]): number {
  return drawings.reduce((sum, { width }) => sum + width, PADDING * (drawings.length - 1));
}

type Drawing = Pick<GraphLayout, 'nodes' | 'edges'>;

function drawingOf(boxes: readonly Box[]): Drawing {
  const kinds = boxes.map(({ state }) => successorsOf(state));
  const { centres, ways } = placeInLayers(boxes, waysBetween(boxes, kinds));
  const layers = layersOf(centres);
  const inner = boxes.map((box, at) => drawBox(box, centres[at] as CentredBox));
  const edges = ways.map(({ from, to, reserved }): GraphEdge => {
    const [start, end] = [centres[from] as CentredBox, centres[to] as CentredBox];
    const target = (boxes[to] as Box).name;
    return {
      from: (boxes[from] as Box).name,
      to: target,
      kind: kinds[from]?.get(target) ?? 'next',
      points: from === to ? loopBeside(start) : routeAround(start, end, reserved, layers),
    };
  });
  return {
    nodes: inner.flatMap(({ nodes }) => nodes),
    edges: [...inner.flatMap((drawing) => drawing.edges), ...edges],
  };
}

function waysBetween(boxes: readonly Box[], kinds: readonly ReadonlyMap<string, EdgeKind>[]): readonly Way[] {
  const positions = new Map(boxes.map(({ name }, at) => [name, at]));
  return kinds.flatMap((successors, from) =>
    [...successors].flatMap(([name, kind]) => {
      const to = positions.get(name);
      return to === undefined ? [] : [{ from, to, weight: WEIGHTS[kind] }];
    }),
  );
}

function drawBox({ name, state, inner, width, height }: Box, centre: Point): Drawing {
  const [x, y] = [centre.x - width / 2, centre.y - height / 2];
  const box = { name, type: String(state['Type']), x, y, width, height, isContainer: inner.length > 0 };
  let left = centre.x - widthOf(inner) / 2;
  const moved = inner.map((drawing) => {
    const result = shifted(drawing, left, y + BOX_HEIGHT + PADDING);
    left += drawing.width + PADDING;
    return result;
  });
  return {
    nodes: [box, ...moved.flatMap(({ nodes }) => nodes)],
    edges: moved.flatMap(({ edges }) => edges),
  };
}

function shifted({ nodes, edges }: Drawing, right: number, down: number): Drawing {
  const move = <Place extends Point>(place: Place): Place => ({
    ...place,
    x: place.x + right,
    y: place.y + down,
  });
  return { nodes: nodes.map(move), edges: edges.map((edge) => ({ ...edge, points: edge.points.map(move) })) };
}

/** Edges may run outside all boxes; the drawing begins and ends where anything of it does. */
function fitted(drawing: Drawing): GraphLayout {
  if (drawing.nodes.length === 0) return { ...drawing, width: 0, height: 0 };
  const points = drawing.edges.flatMap((edge) => edge.points);
  const [left, top] = [
    Math.min(...[...drawing.nodes, ...points].map(({ x }) => x)),
    Math.min(...[...drawing.nodes, ...points].map(({ y }) => y)),
  ];
  const right = Math.max(...drawing.nodes.map(({ x, width }) => x + width), ...points.map(({ x }) => x));
  const bottom = Math.max(...drawing.nodes.map(({ y, height }) => y + height), ...points.map(({ y }) => y));
  return { ...shifted(drawing, -left, -top), width: right - left, height: bottom - top };
}
