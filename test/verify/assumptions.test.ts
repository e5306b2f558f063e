import { describe, expect, it } from 'vitest';
import { assumptions, judge } from '../../src/verify/assumptions.ts';
import { type CheckResult, checks } from '../../src/verify/index.ts';

const ids = checks.map(({ id }) => id);

function results(passing: readonly string[], failing: readonly string[] = []): CheckResult[] {
  const result = (id: string, passed: boolean): CheckResult => ({
    check: checks.find((check) => check.id === id) as CheckResult['check'],
    passed,
    elapsedMs: 1,
  });
  return [...passing.map((id) => result(id, true)), ...failing.map((id) => result(id, false))];
}

describe('checks and assumptions', () => {
  it('have ids of their own', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(assumptions.map(({ id }) => id)).size).toBe(assumptions.length);
  });

  it.each(assumptions)('$id names checks that exist', ({ checks: named }) => {
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it.each([
    ['confirmed', ['ping', 'unknown-action', 'not-json'], []],
    ['refuted', ['ping', 'not-json'], ['unknown-action']],
    ['not tested', ['ping', 'not-json'], []],
  ] as const)('an assumption is %s when %j pass and %j fail', (finding, passing, failing) => {
    const assumption = assumptions.find(({ id }) => id === 'mock-answers');
    expect(assumption && judge(assumption, results(passing, failing))).toBe(finding);
  });
});
