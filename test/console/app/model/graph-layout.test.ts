import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '../../../../src/console/app/model/edge-route.ts';
import {
  type GraphEdge,
  type GraphLayout,
  type GraphNode,
  layoutMachine,
} from '../../../../src/console/app/model/graph-layout.ts';
import type { MachineDefinition } from '../../../../src/console/app/model/local-stack.ts';
import { startForTest } from '../../../support/stack.ts';

type States = Record<string, Record<string, unknown>>;
const laidOut = (States: States, StartAt: string): GraphLayout => layoutMachine({ StartAt, States });
const named = ({ nodes }: GraphLayout, name: string): GraphNode => {
  const node = nodes.find((candidate) => candidate.name === name);
  if (!node) throw new Error(`No ${name} is drawn.`);
  return node;
};

/** Whether a box holds a point, its border apart. */
const holds = ({ x, y, width, height }: GraphNode, point: Point): boolean =>
  point.x > x + 1 && point.x < x + width - 1 && point.y > y + 1 && point.y < y + height - 1;

const contains = (outer: GraphNode, inner: GraphNode): boolean =>
  outer !== inner && holds(outer, { x: inner.x + inner.width / 2, y: inner.y + inner.height / 2 });

function pointsAlong({ points }: GraphEdge): Point[] {
  return points.slice(1).flatMap((end, at) => {
    const start = points[at] as Point;
    return Array.from({ length: 25 }, (_, step) => ({
      x: start.x + ((end.x - start.x) * step) / 24,
      y: start.y + ((end.y - start.y) * step) / 24,
    }));
  });
}

/** "A→B behind C" for every edge that a box hides. */
function hiddenEdges(drawing: GraphLayout): string[] {
  return drawing.edges.flatMap((edge) => {
    const [from, to] = [named(drawing, edge.from), named(drawing, edge.to)];
    return drawing.nodes
      .filter((box) => !contains(box, from) && !contains(box, to))
      .filter((box) => pointsAlong(edge).some((point) => holds(box, point)))
      .map((box) => `${edge.from}→${edge.to} behind ${box.name}`);
  });
}

function overlaps({ nodes }: GraphLayout): string[] {
  return nodes.flatMap((one, at) =>
    nodes
      .slice(at + 1)
      .filter((other) => !contains(one, other) && !contains(other, one))
      .filter(
        (other) =>
          one.x < other.x + other.width - 1 &&
          other.x < one.x + one.width - 1 &&
          one.y < other.y + other.height - 1 &&
          other.y < one.y + one.height - 1,
      )
      .map((other) => `${one.name} over ${other.name}`),
  );
}

describe('the drawing of a workflow', () => {
  it('goes downwards from the start, and loops lead up', () => {
    const drawing = laidOut(
      {
        C: { Type: 'Succeed' },
        B: { Type: 'Choice', Choices: [{ Next: 'A' }], Default: 'C' },
        A: { Type: 'Task', Next: 'B', Catch: [{ Next: 'E' }] },
        E: { Type: 'Fail' },
      },
      'A',
    );
    const [a, b, c, e] = ['A', 'B', 'C', 'E'].map((name) => named(drawing, name).y) as [
      number,
      number,
      number,
      number,
    ];
    expect([a < b, b < c, a < e]).toEqual([true, true, true]);
    expect(drawing.edges.map(({ from, to, kind }) => `${from}→${to} ${kind}`).sort()).toEqual([
      'A→B next',
      'A→E catch',
      'B→A next',
      'B→C next',
    ]);
  });

  it('holds what a Map holds inside its box, and branches of a Parallel side by side', () => {
    const inner = (name: string): MachineDefinition => ({
      StartAt: name,
      States: { [name]: { Type: 'Pass' } },
    });
    const drawing = laidOut(
      {
        M: { Type: 'Map', ItemProcessor: inner('I'), Next: 'P' },
        P: { Type: 'Parallel', Branches: [inner('X'), inner('Y')], Next: 'N' },
        N: { Type: 'Succeed' },
      },
      'M',
    );
    const [map, parallel, i, x, y] = ['M', 'P', 'I', 'X', 'Y'].map((name) => named(drawing, name)) as [
      GraphNode,
      GraphNode,
      GraphNode,
      GraphNode,
      GraphNode,
    ];
    expect([contains(map, i), contains(parallel, x), contains(parallel, y)]).toEqual([true, true, true]);
    expect([map.isContainer, i.isContainer]).toEqual([true, false]);
    expect(x.y).toBe(y.y);
    expect(x.x + x.width).toBeLessThan(y.x);
    expect(overlaps(drawing)).toEqual([]);
  });

  it('leaves out what is not to be shown, with the ways to it', () => {
    const states = { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } };
    const drawing = layoutMachine({ StartAt: 'A', States: states }, (name) => name === 'A');
    expect([drawing.nodes.length, drawing.edges.length]).toEqual([1, 0]);
    expect(layoutMachine({ StartAt: 'A', States: states }, () => false)).toMatchObject({
      nodes: [],
      width: 0,
    });
  });

  it.each([
    ['a state that leads to itself', { A: { Type: 'Choice', Choices: [{ Next: 'A' }] } }],
    [
      'names that objects know',
      { A: { Type: 'Pass', Next: '__proto__' }, ['__proto__']: { Type: 'Succeed' } },
    ],
    ['a way to nowhere', { A: { Type: 'Pass', Next: 'gone' } }],
  ])('draws %s', (_what, states) => {
    const drawing = laidOut(states as States, 'A');
    expect(drawing.nodes.length).toBe(Object.keys(states).length);
    expect(hiddenEdges(drawing)).toEqual([]);
  });

  it('leads no way behind a box, whatever the workflow', () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'a much longer name of a state'];
    const name = fc.constantFrom(...names);
    const state = fc.record({
      Type: fc.constant('Choice'),
      Choices: fc.array(fc.record({ Next: name }), { maxLength: 3 }),
      Catch: fc.array(fc.record({ Next: name }), { maxLength: 1 }),
      Branches: fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        {
          weight: 1,
          arbitrary: fc.constant([
            { StartAt: 'inner', States: { inner: { Type: 'Pass', Next: 'end' }, end: { Type: 'Succeed' } } },
          ]),
        },
      ),
    });
    const machine = fc
      .array(state, { minLength: 2, maxLength: names.length })
      .map((states) => Object.fromEntries(states.map((value, at) => [names[at] as string, value])));
    fc.assert(
      fc.property(machine, (states) => {
        const unique = Object.fromEntries(
          Object.entries(states).map(([key, value]) => [
            key,
            JSON.parse(JSON.stringify(value).replaceAll(/"(inner|end)"/g, `"${key} $1"`)) as Record<
              string,
              unknown
            >,
          ]),
        );
        const drawing = laidOut(unique, 'A');
        expect(hiddenEdges(drawing)).toEqual([]);
        expect(overlaps(drawing)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('leads no way of our own workflows behind a box', async () => {
    const stack = await startForTest();
    const answer = await fetch(new URL('/_lambdaless/machines', stack.pageUrl));
    const machines = Object.values(
      (await answer.json()) as Record<string, { definition: MachineDefinition }>,
    );
    await stack.close();
    expect(machines.length).toBe(2);
    for (const { definition } of machines) {
      const drawing = layoutMachine(definition);
      expect(hiddenEdges(drawing)).toEqual([]);
      expect(overlaps(drawing)).toEqual([]);
    }
  });
});
