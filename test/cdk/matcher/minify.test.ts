import { expect, test } from 'vitest';
import { matcherExpressions } from '../../../src/cdk/matcher/index.ts';
import { minifyJsonata } from '../../../src/cdk/matcher/minify.ts';
import { parse } from '../../../src/languages/jsonata/library.ts';

test.each([
  ['a . b', 'a.b'],
  ['/* one */ a /* two\n */ + 1', 'a+1'],
  ['a and b or c in d', 'a and b or c in d'],
  ['$a and "b"', '$a and "b"'],
  ['"a" and $b', '"a"and $b'],
  ['$x in ["a", "b"]', '$x in["a","b"]'],
  ['"a  /* no comment */  b"', '"a  /* no comment */  b"'],
  ["'say  \"so\"'  &  'so'", "'say  \"so\"'&'so'"],
  ['`a  b` . c', '`a  b`.c'],
  ['a and `b`', 'a and `b`'],
  ['$match(a,  /x y[/ ]+ \\/ */i )', '$match(a,/x y[/ ]+ \\/ */i)'],
  ['a / b / c', 'a/b/c'],
  ['(a) / (b)', '(a)/(b)'],
  ['[1] [0]', '[1][0]'],
  ['a / *', 'a/ *'],
  ['a ? b : c', 'a?b:c'],
  ['$f := function($x) { $x }', '$f:=function($x){$x}'],
  ['[1 .. 3]', '[1..3]'],
  ['a ^ (> b)', 'a^(>b)'],
])('%s becomes %s', (source, minified) => {
  expect(minifyJsonata(source)).toBe(minified);
  expect(withoutPositions(parse(minified))).toEqual(withoutPositions(parse(source)));
});

test('what is no JSONata is refused', () => {
  expect(() => minifyJsonata('a + "b')).toThrow('JSONata: no token at 4: "b');
});

test('the matcher fits into a definition, and into a template', () => {
  const { compile, match } = matcherExpressions();
  for (const expression of [compile, match]) {
    expect(expression.length).toBeLessThan(6000);
    // CloudFormation changes other characters, and takes ${ for a substitution.
    expect(expression).toMatch(/^[\x20-\x7e]*$/);
    expect(expression).not.toMatch(/\$\{|%\}/);
  }
});

/** Positions, and the labels that the parser numbers. */
function withoutPositions(tree: unknown): unknown {
  return JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'position' ? undefined : value)));
}
