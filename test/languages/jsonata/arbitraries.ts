import fc from 'fast-check';

/** Expressions of the whole language over a small vocabulary, so that they often find something in {@link data}. */
export const expression: fc.Arbitrary<string> = fc.letrec<Record<Rule, string>>((tie) => ({
  literal: fc.constantFrom('1', '0', '2.5', '-3', '"a"', '"b"', '""', 'true', 'false', 'null'),
  name: fc.constantFrom('a', 'b', 'c', '`d.e`', '*', '**', '$', '$$', '$v', '$w', '$i'),
  path: fc.oneof(
    { weight: 3, arbitrary: tie('name') },
    fc.tuple(tie('step'), tie('step')).map(([left, right]) => `${left}.${right}`),
    fc.tuple(tie('path'), tie('step')).map(([left, right]) => `${left}.${right}`),
    fc.tuple(tie('path'), tie('term')).map(([path, term]) => `${path}.(${term})`),
    tie('path').map((path) => `${path}[]`),
  ),
  step: fc.oneof(
    { weight: 4, arbitrary: tie('name') },
    fc.tuple(tie('name'), tie('predicate')).map(([name, predicate]) => `${name}[${predicate}]`),
    fc.tuple(tie('name'), fc.constantFrom('@$v', '#$i', '@$w#$i')).map((parts) => parts.join('')),
    fc.tuple(tie('name'), fc.constantFrom('a', '>b', '<a, >b', '$')).map(([name, by]) => `${name}^(${by})`),
    fc.tuple(tie('name'), tie('name')).map(([left, right]) => `${left}.%.${right}`),
    fc.tuple(tie('name'), tie('term')).map(([name, term]) => `[${name}, ${term}]`),
  ),
  predicate: fc.oneof(
    fc.constantFrom('0', '1', '-1', '5', '[0,1]', '[1..2]', '$i=1', 'a', 'a=1', 'b>1', '$v=$'),
    tie('term'),
  ),
  operation: fc
    .tuple(
      tie('term'),
      fc.constantFrom('+', '-', '*', '/', '%', '=', '!=', '<', '>=', '&', ' and ', ' or ', ' in '),
      tie('term'),
    )
    .map(([left, operator, right]) => `(${left}${operator}${right})`),
  constructed: fc.oneof(
    fc.array(tie('term'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    tie('term').map((value) => `{"x": ${value}, "y": 1}`),
    fc
      .tuple(tie('path'), tie('term'), tie('term'))
      .map(([path, key, value]) => `${path}{$string(${key}): ${value}}`),
    fc.tuple(tie('path'), tie('term')).map(([path, value]) => `${path}{a: ${value}}`),
    fc.constantFrom('[1..3]', '[3..1]', '[[1]]', '[[],1]', '{}'),
  ),
  control: fc.oneof(
    fc
      .tuple(tie('term'), tie('term'), tie('term'))
      .map(([when, then, otherwise]) => `(${when} ? ${then} : ${otherwise})`),
    fc.tuple(tie('term'), tie('term')).map(([when, then]) => `(${when} ? ${then})`),
    fc.tuple(tie('term'), tie('term')).map(([value, body]) => `($v := ${value}; ${body})`),
    fc.tuple(tie('term'), tie('term')).map(([value, body]) => `($w := ${value}; ${body})[0]`),
  ),
  lambda: fc.oneof(
    tie('term').map((body) => `function($v){${body}}`),
    tie('term').map((body) => `function($v, $i){${body}}`),
    tie('term').map((body) => `function($v)<n:n>{${body}}`),
    fc.constantFrom('$string', '$sum', '$lookup(?, "a")', '$append(?, 1)', '$uppercase ~> $length'),
  ),
  call: fc.oneof(
    fc
      .tuple(
        fc.constantFrom(
          ...[
            'count',
            'sum',
            'max',
            'string',
            'length',
            'uppercase',
            'number',
            'boolean',
            'not',
            'exists',
            'keys',
          ],
          ...[
            'type',
            'reverse',
            'sort',
            'distinct',
            'spread',
            'merge',
            'abs',
            'floor',
            'sqrt',
            'trim',
            'lookup',
          ],
        ),
        fc.array(tie('term'), { maxLength: 2 }),
      )
      .map(([name, args]) => `$${name}(${args.join(',')})`),
    fc
      .tuple(
        fc.constantFrom('append', 'split', 'join', 'contains', 'substring', 'zip', 'lookup', 'pad'),
        tie('term'),
        tie('term'),
      )
      .map(([name, left, right]) => `$${name}(${left}, ${right})`),
    fc
      .tuple(
        fc.constantFrom('map', 'filter', 'sift', 'each', 'reduce', 'single', 'sort'),
        tie('term'),
        tie('lambda'),
      )
      .map(([name, value, callback]) => `$${name}(${value}, ${callback})`),
    fc
      .tuple(
        fc.constantFrom('match', 'replace', 'split', 'contains'),
        tie('term'),
        fc.constantFrom('/a/', '/(a|b)+/i', '/x*/'),
      )
      .map(([name, text, regex]) => `$${name}(${text}, ${regex}${name === 'replace' ? ', "[$1$$]"' : ''})`),
    fc.tuple(tie('lambda'), tie('term')).map(([lambda, argument]) => `(${lambda})(${argument})`),
    fc.tuple(tie('term'), tie('lambda')).map(([value, lambda]) => `(${value} ~> ${lambda})`),
    fc.tuple(tie('term'), tie('term')).map(([value, update]) => `(${value} ~> |a|{"b": ${update}}, "c"|)`),
  ),
  term: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'term' },
    tie('literal'),
    tie('path'),
    tie('path'),
    tie('operation'),
    tie('constructed'),
    tie('control'),
    tie('call'),
  ),
})).term;

type Rule =
  | 'literal'
  | 'name'
  | 'path'
  | 'step'
  | 'predicate'
  | 'operation'
  | 'constructed'
  | 'control'
  | 'lambda'
  | 'call'
  | 'term';

/** Documents with the names that {@link expression} asks for, at any depth. */
export const data: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(1, 0, 2, -1.5, 'a', 'b', '', true, false, null),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd.e'), tie('value'), { maxKeys: 4 }),
})).value;
