import { expect, test } from 'vitest';
import { parsePattern } from '../../../../src/languages/event-pattern/index.ts';
import { errorOf, refusals } from '../rows.ts';

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const AT = (column: number, line = 1): string =>
  `\n at [Source: (String)"§"; line: ${line}, column: ${column}]`;

refusals([
  ['EP-110', '{"a":1}', `"a" must be an object or an array${AT(7)}`],
  ['EP-111', '{"a":\n[1,\r\n  {"prefix":\r 1}]}', `prefix match pattern must be a string${AT(3, 4)}`],
  [
    'EP-111',
    '{"a":["\t"]}',
    'Illegal unquoted character ((CTRL-CHAR, code 9)): has to be escaped using backslash to be included in string value\n at [Source: (String)"{"a":["\\u0009"]}"; line: 1, column: 8]',
  ],
  [
    'EP-112',
    '{"detail": {"state": [{"anything-but": {"equals-ignore-case": [123, 456]}}]}}',
    `Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.${AT(67)}${AT(67)}`,
  ],
  [
    'EP-112',
    '{"a":[{"anything-but":["x" "y"]}]}',
    `Unexpected character ('"' (code 34)): was expecting comma to separate Array entries${AT(28)}${AT(29)}`,
  ],
  ['EP-112', '{"a":[{"anything-but":[1e400]}]}', `Cannot compare number : 1e400${AT(29)}`],
  ['EP-113', '{"a":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR, one '/' required"],
  ['EP-113', '{"a":[{"anything-but":1e400}]}', 'Cannot compare number : 1e400'],
  ['EP-114', '', `Filter is not an object${AT(1)}`],
  [
    'EP-114',
    '{',
    `Unexpected end-of-input: expected close marker for Object (start marker at [Source: (String)"§"; line: 1, column: 1])${AT(2)}`,
  ],
  [
    'EP-114',
    '{"a":[1',
    `Unexpected end-of-input: expected close marker for Array (start marker at [Source: (String)"§"; line: 1, column: 6])${AT(8)}`,
  ],
  ['EP-114', '{"a":[1,', `Unexpected end-of-input within/between Array entries${AT(9)}`],
  ['EP-114', '{"a"', `Unexpected end-of-input within/between Object entries${AT(5)}`],
  ['EP-114', '{"a', `Unexpected end-of-input in field name${AT(4)}`],
  ['EP-114', '{"a":["x', `Unexpected end-of-input: was expecting closing quote for a string value${AT(9)}`],
  ['EP-114', '{"a":["\\', `Unexpected end-of-input in character escape sequence${AT(9)}`],
  [
    'EP-114',
    '{"a":[1]]',
    `Unexpected close marker ']': expected '}' (for Object starting at [Source: (String)"§"; line: 1, column: 1])${AT(9)}`,
  ],
  [
    'EP-114',
    '{"a":[1}',
    `Unexpected close marker '}': expected ']' (for Array starting at [Source: (String)"§"; line: 1, column: 6])${AT(8)}`,
  ],
  [
    'EP-114',
    ']',
    `Unexpected close marker ']': expected '}' (for root starting at [Source: (String)"§"; line: 1, column: 0])${AT(1)}`,
  ],
  [
    'EP-114',
    "{'bad': 'quotation'}",
    `Unexpected character (''' (code 39)): was expecting double-quote to start field name${AT(2)}`,
  ],
  [
    'EP-114',
    '{"a" 1}',
    `Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value${AT(6)}`,
  ],
  [
    'EP-114',
    '{"a":[1 2]}',
    `Unexpected character ('2' (code 50)): was expecting comma to separate Array entries${AT(9)}`,
  ],
  ['EP-114', '{"a":}', `Unexpected character ('}' (code 125)): expected a value${AT(6)}`],
  ['EP-114', '{"a":[1,]}', `Unexpected character (']' (code 93)): expected a valid value ${VALUES}${AT(9)}`],
  [
    'EP-114',
    '\ufeff{}',
    `Unexpected character ('\ufeff' (code 65279 / 0xfeff)): expected a valid value ${VALUES}${AT(1)}`,
  ],
  [
    'EP-114',
    '// x',
    `Unexpected character ('/' (code 47)): maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)${AT(1)}`,
  ],
  [
    'EP-114',
    'this is valid json but not a dict',
    `Unrecognized token 'this': was expecting ${VALUES}${AT(5)}`,
  ],
  ['EP-114', '{"not": closed mark"', `Unrecognized token 'closed': was expecting ${VALUES}${AT(15)}`],
  ['EP-114', '{"a":[truex]}', `Unrecognized token 'truex': was expecting ${VALUES}${AT(12)}`],
  [
    'EP-114',
    '{"a":[NaN]}',
    `Non-standard token 'NaN': enable \`JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS\` to allow${AT(10)}`,
  ],
  [
    'EP-114',
    '{"a":[-Infinity]}',
    `Non-standard token '-Infinity': enable \`JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS\` to allow${AT(16)}`,
  ],
  [
    'EP-114',
    '{"a":[+1]}',
    `Unexpected character ('+' (code 43)) in numeric value: JSON spec does not allow numbers to have plus signs: enable \`JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS\` to allow${AT(8)}`,
  ],
  [
    'EP-114',
    '{"a":[-]}',
    `Unexpected character (']' (code 93)) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value${AT(8)}`,
  ],
  [
    'EP-114',
    '{"a":[1.]}',
    `Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit${AT(8)}`,
  ],
  [
    'EP-114',
    '{"a":[0.x]}',
    `Unexpected character ('x' (code 120)) in numeric value: Decimal point not followed by a digit${AT(9)}`,
  ],
  [
    'EP-114',
    '{"a":[1.5e]}',
    `Unexpected character (']' (code 93)) in numeric value: Exponent indicator not followed by a digit${AT(8)}`,
  ],
  ['EP-114', '{"a":[01]}', `Invalid numeric value: Leading zeroes not allowed${AT(8)}`],
  ['EP-114', '{"a":["\\q"]}', `Unrecognized character escape 'q' (code 113)${AT(9)}`],
  [
    'EP-114',
    '{"a":["\\u12"]}',
    `Unexpected character ('"' (code 34)): expected a hex-digit for character escape sequence${AT(12)}`,
  ],
  [
    'EP-114',
    '123abc',
    `Unexpected character ('a' (code 97)): Expected space separating root-level values${AT(4)}`,
  ],
  ['EP-115', '{"a":[{"exactly":"x"}]}', `Unrecognized match type exactly${AT(19)}`],
]);

test('EP-111: no more than 500 characters of a pattern are quoted', () => {
  const pattern = `{"a":["${'x'.repeat(600)}"],"b":1}`;
  const quoted = `"${pattern.slice(0, 500)}"[truncated 116 chars]`;
  expect(errorOf(() => parsePattern(pattern)).message).toBe(
    `Event pattern is not valid. Reason: "b" must be an object or an array\n at [Source: (String)${quoted}; line: 1, column: 616]`,
  );
});

test.each([
  ['{"a":\n  [}', { offset: 9, line: 2, column: 4 }],
  ['{"a":[{"cidr":"10.0.0.0"}]}', { offset: 24, line: 1, column: 25 }],
  ['{"a":[{"wildcard":"*a*a*a*a*a*"}]}', { offset: undefined, line: undefined, column: undefined }],
])('EP-116: %j is at fault at a known place', (pattern, { offset, line, column }) => {
  expect(errorOf(() => parsePattern(pattern))).toMatchObject({ offset, line, column });
});

test.each(['prefix', 'suffix', 'equals-ignore-case', 'wildcard'])(
  'EP-76: an empty list behind anything-but/%s fails as on AWS',
  (operator) => {
    const error = errorOf(() => parsePattern(`{"a":[{"anything-but":{"${operator}":[]}}]}`));
    expect([error.code, error.statusCode]).toEqual(['InternalFailure', 500]);
  },
);

test('EP-76: an error of syntax further on comes first', () => {
  const error = errorOf(() => parsePattern('{"a":[{"anything-but":{"prefix":[]}}],"b":1}'));
  expect(error.code).toBe('InvalidEventPatternException');
});
