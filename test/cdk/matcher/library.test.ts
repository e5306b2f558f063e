import { createHash } from 'node:crypto';
import fc from 'fast-check';
import jsonata from 'jsonata';
import { expect, test } from 'vitest';
import { matcherExpressions } from '../../../src/cdk/matcher/index.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import { arbitraryPair } from '../../languages/event-pattern/arbitraries.ts';
import { compileMatcher, matchPage, rowsOf } from './matcher.ts';

/**
 * The matcher on the `jsonata` library itself. It evaluates the members of arrays and objects side by side, so
 * here even those count as nested: nobody outside AWS knows that they do not.
 */
test('the library comes to the same results, within the bound of depth however it is counted', async () => {
  const { compile, match } = matcherExpressions();
  const compiler = libraryExpression(`(${compile})($first)`);
  const matcher = libraryExpression(`(${match})($first, $second)`);
  const property = fc.asyncProperty(arbitraryPair(), async ({ patternText, eventText }) => {
    const stored = compileMatcher(patternText);
    expect(await compiler.evaluate([patternText]).catch(() => undefined)).toBe(stored);
    const event = JSON.parse(eventText) as JsonValue;
    const rows = rowsOf({ it: stored, other: compileMatcher('{"source":["a"]}') });
    const page = JSON.stringify(await matcher.evaluate([event, rows]));
    expect(JSON.parse(page)).toEqual(matchPage(event, rows));
  });
  await fc.assert(property, { numRuns: 200 });
  expect(compiler.deepest()).toBeLessThan(75);
  expect(matcher.deepest()).toBeLessThan(60);
});

interface LibraryFunction {
  evaluate(args: readonly unknown[]): Promise<unknown>;
  deepest(): number;
}

function libraryExpression(source: string): LibraryFunction {
  const expression = jsonata(source);
  expression.registerFunction('parse', (text: string) => JSON.parse(text), '<s:x>');
  expression.registerFunction(
    'hash',
    (text: string) => createHash('md5').update(text).digest('hex'),
    '<ss:s>',
  );
  let [depth, deepest] = [0, 0];
  const on = (event: string, change: number): void =>
    expression.assign(Symbol.for(`jsonata.__evaluate_${event}`) as unknown as string, () => {
      depth += change;
      deepest = Math.max(deepest, depth);
    });
  on('entry', 1);
  on('exit', -1);
  return {
    evaluate: ([first, second]) => {
      depth = 0;
      return expression.evaluate({}, { first, second });
    },
    deepest: () => deepest,
  };
}
