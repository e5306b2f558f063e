import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { type GraphLayout, layoutMachine } from '../model/graph-layout.ts';
import type { Machine, SpanRecord } from '../model/local-stack.ts';

interface GraphProps {
  /** The span of an execution. */
  readonly execution: SpanRecord;
  readonly machines: Readonly<Record<string, Machine>>;
  readonly onSelect: (span: SpanRecord) => void;
}

const BOX = { width: 150, height: 34, gapX: 26, gapY: 30 };

/** A workflow drawn from its definition; the states that this execution took are lit. */
export function StateGraph({ execution, machines, onSelect }: GraphProps): JSX.Element | null {
  const machine = useMemo(() => machineOf(execution, machines), [execution, machines]);
  const layout = useMemo(() => machine && layoutMachine(machine.definition), [machine]);
  if (!machine || !layout) return null;
  const taken = new Map(statesOf(execution).map((span) => [span.name, span]));
  return (
    <figure class="graph">
      <figcaption>{machine.logicalId}</figcaption>
      <div class="graph-box">
        <svg
          {...sizeOf(layout)}
          role="img"
          aria-label={`${taken.size} of ${layout.nodes.length} states taken`}
        >
          {layout.edges.map(({ from, to }) => (
            <path
              key={`${from.name}→${to.name}`}
              class={taken.has(from.name) && taken.has(to.name) ? 'edge taken' : 'edge'}
              d={edge(from, to)}
            />
          ))}
          {layout.nodes.map((node) => (
            <State key={node.name} node={node} span={taken.get(node.name)} onSelect={onSelect} />
          ))}
        </svg>
      </div>
    </figure>
  );
}

type Node = GraphLayout['nodes'][number];

function State({
  node,
  span,
  onSelect,
}: {
  readonly node: Node;
  readonly span: SpanRecord | undefined;
  readonly onSelect: GraphProps['onSelect'];
}): JSX.Element {
  const { x, y } = cornerOf(node);
  const state = span ? (span.error ? 'failed' : 'taken') : 'untaken';
  const label = node.name.length > 22 ? `${node.name.slice(0, 21)}…` : node.name;
  return (
    <g class={`state ${state}`} onClick={() => span && onSelect(span)}>
      <title>{`${node.name} (${node.type})`}</title>
      <rect x={x} y={y} width={BOX.width} height={BOX.height} rx={7} />
      <text x={x + BOX.width / 2} y={y + BOX.height / 2 + 4}>
        {label}
      </text>
    </g>
  );
}

function cornerOf({ column, row }: Node): { readonly x: number; readonly y: number } {
  return { x: 10 + column * (BOX.width + BOX.gapX), y: 10 + row * (BOX.height + BOX.gapY) };
}

function sizeOf({ columns, rows }: GraphLayout): { readonly width: number; readonly height: number } {
  return {
    width: 20 + columns * (BOX.width + BOX.gapX) - BOX.gapX,
    height: 20 + rows * (BOX.height + BOX.gapY) - BOX.gapY,
  };
}

/** From the bottom of one box to the top of the other; backwards around the right side. */
function edge(from: Node, to: Node): string {
  const [start, end] = [cornerOf(from), cornerOf(to)];
  const x1 = start.x + BOX.width / 2;
  const x2 = end.x + BOX.width / 2;
  if (to.row > from.row) {
    const [y1, y2] = [start.y + BOX.height, end.y];
    return `M${x1} ${y1} C${x1} ${(y1 + y2) / 2} ${x2} ${(y1 + y2) / 2} ${x2} ${y2}`;
  }
  const [y1, y2] = [start.y + BOX.height / 2, end.y + BOX.height / 2];
  const right = Math.max(start.x, end.x) + BOX.width + BOX.gapX - 4;
  return `M${start.x + BOX.width} ${y1} C${right} ${y1} ${right} ${y2} ${end.x + BOX.width} ${y2}`;
}

/** Generated names of machines begin with the stack's name and hold the logical id. */
function machineOf({ name, attributes }: SpanRecord, machines: GraphProps['machines']): Machine | undefined {
  const arn = String(attributes['stateMachineArn'] ?? '');
  return machines[arn] ?? Object.entries(machines).find(([key]) => key.endsWith(`:${name}`))?.[1];
}

function statesOf(span: SpanRecord): SpanRecord[] {
  return span.children.flatMap((child) => (child.kind === 'state' ? [child, ...statesOf(child)] : []));
}
