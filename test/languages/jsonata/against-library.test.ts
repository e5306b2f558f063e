import fc from 'fast-check';
import jsonata from 'jsonata';
import { expect, test } from 'vitest';
import type { JsonValue } from '../../../src/core/json.ts';
import {
  compileJsonata,
  JsonataError,
  UNSUPPORTED_RESULT_CODE,
} from '../../../src/languages/jsonata/index.ts';
import { data, expression } from './arbitraries.ts';

const GENEROUS = { depth: 10_000, steps: 1e7, memoryBytes: 1e9 };
/** The same expressions each time, unless more are asked for than the suite has time for. */
const run =
  process.env['JSONATA_RUNS'] === undefined
    ? { numRuns: 1000, seed: 20261122 }
    : { numRuns: Number(process.env['JSONATA_RUNS']) };

test('an expression evaluates to what the library evaluates it to, or fails as it does there', {
  timeout: 3_600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(expression, data, async (source, input) => {
      fc.pre(!mayGroupNothing(source, input));
      const [our, their] = [ours(source, input), await theirs(source, input)];
      if (isFailure(our) && isFailure(their) && MEMBERS.test(source)) return;
      expect(our).toEqual(their);
    }),
    run,
  );
});

function ours(source: string, input: unknown): unknown {
  try {
    const options = { input: input as JsonValue, limits: GENEROUS };
    return { value: asJson(compileJsonata(source).evaluate({}, options)) };
  } catch (error) {
    if (error instanceof JsonataError) return failure(error.code, error.message);
    throw error;
  }
}

async function theirs(source: string, input: unknown): Promise<unknown> {
  try {
    const result: unknown = await jsonata(source).evaluate(structuredClone(input));
    if (isFunction(result)) return failure(UNSUPPORTED_RESULT_CODE, 'The result is a function');
    return { value: asJson(result) };
  } catch (error) {
    const { code = '', message = '' } = error as { code?: string; message?: string };
    return failure(code, message);
  }
}

/** Members of arrays and objects: the library evaluates them side by side, and which one fails first is a race. */
const MEMBERS = /[[{].*,/s;

/** Grouping an empty array, the library adds a member to it. We leave values as they are. */
function mayGroupNothing(source: string, input: unknown): boolean {
  return source.includes('{') && /\[\s*\]/.test(source + JSON.stringify(input));
}

function isFailure(outcome: unknown): boolean {
  return !Object.hasOwn(outcome as object, 'value');
}

/**
 * What fails without a code is a fault within the library: it must fail here too, in whatever words. Named
 * functions that are called by way of a value have the name there that they were called by last, in whatever
 * expression: so their name is not compared.
 */
function failure(code: string, message: string): unknown {
  return code === ''
    ? 'a fault'
    : { code, message: message.replace(/function (undefined|"\w*")/, 'function ?') };
}

/** Without the marks of sequences, functions left out and infinite numbers in words. */
function asJson(value: unknown): unknown {
  const text = JSON.stringify(value, (_key, member: unknown) => {
    if (isFunction(member)) return undefined;
    return typeof member === 'number' && !Number.isFinite(member) ? String(member) : member;
  });
  return text === undefined ? undefined : JSON.parse(text);
}

function isFunction(value: unknown): boolean {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null) return false;
  return '_jsonata_function' in value || '_jsonata_lambda' in value;
}
