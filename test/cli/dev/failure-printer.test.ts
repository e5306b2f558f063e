import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FailurePrinter } from '../../../src/cli/dev/failure-printer.ts';
import type { StackFailure } from '../../../src/index.ts';

const EXECUTION: StackFailure = {
  kind: 'execution',
  name: 'flow',
  id: 'mine',
  at: 'Refuse',
  error: 'TooMuch',
  cause: 'more than 100',
  traceId: '7',
};
const EVENT: StackFailure = {
  ...EXECUTION,
  kind: 'dead-letter',
  name: 'rule',
  id: 'e1',
  at: 'arn:aws:sqs:us-east-1:0:letters',
};

describe('what dev says of failures', () => {
  let lines: string[];
  let printer: FailurePrinter;
  beforeEach(() => {
    vi.useFakeTimers();
    lines = [];
    printer = new FailurePrinter((line) => lines.push(line));
    printer.pageUrl = 'http://127.0.0.1:4650/';
  });
  afterEach(() => vi.useRealTimers());

  it.each([
    [EXECUTION, 'Execution mine of flow failed in state "Refuse" with TooMuch: more than 100'],
    [{ ...EXECUTION, at: '', cause: '' }, 'Execution mine of flow failed with TooMuch'],
    [EVENT, 'Event e1, rule rule, went to dead-letter queue letters: TooMuch: more than 100'],
    [
      { ...EVENT, kind: 'lost' as const, at: 'arn:aws:sqs:us-east-1:0:work' },
      'Event e1, rule rule, is lost, for work did not take it: TooMuch: more than 100',
    ],
    [
      { ...EXECUTION, kind: 'response' as const, name: 'GET /', id: '', at: '', error: '500' },
      'GET / answered 500: more than 100',
    ],
  ])('is one line: $kind', (failure, line) => {
    printer.report(failure);
    expect(lines).toEqual([`${line} (http://127.0.0.1:4650/#trace=7)`]);
  });

  it('shortens a cause to part of one line, which cannot drive the terminal', () => {
    printer.report({ ...EXECUTION, cause: `one\n  two \u001b[2J${'x'.repeat(500)}` });
    expect(lines[0]).toMatch(/: one two \ufffd\[2Jx{100,160}… \(http/);
    expect(lines[0]).not.toContain('\n');
  });

  it('counts what fails again, and says so every ten seconds until it stops', () => {
    for (let i = 0; i < 58; i++) printer.report({ ...EXECUTION, id: `${i}` });
    expect(lines).toHaveLength(1);
    vi.advanceTimersByTime(10_000);
    printer.report(EXECUTION);
    vi.advanceTimersByTime(30_000);
    expect(lines.slice(1)).toEqual([
      '… and 57 more: flow failed in state "Refuse" with TooMuch',
      '… and 1 more: flow failed in state "Refuse" with TooMuch',
    ]);
    printer.report(EXECUTION);
    expect(lines).toHaveLength(4);
  });

  it('says at the end what was counted last', () => {
    for (let i = 0; i < 3; i++) printer.report(EXECUTION);
    printer.flush();
    vi.advanceTimersByTime(60_000);
    expect(lines.slice(1)).toEqual(['… and 2 more: flow failed in state "Refuse" with TooMuch']);
  });

  it('counts together what is of many kinds', () => {
    for (let i = 0; i < 100; i++) printer.report({ ...EXECUTION, error: `Error${i}` });
    expect(lines).toHaveLength(21);
    vi.advanceTimersByTime(10_000);
    expect(lines.slice(21)).toEqual(['… and 79 more: failures of other kinds']);
  });
});
