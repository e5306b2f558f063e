import { type AcceptanceCheck, playCheck } from '../simulation/acceptance/index.ts';
import type { Element, Mutation } from './mutations.ts';

/** A check and what of the template it uses. */
export interface Coverage {
  readonly check: AcceptanceCheck;
  readonly states: ReadonlySet<string>;
  readonly statements: ReadonlySet<string>;
  readonly routes: ReadonlySet<string>;
  /** Something failed in it on purpose. */
  readonly faulty: boolean;
}

/**
 * Plays every check on the untouched template and records what each uses; the simplest check comes first.
 * @throws what a check throws
 */
export async function coverageOf(
  template: object,
  checks: readonly AcceptanceCheck[],
): Promise<readonly Coverage[]> {
  const coverage: Coverage[] = [];
  for (const check of checks) {
    const stack = await playCheck(template, check);
    const used = stack.usage().granted.filter(({ uses }) => uses > 0);
    coverage.push({
      check,
      states: new Set(stack.visited('state')),
      routes: new Set(stack.visited('route')),
      statements: new Set(used.map(({ policy, statement }) => `${policy}/${statement}`)),
      faulty: stack.faultCount > 0,
    });
  }
  return coverage.sort((left, right) => left.states.size - right.states.size);
}

/** The name of the first check that fails on the mutant; undefined if none does. */
export async function noticedBy(
  mutation: Mutation,
  coverage: readonly Coverage[],
): Promise<string | undefined> {
  for (const { check } of relevant(mutation.element, coverage)) {
    const name = await failureOf(mutation.template, check);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Names of the mutations that nobody notices. */
export async function survivors(
  mutations: readonly Mutation[],
  coverage: readonly Coverage[],
): Promise<string[]> {
  const names: string[] = [];
  for (const mutation of mutations) {
    if ((await noticedBy(mutation, coverage)) === undefined) names.push(mutation.name);
  }
  return names;
}

/** A response that survives so many checks of its route survives them all: they differ in what happens elsewhere. */
const MOST_CHECKS_OF_A_ROUTE = 6;

function relevant(element: Element, coverage: readonly Coverage[]): readonly Coverage[] {
  switch (element.kind) {
    case 'statement':
      return coverage.filter(({ statements }) => statements.has(`${element.policy}/${element.statement}`));
    case 'route':
      return coverage.filter(({ routes }) => routes.has(element.routeKey)).slice(0, MOST_CHECKS_OF_A_ROUTE);
    case 'states':
      return coverage.filter(
        ({ states, faulty }) =>
          element.states.every((state) => states.has(`${element.machine}/${state}`)) &&
          (faulty || !element.needsFault),
      );
  }
}

async function failureOf(template: object, check: AcceptanceCheck): Promise<string | undefined> {
  try {
    await playCheck(template, check);
    return undefined;
  } catch {
    // Whatever went wrong, at load or later, the check has failed.
    return check.name;
  }
}
