import { refusals, verdicts } from '../rows.ts';

verdicts([
  ['EP-2', 'fields lead on through objects', { a: { b: { c: [1] } } }, { a: { b: { c: 1 } } }, true],
  ['EP-3', 'all fields match', { a: [1], b: [2] }, { a: 1, b: 2 }, true],
  ['EP-3', 'one field does not', { a: [1], b: [2] }, { a: 1, b: 3 }, false],
  ['EP-3', 'one field is absent', { a: [1], b: [2] }, { a: 1 }, false],
  ['EP-3', 'the second element matches', { a: [1, 2] }, { a: 2 }, true],
  ['EP-3', 'fields that are not asked for', { a: [1] }, { a: 1, b: 2 }, true],
  ['EP-6', 'a dotted name in the pattern', { 'a.b': [1] }, { a: { b: 1 } }, true],
  ['EP-6', 'a dotted name that leads on', { 'a.b': { c: [1] } }, { a: { b: { c: 1 } } }, true],
  ['EP-6', 'dots do not skip a level', { a: { b: [1] } }, { 'a.b': { b: 1 } }, false],
  ['EP-7', 'letter case of a name', { MY_KEY: ['x'] }, { my_key: 'x' }, false],
  ['EP-7', 'a name composed otherwise', { '\u00e9': [1] }, { 'e\u0301': 1 }, false],
  ['EP-7', 'a name escaped otherwise', '{"\\u0061":[1]}', '{"a":1}', true],
  ['EP-8', 'the last array of a field', '{"a":[1],"a":[2]}', { a: 2 }, true],
  ['EP-8', 'not its first array', '{"a":[1],"a":[2]}', { a: 1 }, false],
  ['EP-8', 'a dotted name after nesting', '{"a":{"b":[2]},"a.b":[1]}', { a: { b: 1 } }, true],
  ['EP-8', 'nesting after a dotted name', '{"a.b":[1],"a":{"b":[2]}}', { a: { b: 1 } }, false],
  ['EP-8', 'two objects, both asked for', '{"a":{"x":[1]},"a":{"y":[2]}}', { a: { x: 1, y: 2 } }, true],
  ['EP-8', 'two objects, one missing', '{"a":{"x":[1]},"a":{"y":[2]}}', { a: { y: 2 } }, false],
  ['EP-9', '__proto__ is there', '{"__proto__":{"a":[1]}}', '{"__proto__":{"a":1}}', true],
  ['EP-9', '__proto__ is not inherited', '{"__proto__":[{"exists":true}]}', '{}', false],
  ['EP-9', 'constructor is not inherited', '{"constructor":{"name":[{"exists":true}]}}', '{"a":1}', false],
  ['EP-10', 'an empty name at the top', { '': { v: [1] } }, { v: 1 }, true],
  ['EP-10', 'an empty name at the top of both', { '': { v: [1] } }, { '': { v: 1 } }, false],
  ['EP-10', 'an empty name further down', { d: { '': { v: [1] } } }, { d: { '': { v: 1 } } }, true],
  ['EP-11', 'an empty name at the end', { d: { '': [1] } }, { d: { '': 1 } }, false],
  ['EP-12', 'text after the end', '{"a":[1]} and so on', { a: 1 }, true],
]);

refusals([
  ['EP-1', '["a"]', 'Filter is not an object\n at [Source: (String)"§"; line: 1, column: 2]'],
  ['EP-1', '', 'Filter is not an object\n at [Source: (String)"§"; line: 1, column: 1]'],
  ['EP-1', 'null', 'Filter is not an object\n at [Source: (String)"§"; line: 1, column: 5]'],
  [
    'EP-2',
    '{"int": 42}',
    '"int" must be an object or an array\n at [Source: (String)"§"; line: 1, column: 11]',
  ],
  [
    'EP-2',
    '{"string": "my-value"}',
    '"string" must be an object or an array\n at [Source: (String)"§"; line: 1, column: 13]',
  ],
  [
    'EP-2',
    '{"detail":{"v":[1],"v":null}}',
    '"v" must be an object or an array\n at [Source: (String)"§"; line: 1, column: 28]',
  ],
  [
    'EP-4',
    '{"source": ["aws.health"], "detail": {}}',
    'Empty objects are not allowed\n at [Source: (String)"§"; line: 1, column: 40]',
  ],
  [
    'EP-4',
    '{"resources": []}',
    'Empty arrays are not allowed\n at [Source: (String)"§"; line: 1, column: 17]',
  ],
  [
    'EP-5',
    '{"a":[[1]]}',
    'Match value must be String, number, true, false, or null\n at [Source: (String)"§"; line: 1, column: 8]',
  ],
  ['EP-5', '{"a":[{}]}', 'Match expression name not found\n at [Source: (String)"§"; line: 1, column: 9]'],
  [
    'EP-5',
    '{"detail":{"v":[{"prefix":"a","prefix":"b"}]}}',
    'Only one key allowed in match expression\n at [Source: (String)"§"; line: 1, column: 41]',
  ],
  [
    'EP-5',
    '{"my_key": [{"EXISTS": true}]}',
    'Unrecognized match type EXISTS\n at [Source: (String)"§"; line: 1, column: 28]',
  ],
]);
