import { describe, expect, it } from 'vitest';
import { type Assumption, assumptions, judge, unmatchedIds } from '../../src/verify/assumptions.ts';
import { type CheckResult, checks } from '../../src/verify/index.ts';

const ids = checks.map(({ id }) => id);

function results(outcomes: Readonly<Record<string, CheckResult['outcome']>>): CheckResult[] {
  return Object.entries(outcomes).map(([id, outcome]) => ({
    check: checks.find((check) => check.id === id) as CheckResult['check'],
    outcome,
    ...(outcome !== 'passed' && { reason: `${id} ${outcome}` }),
    elapsedMs: 1,
  }));
}

const assumption = (id: string): Assumption => assumptions.find((one) => one.id === id) as Assumption;

describe('checks and assumptions', () => {
  it('have ids of their own', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(assumptions.map(({ id }) => id)).size).toBe(assumptions.length);
  });

  it('are told about once, and all of them: each fact that is not certain says how it is tested, or why not', () => {
    expect(unmatchedIds()).toEqual([]);
  });

  it.each(assumptions)('$id names checks that exist, or a reason', ({ checks: named, untested = '' }) => {
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
    expect(named.length > 0).toBe(untested === '');
  });

  it('test more than half of what is not certain', () => {
    expect(assumptions.filter(({ untested }) => !untested).length * 2).toBeGreaterThan(assumptions.length);
  });
});

describe('an assumption', () => {
  it.each<[string, Readonly<Record<string, CheckResult['outcome']>>, object]>([
    ['confirmed', { ping: 'passed', 'unknown-action': 'passed', 'not-json': 'passed' }, {}],
    [
      'refuted',
      { ping: 'passed', 'unknown-action': 'failed', 'not-json': 'skipped' },
      { reason: 'unknown-action: unknown-action failed' },
    ],
    [
      'not tested',
      { ping: 'passed', 'unknown-action': 'skipped', 'not-json': 'passed' },
      {
        reason: 'unknown-action skipped',
      },
    ],
    ['not tested', { ping: 'passed' }, { reason: 'run ping, unknown-action, not-json' }],
  ])('is %s with %j', (finding, outcomes, rest) => {
    expect(judge(assumption('mock-answers'), results(outcomes))).toEqual({ finding, ...rest });
  });

  it('that no check can tell is not tested, and says why', () => {
    expect(judge(assumption('back-off'), [])).toEqual({
      finding: 'not tested',
      reason: 'it needs a target that fails for hours',
    });
  });
});
