import { describe, expect, it } from 'vitest';
import { findingsText, totalText } from '../../src/cli/verify/report.ts';
import { type CheckResult, checks } from '../../src/verify/index.ts';

function result(id: string, outcome: CheckResult['outcome']): CheckResult {
  const check = checks.find((candidate) => candidate.id === id);
  if (!check) throw new Error(`there is no check ${id}`);
  return { check, outcome, elapsedMs: 1, ...(outcome === 'passed' ? {} : { reason: 'why' }) };
}

describe('the report of verify', () => {
  it('counts what holds, and what was skipped', () => {
    expect(totalText([result('ping', 'passed'), result('pattern-accepted', 'failed')])).toBe(
      '\n1 of 2 checks hold\n',
    );
    expect(totalText([result('ping', 'passed'), result('not-json', 'skipped')])).toBe(
      '\n1 of 1 checks hold, 1 skipped\n',
    );
  });

  it('says of each fact whether it holds, and what follows if it does not', () => {
    const text = findingsText([result('pattern-accepted', 'failed')]);
    expect(text).toMatch(/refuted +L An integration response of `\$connect`/);
    expect(text).toMatch(/then: nobody can connect/);
    expect(text).toMatch(/not tested +[LU] /);
    expect(text).toMatch(/0 confirmed, [1-9]\d* refuted, \d+ not tested\n$/);
  });
});
