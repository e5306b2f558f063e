import type { MachineDefinition } from './local-stack.ts';

export interface GraphNode {
  readonly name: string;
  readonly type: string;
  readonly row: number;
  readonly column: number;
}

export interface GraphLayout {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly { readonly from: GraphNode; readonly to: GraphNode }[];
  readonly rows: number;
  readonly columns: number;
}

type State = Readonly<Record<string, unknown>>;

/**
 * Places states in rows by their distance from the start, in the order in which they are reached. States inside a
 * Map or Parallel follow the state that holds them.
 */
export function layoutMachine(definition: MachineDefinition): GraphLayout {
  const states = new Map<string, { readonly state: State; readonly next: readonly string[] }>();
  collect(definition, states);
  const rows: string[][] = [];
  const seen = new Set([definition.StartAt]);
  for (let row = [definition.StartAt]; row.length > 0; ) {
    rows.push(row);
    const next = row
      .flatMap((name) => states.get(name)?.next ?? [])
      .filter((name) => states.has(name) && !seen.has(name));
    row = [...new Set(next)];
    for (const name of row) seen.add(name);
  }
  const nodes = rows.flatMap((names, row) =>
    names.map((name, column) => ({ name, type: String(states.get(name)?.state['Type']), row, column })),
  );
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const edges = nodes.flatMap((from) =>
    [...new Set(states.get(from.name)?.next)].flatMap((name) => {
      const to = byName.get(name);
      return to ? [{ from, to }] : [];
    }),
  );
  return { nodes, edges, rows: rows.length, columns: Math.max(...rows.map((row) => row.length)) };
}

function collect(definition: MachineDefinition, into: Map<string, { state: State; next: string[] }>): void {
  for (const [name, state] of Object.entries(definition.States)) {
    const inner = innerMachines(state);
    into.set(name, { state, next: [...inner.map(({ StartAt }) => StartAt), ...successors(state)] });
    for (const machine of inner) collect(machine, into);
  }
}

function innerMachines(state: State): MachineDefinition[] {
  const branches = Array.isArray(state['Branches']) ? state['Branches'] : [];
  return [...branches, state['ItemProcessor'], state['Iterator']].filter(
    (machine): machine is MachineDefinition => typeof machine === 'object' && machine !== null,
  );
}

function successors(state: State): string[] {
  const lists = [state['Choices'], state['Catch']].flatMap((list) =>
    Array.isArray(list) ? (list as State[]) : [],
  );
  return [state['Next'], state['Default'], ...lists.map((entry) => entry['Next'])].filter(
    (name): name is string => typeof name === 'string',
  );
}
