import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SpanRecord } from '../../../core/trace.ts';
import { headPath, linePath } from '../model/edge-path.ts';
import { BOX_HEIGHT, type GraphEdge, type GraphNode, layoutMachine } from '../model/graph-layout.ts';
import type { Machine } from '../model/local-stack.ts';
import { allStates, successorsOf } from '../model/machine-states.ts';
import { changeSettings, settings } from '../model/settings.ts';
import { edgeKey, errorOf, pathOf, retriesOf } from '../model/trace-steps.ts';

interface GraphProps {
  /** The span of an execution. */
  readonly execution: SpanRecord;
  readonly machines: Readonly<Record<string, Machine>>;
  readonly selected: SpanRecord | undefined;
  readonly onSelect: (span: SpanRecord) => void;
}

/** Shadows and outlines need room. */
const MARGIN = 10;

/** A workflow drawn from its definition; the states that this execution took are lit. */
export function StateGraph(props: GraphProps): JSX.Element | null {
  const machine = machineOf(props.execution, props.machines);
  return machine ? <MachineGraph {...props} machine={machine} /> : null;
}

function MachineGraph({
  execution,
  machine,
  selected,
  onSelect,
}: GraphProps & { readonly machine: Machine }): JSX.Element {
  const [isWhole, setWhole] = useState(() => settings().isWhole === true);
  const changeWhole = (isChecked: boolean): void => {
    changeSettings({ isWhole: isChecked });
    setWhole(isChecked);
  };
  const states = useMemo(() => allStates(machine.definition), [machine]);
  const { visits, edges } = useMemo(
    () => pathOf(execution, (from, to) => successorsOf(states.get(from) ?? {}).has(to)),
    [execution, states],
  );
  const drawing = useMemo(
    () => layoutMachine(machine.definition, isWhole ? undefined : (name) => visits.has(name)),
    [machine, isWhole, visits],
  );
  const box = useStartInSight(drawing.nodes);
  const isTaken = ({ from, to }: GraphEdge): boolean => edges.has(edgeKey(from, to));
  // Taken ways are drawn last, over the others.
  const ordered = drawing.edges.toSorted((a, b) => Number(isTaken(a)) - Number(isTaken(b)));
  const size = { width: drawing.width + 2 * MARGIN, height: drawing.height + 2 * MARGIN };
  return (
    <figure class="graph">
      <figcaption>
        <span>
          {machine.logicalId}: {visits.size} of {states.size} states taken
        </span>
        <label>
          <input
            type="checkbox"
            checked={isWhole}
            onChange={({ currentTarget }) => changeWhole(currentTarget.checked)}
          />
          show all
        </label>
      </figcaption>
      <div class="graph-box" ref={box}>
        <div class="graph-area" style={{ width: `${size.width}px`, height: `${size.height}px` }}>
          <svg viewBox={`${-MARGIN} ${-MARGIN} ${size.width} ${size.height}`} aria-hidden="true">
            {ordered.map((edge) => (
              <g
                key={edgeKey(edge.from, edge.to)}
                class={`edge ${edge.kind}${isTaken(edge) ? ' taken' : ''}`}
              >
                <path d={linePath(edge.points)} />
                <path class="edge-head" d={headPath(edge.points)} />
              </g>
            ))}
          </svg>
          {drawing.nodes.map((node) => (
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
  const at = selected ? visits.indexOf(selected) : -1;
  const outcome = outcomeOf(visits);
  const { mark, words } = OUTCOMES[outcome];
  return (
    <>
      {node.isContainer && <div class={`container-box ${outcome}`} style={placeOf(node, node.height)} />}
      <button
        type="button"
        class={`state-box ${outcome}${node.isContainer ? ' container-title' : ''}`}
        style={placeOf(node, BOX_HEIGHT)}
        title={`${node.name} (${node.type}): ${words}`}
        aria-pressed={at >= 0}
        disabled={visits.length === 0}
        onClick={() => onSelect(visits[(at + 1) % visits.length] as SpanRecord)}
      >
        {mark !== '' && <span class="mark">{mark}</span>}
        <span class="state-name">{node.name}</span>
        {visits.length > 1 && (
          <span class="visits">{at < 0 ? `${visits.length}×` : `${at + 1}/${visits.length}`}</span>
        )}
      </button>
    </>
  );
}

function placeOf(
  { x, y, width }: GraphNode,
  height: number,
): Record<'left' | 'top' | 'width' | 'height', string> {
  return { left: `${x + MARGIN}px`, top: `${y + MARGIN}px`, width: `${width}px`, height: `${height}px` };
}

type Outcome = 'untaken' | 'taken' | 'retried' | 'failed';

/** Colour alone tells nobody who does not see it. */
const OUTCOMES: Readonly<Record<Outcome, { readonly mark: string; readonly words: string }>> = {
  untaken: { mark: '', words: 'not taken' },
  taken: { mark: '', words: 'taken' },
  retried: { mark: '↻', words: 'tried again' },
  failed: { mark: '✗', words: 'failed' },
};

function outcomeOf(visits: readonly SpanRecord[]): Outcome {
  if (visits.length === 0) return 'untaken';
  if (visits.some(errorOf)) return 'failed';
  return visits.some((visit) => retriesOf(visit) > 0) ? 'retried' : 'taken';
}

/** A drawing that is wider than its place is scrolled to where it begins. */
function useStartInSight(nodes: readonly GraphNode[]): { readonly current: HTMLDivElement | null } {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [start] = nodes;
    if (box.current && start)
      box.current.scrollLeft = start.x + start.width / 2 - box.current.clientWidth / 2;
  }, [nodes]);
  return box;
}

/** The span of an execution is named after its machine, whose name ends the ARN. */
function machineOf({ name }: SpanRecord, machines: GraphProps['machines']): Machine | undefined {
  return Object.entries(machines).find(([arn]) => arn.endsWith(`:${name}`))?.[1];
}
