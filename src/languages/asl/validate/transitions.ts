import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import type { Report } from './report.ts';

interface Transition {
  readonly target: string;
  readonly at: string;
}

/**
 * Whether every transition of a graph leads to one of its states, every state is reached, and the graph can
 * end. A machine without an end is reported as such; what it does not reach is then not reported. Measured.
 */
export function checkTransitions(graph: JsonObject, at: string, report: Report): void {
  const states = graph['States'] as JsonObject;
  const { StartAt } = graph;
  const start: Transition[] = typeof StartAt === 'string' ? [{ target: StartAt, at: `${at}/StartAt` }] : [];
  const byState = new Map(
    Object.entries(states).map(([name, state]) => [name, transitionsOf(state, `${at}/States/${name}`)]),
  );
  for (const { target, at: place } of [...start, ...[...byState.values()].flat()]) {
    if (!Object.hasOwn(states, target)) {
      report.add('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${target}`, place);
    }
  }
  if (!Object.values(states).some(isTerminal))
    report.add('MISSING_END_STATE', 'Workflow has no terminal state');
  else checkReached(start, byState, at, report);
}

function checkReached(
  start: readonly Transition[],
  byState: ReadonlyMap<string, readonly Transition[]>,
  at: string,
  report: Report,
): void {
  const reached = new Set<string>();
  const open = start.map(({ target }) => target);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const { target } of byState.get(name) ?? []) open.push(target);
  }
  for (const name of byState.keys()) {
    if (!reached.has(name)) {
      report.add('MISSING_TRANSITION_TARGET', `State "${name}" is not reachable.`, `${at}/States/${name}`);
    }
  }
}

function transitionsOf(state: JsonValue, at: string): Transition[] {
  if (!isJsonObject(state)) return [];
  return [
    ...target(state['Next'], `${at}/Next`),
    ...listed(state['Choices'], `${at}/Choices`),
    ...target(state['Default'], `${at}/Default`),
    ...listed(state['Catch'], `${at}/Catch`),
  ];
}

function listed(items: JsonValue | undefined, at: string): Transition[] {
  if (!Array.isArray(items)) return [];
  return items.flatMap((item, index) =>
    isJsonObject(item) ? target(item['Next'], `${at}[${index}]/Next`) : [],
  );
}

function target(name: JsonValue | undefined, at: string): Transition[] {
  return typeof name === 'string' ? [{ target: name, at }] : [];
}

function isTerminal(state: JsonValue): boolean {
  if (!isJsonObject(state)) return false;
  return state['End'] === true || state['Type'] === 'Succeed' || state['Type'] === 'Fail';
}
