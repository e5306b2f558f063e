import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { SpanRecord } from '../../../core/trace.ts';
import { type GraphEdge, type GraphNode, layoutMachine } from '../model/graph-layout.ts';
import type { Machine } from '../model/local-stack.ts';
import { edgeKey, pathOf, retriesOf } from '../model/trace-steps.ts';

interface GraphProps {
  /** The span of an execution. */
  readonly execution: SpanRecord;
  readonly machines: Readonly<Record<string, Machine>>;
  readonly selected: SpanRecord | undefined;
  readonly onSelect: (span: SpanRecord) => void;
}

const BOX = { width: 148, height: 32, gapX: 18, gapY: 26, margin: 12 };

/** A workflow drawn from its definition; the states that this execution took are lit. */
export function StateGraph({ execution, machines, selected, onSelect }: GraphProps): JSX.Element | null {
  const machine = machineOf(execution, machines);
  const layout = useMemo(() => machine && layoutMachine(machine.definition), [machine]);
  const { visits, edges } = useMemo(() => pathOf(execution), [execution]);
  if (!machine || !layout) return null;
  const width = 2 * BOX.margin + layout.columns * (BOX.width + BOX.gapX);
  const height = 2 * BOX.margin + layout.rows * (BOX.height + BOX.gapY) - BOX.gapY;
  const isTaken = ({ from, to }: GraphEdge): boolean => edges.has(edgeKey(from.name, to.name));
  // Taken ways are drawn last, over the others.
  const ordered = layout.edges.toSorted((a, b) => Number(isTaken(a)) - Number(isTaken(b)));
  return (
    <figure class="graph">
      <figcaption>
        {machine.logicalId}: {visits.size} of {layout.nodes.length} states taken
      </figcaption>
      <div class="graph-box">
        <div class="graph-area" style={{ width: `${width}px`, height: `${height}px` }}>
          <svg width={width} height={height} aria-hidden="true">
            {ordered.map((edge) => (
              <path
                key={`${edge.from.name} ${edge.to.name}`}
                class={`edge ${edge.kind}${isTaken(edge) ? ' taken' : ''}`}
                d={lineOf(edge)}
              />
            ))}
          </svg>
          {layout.nodes.map((node) => (
            <StateBox
              key={node.name}
              node={node}
              visits={visits.get(node.name) ?? []}
              selected={selected}
              onSelect={onSelect}
            />
          ))}
        </div>
      </div>
    </figure>
  );
}

interface StateBoxProps extends Pick<GraphProps, 'selected' | 'onSelect'> {
  readonly node: GraphNode;
  readonly visits: readonly SpanRecord[];
}

/** A further click leads on to the state's next visit. */
function StateBox({ node, visits, selected, onSelect }: StateBoxProps): JSX.Element {
  const { x, y } = cornerOf(node);
  const at = selected ? visits.indexOf(selected) : -1;
  return (
    <button
      type="button"
      class={`state-box ${outcomeOf(visits)}`}
      style={{ left: `${x}px`, top: `${y}px`, width: `${BOX.width}px`, height: `${BOX.height}px` }}
      title={`${node.name} (${node.type})`}
      aria-pressed={at >= 0}
      disabled={visits.length === 0}
      onClick={() => onSelect(visits[(at + 1) % visits.length] as SpanRecord)}
    >
      <span>{node.name}</span>
      {visits.length > 1 && <span class="visits">{visits.length}×</span>}
    </button>
  );
}

function outcomeOf(visits: readonly SpanRecord[]): string {
  if (visits.length === 0) return 'untaken';
  if (visits.some(({ error }) => error)) return 'failed';
  return visits.some((visit) => retriesOf(visit) > 0) ? 'retried' : 'taken';
}

function cornerOf({ column, row }: GraphNode): { readonly x: number; readonly y: number } {
  return {
    x: BOX.margin + column * (BOX.width + BOX.gapX),
    y: BOX.margin + row * (BOX.height + BOX.gapY),
  };
}

/** From the bottom of one box to the top of a lower one; else from side to side, around what lies between. */
function lineOf({ from, to }: GraphEdge): string {
  const [start, end] = [cornerOf(from), cornerOf(to)];
  if (to.row > from.row) {
    const [x1, x2] = [start.x + BOX.width / 2, end.x + BOX.width / 2];
    const [y1, y2] = [start.y + BOX.height, end.y];
    const bend = Math.min(40, (y2 - y1) / 2);
    return `M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
  }
  const [x1, x2] = [start.x + BOX.width, end.x + BOX.width];
  const [y1, y2] = [start.y + BOX.height / 2, end.y + BOX.height / 2];
  const side = Math.max(x1, x2) + BOX.gapX;
  return `M${x1} ${y1} C${side} ${y1} ${side} ${y2} ${x2} ${y2}`;
}

/** The span of an execution is named after its machine, whose name ends the ARN. */
function machineOf({ name }: SpanRecord, machines: GraphProps['machines']): Machine | undefined {
  return Object.entries(machines).find(([arn]) => arn.endsWith(`:${name}`))?.[1];
}
