import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/core/json.ts';
import {
  compileJsonata,
  type JsonataError,
  type JsonataExpression,
} from '../../../src/languages/jsonata/index.ts';
import { parse } from '../../../src/languages/jsonata/library.ts';

/** A case of JSONata's own test suite; its TESTSUITE.md explains the members. */
interface Case {
  readonly file: string;
  readonly expr: string;
  readonly data?: JsonValue;
  readonly dataset?: string | null;
  readonly bindings?: Readonly<Record<string, JsonValue>>;
  readonly depth?: number;
  readonly result?: JsonValue;
  readonly undefinedResult?: boolean;
  readonly code?: string;
  readonly error?: { readonly code?: string; readonly message?: string; readonly position?: number };
}

const suite = JSON.parse(readFileSync(new URL('./fixtures/test-suite.json', import.meta.url), 'utf8')) as {
  groups: Record<string, Case[]>;
  datasets: Record<string, JsonValue>;
};

describe.each(Object.entries(suite.groups))('%s', (_group, cases) => {
  test.each(cases)('$file: $expr', (testCase) => {
    if (testCase.code !== undefined || testCase.error !== undefined) {
      expect(faultOf(testCase)).toMatchObject(expectedFault(testCase));
    } else {
      const result = evaluate(testCase);
      expect(result).toEqual(testCase.undefinedResult ? undefined : testCase.result);
    }
  });
});

function evaluate({ expr, data, dataset, bindings = {}, depth = 10_000 }: Case): JsonValue | undefined {
  const input = data !== undefined || !dataset ? data : suite.datasets[dataset];
  const limits = { depth, steps: 3_000_000, memoryBytes: 1e8 };
  return compileFrozen(expr).evaluate(bindings, {
    ...(input !== undefined && { input }),
    limits,
    nowMs: Date.UTC(2026, 0, 1),
  });
}

/** Trees are shared by all expressions of the same source: neither compiling nor evaluating may change one. */
function compileFrozen(source: string): JsonataExpression {
  compileJsonata(source);
  freeze(parse(source));
  return compileJsonata(source);
}

function freeze(node: unknown): void {
  if (typeof node !== 'object' || node === null || Object.isFrozen(node)) return;
  Object.freeze(node);
  for (const part of Object.values(node)) freeze(part);
}

/** Besides the code, what the suite says of the message and the position. Its other members fill messages. */
function expectedFault({ code, error }: Case): Partial<JsonataError> {
  const { message, position } = error ?? {};
  return {
    code: error?.code ?? code,
    ...(message && { message }),
    ...(position && { position }),
  } as JsonataError;
}

function faultOf(testCase: Case): Partial<JsonataError> {
  try {
    return { message: `no fault but ${JSON.stringify(evaluate(testCase))}` };
  } catch (error) {
    const { code, message, position } = error as JsonataError;
    return { code, message, ...(position !== undefined && { position }) };
  }
}
