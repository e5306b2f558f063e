/**
 * How many states a nondeterministic automaton for some wildcards can be in at once, as event-ruler's
 * `MachineComplexityEvaluator` counts it, over all texts that it could ever read.
 *
 * Each wildcard becomes a chain of states, one for each byte of `"text"` (with its quotes) and one for each star; a
 * star's state loops on any byte, and the byte behind it may also follow directly what is in front of it. Reading a
 * text byte by byte gives sets of states. Of all sets that can be reached the largest counts, where a star that comes
 * next but was not entered counts, too. The sets are searched breadth first; they stay small because the search ends
 * when one is above the limit.
 */
interface State {
  /** Byte → states. */
  readonly next: Map<number, number[]>;
  /** The state of the star that follows. */
  star: number | undefined;
  readonly loops: boolean;
}

/** The values of one matcher: a wildcard's parts, or those of each wildcard within an anything-but. */
export type WildcardValues = readonly (readonly string[])[];

/** More sets than any wildcards within the limit are known to need. */
const MOST_SETS = 20_000;
/** Stands for every byte that no wildcard names. */
const OTHER_BYTE = 256;
const QUOTE = 0x22;
const STAR = -1;

/** Whether more than `limit` states can be active at once. */
export function exceeds(limit: number, matchers: readonly WildcardValues[]): boolean {
  const automaton = new Automaton();
  for (const values of matchers) automaton.add(values);
  return automaton.exceeds(limit);
}

class Automaton {
  private readonly states: State[] = [{ next: new Map(), star: undefined, loops: false }];
  private readonly bytes = new Set([OTHER_BYTE]);

  /**
   * Adds the values of one matcher. What they have in common up to the first star is shared; so is the end.
   */
  add(values: WildcardValues): void {
    const shared = new Map<string, number>();
    const end = this.newState(false);
    for (const parts of values) this.addValue(tokensOf(parts), shared, end);
  }

  private addValue(tokens: readonly number[], shared: Map<string, number>, end: number): void {
    let [before, current] = [0, 0];
    let starSeen = false;
    tokens.forEach((token, index) => {
      const place = starSeen ? undefined : `${current} ${token}`;
      starSeen ||= token === STAR;
      const known = index === tokens.length - 1 ? end : place === undefined ? undefined : shared.get(place);
      const state = known ?? this.newState(token === STAR);
      if (place !== undefined) shared.set(place, state);
      this.connect(current, token, state);
      if (tokens[index - 1] === STAR) this.connect(before, token, state);
      [before, current] = [current, state];
    });
  }

  private newState(loops: boolean): number {
    this.states.push({ next: new Map(), star: undefined, loops });
    return this.states.length - 1;
  }

  private connect(from: number, token: number, to: number): void {
    const state = this.states[from] as State;
    if (token === STAR) {
      state.star = to;
      return;
    }
    this.bytes.add(token);
    const next = state.next.get(token);
    if (!next) state.next.set(token, [to]);
    else if (!next.includes(to)) next.push(to);
  }

  exceeds(limit: number): boolean {
    const seen = new Set<string>();
    const waiting: number[][] = [[0]];
    for (let active = waiting.pop(); active; active = waiting.pop()) {
      for (const byte of this.bytes) {
        const next = this.step(active, byte);
        if (next.length + this.starsBehind(next) > limit || seen.size > MOST_SETS) return true;
        const key = next.join();
        if (seen.has(key)) continue;
        seen.add(key);
        waiting.push(next);
      }
    }
    return false;
  }

  private step(active: readonly number[], byte: number): number[] {
    const next = new Set<number>();
    for (const index of active) {
      const state = this.states[index] as State;
      if (state.loops) next.add(index);
      if (state.star !== undefined) next.add(state.star);
      for (const each of state.next.get(byte) ?? []) next.add(each);
    }
    return [...next].sort((left, right) => left - right);
  }

  private starsBehind(active: readonly number[]): number {
    const stars = active.map((index) => (this.states[index] as State).star);
    return new Set(stars.filter((star) => star !== undefined && !active.includes(star))).size;
  }
}

function tokensOf(parts: readonly string[]): number[] {
  const tokens = [QUOTE];
  parts.forEach((part, index) => {
    if (index > 0) tokens.push(STAR);
    tokens.push(...new TextEncoder().encode(part));
  });
  return [...tokens, QUOTE];
}
