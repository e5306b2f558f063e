import { invalidPattern } from './error.ts';
import type { Conjunction, Matcher } from './pattern.ts';
import { exceeds, type WildcardValues } from './wildcard-automaton.ts';

/** The most that TestEventPattern was seen to accept; see wildcard-automaton.ts for what is counted. */
const LIMIT = 10;

/**
 * A state of event-ruler's machine: the fields that may come next. Alternatives share states as long as they ask for
 * the same; matchers of one path in one state are evaluated together.
 */
interface NameState {
  readonly paths: Map<string, Map<string, Transition>>;
}

interface Transition {
  readonly matcher: Matcher;
  readonly to: NameState;
  /** Those of the matcher, once for each time that it was added: event-ruler does not recognize them again. */
  readonly wildcards: (readonly string[])[];
}

/** @throws EventPatternError when the wildcards of the pattern are too many or too repetitive for AWS */
export function checkWildcardComplexity(alternatives: readonly Conjunction[]): void {
  const fields = alternatives.flat();
  if (!fields.some((field) => field.matchers.some((matcher) => wildcardsOf(matcher).length > 0))) return;
  const root = newState();
  for (const alternative of alternatives) addAlternative(root, alternative);
  checkFrom(root);
}

function newState(): NameState {
  return { paths: new Map() };
}

function addAlternative(root: NameState, alternative: Conjunction): void {
  let states = new Set([root]);
  for (const { path, matchers } of alternative) {
    const next = new Set<NameState>();
    for (const state of states) addField(state, path, matchers, next);
    states = next;
  }
}

/** @param next receives the states that follow */
function addField(state: NameState, path: string, matchers: readonly Matcher[], next: Set<NameState>): void {
  const transitions = state.paths.get(path) ?? new Map<string, Transition>();
  state.paths.set(path, transitions);
  let to: NameState | undefined;
  for (const matcher of matchers) {
    const key = JSON.stringify(matcher);
    const transition: Transition = transitions.get(key) ?? { matcher, to: to ?? newState(), wildcards: [] };
    transitions.set(key, transition);
    transition.wildcards.push(...wildcardsOf(matcher));
    to = transition.to;
    next.add(to);
  }
}

function checkFrom(root: NameState): void {
  const checked = new Set<NameState>();
  const waiting = [root];
  for (let state = waiting.pop(); state; state = waiting.pop()) {
    if (checked.has(state)) continue;
    checked.add(state);
    for (const transitions of state.paths.values()) {
      const found = [...transitions.values()];
      const wildcards = found.map((transition) => transition.wildcards);
      if (exceeds(LIMIT, wildcards)) throw tooComplex();
      // AWS does not look behind a field that is absent.
      waiting.push(...found.filter(({ matcher }) => !isAbsent(matcher)).map(({ to }) => to));
    }
  }
}

/** The parts of each different wildcard. */
function wildcardsOf(matcher: Matcher): WildcardValues {
  const matchers = matcher.kind === 'anything-but' ? matcher.excluded : [matcher];
  const byText = new Map<string, readonly string[]>();
  for (const each of matchers) if (each.kind === 'wildcard') byText.set(each.text, each.parts);
  return [...byText.values()];
}

function isAbsent(matcher: Matcher): boolean {
  return matcher.kind === 'exists' && !matcher.value;
}

function tooComplex(): Error {
  return invalidPattern(
    'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
  );
}
