import type { MachineDefinition } from './local-stack.ts';

export interface GraphNode {
  readonly name: string;
  readonly type: string;
  readonly row: number;
  readonly column: number;
}

/** `next`: as the workflow goes on; `catch`: after an error; `inside`: from a Map or Parallel to what it holds. */
export type EdgeKind = 'next' | 'catch' | 'inside';

export interface GraphEdge {
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly kind: EdgeKind;
}

export interface GraphLayout {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly rows: number;
  readonly columns: number;
}

type State = Readonly<Record<string, unknown>>;
type Successor = readonly [name: string, kind: EdgeKind];

/** Where more states have the same distance, they go on in the next row. */
const MAX_COLUMNS = 4;

/**
 * Places states in rows by their distance from the start, in the order in which they are reached. States inside a
 * Map or Parallel follow the state that holds them.
 */
export function layoutMachine(definition: MachineDefinition): GraphLayout {
  const states = new Map<string, State>();
  collect(definition, states);
  const rows = rowsOf(definition.StartAt, states);
  const nodes = rows.flatMap((names, row) =>
    names.map((name, column) => ({ name, type: String(states.get(name)?.['Type']), row, column })),
  );
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const edges = nodes.flatMap((from) =>
    successorsOf(states.get(from.name) as State).flatMap(([name, kind]) => {
      const to = byName.get(name);
      return to ? [{ from, to, kind }] : [];
    }),
  );
  return { nodes, edges, rows: rows.length, columns: Math.max(...rows.map((row) => row.length)) };
}

/** State names are unique in a whole workflow, so those inside can be laid out with the others. */
function collect(definition: MachineDefinition, into: Map<string, State>): void {
  for (const [name, state] of Object.entries(definition.States)) {
    into.set(name, state);
    for (const inner of innerMachines(state)) collect(inner, into);
  }
}

function rowsOf(startAt: string, states: ReadonlyMap<string, State>): string[][] {
  const rows: string[][] = [];
  const seen = new Set([startAt]);
  for (let reached = [startAt]; reached.length > 0; ) {
    for (let at = 0; at < reached.length; at += MAX_COLUMNS) rows.push(reached.slice(at, at + MAX_COLUMNS));
    const next = reached
      .flatMap((name) => successorsOf(states.get(name) as State).map(([successor]) => successor))
      .filter((name) => states.has(name) && !seen.has(name));
    reached = [...new Set(next)];
    for (const name of reached) seen.add(name);
  }
  return rows;
}

/** Each successor once, by the way that comes first: on, inside, after an error. */
function successorsOf(state: State): Successor[] {
  const listed = (field: string): unknown[] =>
    Array.isArray(state[field]) ? (state[field] as State[]).map((entry) => entry['Next']) : [];
  const successors: [unknown, EdgeKind][] = [
    ...[state['Next'], ...listed('Choices'), state['Default']].map((name): [unknown, EdgeKind] => [
      name,
      'next',
    ]),
    ...innerMachines(state).map(({ StartAt }): [unknown, EdgeKind] => [StartAt, 'inside']),
    ...listed('Catch').map((name): [unknown, EdgeKind] => [name, 'catch']),
  ];
  const first = new Map<string, EdgeKind>();
  for (const [name, kind] of successors) {
    if (typeof name === 'string' && !first.has(name)) first.set(name, kind);
  }
  return [...first];
}

function innerMachines(state: State): MachineDefinition[] {
  const branches = Array.isArray(state['Branches']) ? state['Branches'] : [];
  return [...branches, state['ItemProcessor'], state['Iterator']].filter(
    (machine): machine is MachineDefinition => typeof machine === 'object' && machine !== null,
  );
}
