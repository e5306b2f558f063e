export interface State {
  readonly Type: string;
  Next?: string;
  Default?: string;
  Choices?: { Next: string }[] | undefined;
  Catch?: { Next: string }[] | undefined;
  Retry?: object[] | undefined;
  readonly ItemProcessor?: Machine;
  readonly Branches?: readonly Machine[];
  readonly End?: boolean;
}

export interface Machine {
  StartAt: string;
  States: Record<string, State>;
}

export interface Mutant {
  readonly name: string;
  /** The states that a check must enter to notice: the one that was changed, and where what was taken away leads. */
  readonly states: readonly string[];
  /** Only a check in which something fails can notice. */
  readonly needsFault: boolean;
  readonly mutant: Machine;
}

/** Each way to take one thing away from a state machine that still is one afterwards. */
export function machineMutants(machine: Machine): readonly Mutant[] {
  return statesOf(machine).flatMap((found) => {
    const { name, state } = found;
    const part = (key: PartKey, word: string): readonly Mutant[] =>
      (state[key] ?? []).map((item, index) => ({
        name: `state '${name}' ${word} ${index}`,
        states: 'Next' in item ? [name, item.Next as string] : [name],
        needsFault: key === 'Retry',
        mutant: changed(machine, found.path, (owner) => removePart(owner, name, key, index)),
      }));
    return [
      {
        name: `state '${name}'`,
        states: [name],
        needsFault: false,
        mutant: changed(machine, found.path, (owner) => removeState(owner, name)),
      },
      ...part('Catch', 'catcher'),
      ...part('Retry', 'retrier'),
      ...part('Choices', 'rule'),
    ];
  });
}

type PartKey = 'Catch' | 'Retry' | 'Choices';

/** From the outermost machine to the one that holds a state. */
type Path = readonly (string | number)[];

interface Found {
  readonly name: string;
  readonly path: Path;
  readonly state: State;
}

function statesOf(machine: Machine, path: Path = []): readonly Found[] {
  return Object.entries(machine.States).flatMap(([name, state]) => {
    const inner = [
      ...(state.ItemProcessor
        ? statesOf(state.ItemProcessor, [...path, 'States', name, 'ItemProcessor'])
        : []),
      ...(state.Branches ?? []).flatMap((branch, index) =>
        statesOf(branch, [...path, 'States', name, 'Branches', index]),
      ),
    ];
    return [{ name, path, state }, ...inner];
  });
}

/** A copy of the machine in which the inner machine at `path` is changed, without what nothing leads to any more. */
function changed(machine: Machine, path: Path, change: (owner: Machine) => void): Machine {
  const copy = structuredClone(machine);
  const owner = path.reduce<unknown>(
    (here, step) => (here as Record<string | number, unknown>)[step],
    copy,
  ) as Machine;
  change(owner);
  removeUnreachable(owner);
  return copy;
}

/** Whoever went to the state goes where it went to. An end cannot be left out: success and failure change places. */
function removeState(owner: Machine, name: string): void {
  const state = owner.States[name] as State;
  const next = state.Next ?? state.Default;
  if (next === undefined) {
    owner.States[name] = terminalMutant(state);
    return;
  }
  delete owner.States[name];
  if (owner.StartAt === name) owner.StartAt = next;
  for (const other of Object.values(owner.States)) redirect(other, name, next);
}

function terminalMutant({ Type, End }: State): State {
  if (End) return { Type: 'Pass', End: true };
  return Type === 'Fail' ? { Type: 'Succeed' } : ({ Type: 'Fail', Error: 'Mutant' } as State);
}

function redirect(state: State, from: string, to: string): void {
  if (state.Next === from) state.Next = to;
  if (state.Default === from) state.Default = to;
  for (const branch of [...(state.Choices ?? []), ...(state.Catch ?? [])]) {
    if (branch.Next === from) branch.Next = to;
  }
}

function removePart(owner: Machine, name: string, key: PartKey, index: number): void {
  const state = owner.States[name] as State;
  state[key]?.splice(index, 1);
  if (state[key]?.length === 0) removeEmpty(owner, name, key);
}

/** An empty list is refused; a Choice without rules is its default. */
function removeEmpty(owner: Machine, name: string, key: PartKey): void {
  if (key === 'Choices') removeState(owner, name);
  else delete (owner.States[name] as State)[key];
}

/** A machine with states that nothing leads to is refused, which would hide whether the part was needed. */
function removeUnreachable(owner: Machine): void {
  const reached = new Set<string>();
  const follow = (name: string | undefined): void => {
    const state = name === undefined ? undefined : owner.States[name];
    if (!state || reached.has(name as string)) return;
    reached.add(name as string);
    for (const next of [state.Next, state.Default, ...targets(state)]) follow(next);
  };
  follow(owner.StartAt);
  for (const name of Object.keys(owner.States)) if (!reached.has(name)) delete owner.States[name];
}

function targets({ Choices = [], Catch = [] }: State): readonly string[] {
  return [...Choices, ...Catch].map(({ Next }) => Next);
}
