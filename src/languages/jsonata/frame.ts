/**
 * Variables. Which names a scope can hold is known once an expression is compiled, so a frame is an array of
 * values, and a variable is a place: so many frames outwards, such and such a slot.
 *
 * A name is bound when `:=` is evaluated, not where it stands. Until then its slot is {@link UNBOUND} and the name
 * means what it means further out.
 */
export const UNBOUND: unique symbol = Symbol('unbound');

/** The variables of a lambda or a block while it is evaluated. */
export class Frame {
  readonly parent: Frame | undefined;
  readonly slots: unknown[];
  /** Bindings of the tuple that a path is at, over those of the slots. */
  readonly tuple: Tuple | undefined;

  constructor(parent: Frame | undefined, slots: unknown[], tuple?: Tuple) {
    this.parent = parent;
    this.slots = slots;
    this.tuple = tuple;
  }

  /** The same frame with the bindings of a tuple over it. */
  with(tuple: Tuple): Frame {
    return new Frame(this.parent, this.slots, this.tuple ? { ...this.tuple, ...tuple } : tuple);
  }
}

type Tuple = Readonly<Record<string, unknown>>;

/** What a lambda's or a block's frames look like. Without names of its own, a block gets no frame. */
export class Scope {
  readonly parent: Scope | undefined;
  private readonly names: string[];
  /** What each new frame begins with. */
  private readonly unbound: unknown[] = [];
  /** Lambdas always have a frame, so that each call has its own. */
  private readonly isLambda: boolean;

  constructor(parent: Scope | undefined, parameters?: readonly string[]) {
    this.parent = parent;
    this.names = [...new Set(parameters)];
    this.isLambda = parameters !== undefined;
  }

  get hasFrame(): boolean {
    return this.isLambda || this.names.length > 0;
  }

  /** The slot of a name, made if there is none. */
  slotOf(name: string): number {
    const slot = this.names.indexOf(name);
    return slot >= 0 ? slot : this.names.push(name) - 1;
  }

  has(name: string): boolean {
    return this.names.includes(name);
  }

  newSlots(): unknown[] {
    while (this.unbound.length < this.names.length) this.unbound.push(UNBOUND);
    return this.unbound.slice();
  }
}

export type Variable = (frame: Frame) => unknown;

interface Place {
  readonly hops: number;
  readonly slot: number;
}

/**
 * How to find a name's value from within a scope. The places are looked up at the first use: only then have all
 * names been seen.
 * @param tupleNames the names that paths bind with `@`, `#` and `%`
 * @param global the value of a name that no frame binds
 */
export function variable(
  name: string,
  scope: Scope,
  tupleNames: ReadonlySet<string>,
  global: (name: string) => unknown,
): Variable {
  let find: Variable = (frame) => {
    find = tupleNames.has(name)
      ? overlaid(name, placesOf(name, scope), global)
      : direct(name, placesOf(name, scope), global);
    return find(frame);
  };
  return (frame) => find(frame);
}

/** From the innermost scope outwards. */
function placesOf(name: string, scope: Scope): Place[] {
  const places: Place[] = [];
  let hops = 0;
  for (let each: Scope | undefined = scope; each; each = each.parent) {
    if (each.has(name)) places.push({ hops, slot: each.slotOf(name) });
    if (each.hasFrame) hops++;
  }
  return places;
}

function direct(name: string, places: readonly Place[], global: (name: string) => unknown): Variable {
  const [only] = places;
  if (!only) return () => global(name);
  if (places.length === 1) return atPlace(only, () => global(name));
  return (frame) => {
    for (const { hops, slot } of places) {
      let holder: Frame = frame;
      for (let hop = hops; hop > 0; hop--) holder = holder.parent as Frame;
      const value = holder.slots[slot];
      if (value !== UNBOUND) return value;
    }
    return global(name);
  };
}

/** Most names stand in one place; written out for the nearest frames. */
function atPlace({ hops, slot }: Place, otherwise: () => unknown): Variable {
  switch (hops) {
    case 0:
      return ({ slots }) => (slots[slot] === UNBOUND ? otherwise() : slots[slot]);
    case 1:
      return ({ parent }) => (parent?.slots[slot] === UNBOUND ? otherwise() : parent?.slots[slot]);
    default:
      return (frame) => {
        let holder: Frame = frame;
        for (let hop = hops; hop > 0; hop--) holder = holder.parent as Frame;
        return holder.slots[slot] === UNBOUND ? otherwise() : holder.slots[slot];
      };
  }
}

function overlaid(name: string, places: readonly Place[], global: (name: string) => unknown): Variable {
  return (frame) => {
    let hop = 0;
    for (let holder: Frame | undefined = frame; holder; holder = holder.parent, hop++) {
      if (holder.tuple && Object.hasOwn(holder.tuple, name)) return holder.tuple[name];
      const place = places.find(({ hops }) => hops === hop);
      const value = place ? holder.slots[place.slot] : UNBOUND;
      if (value !== UNBOUND) return value;
    }
    return global(name);
  };
}
