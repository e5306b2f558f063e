import type { MachineDefinition } from './local-stack.ts';

/** One state of a definition, as it was written. */
export type StateDefinition = Readonly<Record<string, unknown>>;

/** `next`: as the workflow goes on; `catch`: after an error. */
export type EdgeKind = 'next' | 'catch';

/** Each successor once; where an error leads to the same state as success does, success names the way. */
export function successorsOf(state: StateDefinition): ReadonlyMap<string, EdgeKind> {
  const listed = (field: string): unknown[] =>
    Array.isArray(state[field]) ? (state[field] as StateDefinition[]).map((entry) => entry['Next']) : [];
  const successors = new Map<string, EdgeKind>();
  for (const name of [state['Next'], ...listed('Choices'), state['Default']]) {
    if (typeof name === 'string') successors.set(name, 'next');
  }
  for (const name of listed('Catch')) {
    if (typeof name === 'string' && !successors.has(name)) successors.set(name, 'catch');
  }
  return successors;
}

/** What a Map or Parallel holds: one workflow, or one for each branch. */
export function innerMachines(state: StateDefinition): MachineDefinition[] {
  const branches = Array.isArray(state['Branches']) ? state['Branches'] : [];
  return [...branches, state['ItemProcessor'], state['Iterator']].filter(
    (machine): machine is MachineDefinition => typeof machine === 'object' && machine !== null,
  );
}

/** All states, those inside Maps and Parallels too: ASL lets no two states of a workflow share a name. */
export function allStates(definition: MachineDefinition): ReadonlyMap<string, StateDefinition> {
  const states = new Map<string, StateDefinition>();
  const collect = ({ States }: MachineDefinition): void => {
    for (const [name, state] of Object.entries(States)) {
      states.set(name, state);
      innerMachines(state).forEach(collect);
    }
  };
  collect(definition);
  return states;
}
