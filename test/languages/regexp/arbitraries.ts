import fc from 'fast-check';

/** Patterns of the whole language but for what `u` and `v` add, over letters that {@link text} is made of. */
export const pattern: fc.Arbitrary<string> = fc.letrec<Record<Rule, string>>((tie) => ({
  unit: fc.constantFrom(
    ...[
      'a',
      'b',
      'c',
      'A',
      '0',
      '-',
      '_',
      ' ',
      '.',
      'ä',
      'Ä',
      'ſ',
      's',
      'K',
      '\\n',
      '\\t',
      '\\.',
      '\\-',
      '\\$',
      '\\/',
    ],
    ...[
      '\\d',
      '\\D',
      '\\w',
      '\\W',
      '\\s',
      '\\S',
      '\\x61',
      '\\u0062',
      '\\u00e4',
      '\\x6',
      '\\u12',
      '\\cJ',
      '\\c',
      '\\p',
    ],
    ...['\\0', '\\101', '\\141', '\\8', '\\7', ']', '}', '{', '{a', 'a{,2}', '\\k'],
  ),
  member: fc.oneof(
    fc.constantFrom(
      'a',
      'b',
      'C',
      '0',
      '.',
      '^',
      '$',
      '(',
      '[',
      '{',
      '\\]',
      '\\\\',
      '-',
      'ä',
      '\\d',
      '\\W',
      '\\s',
      '\\b',
    ),
    fc.constantFrom(
      'a-c',
      'A-b',
      '0-9',
      '\\x61-\\x63',
      'a-\\d',
      '\\w-z',
      '\\x00-\\xff',
      'à-ö',
      '\\c1',
      '\\cA',
      '\\12',
    ),
  ),
  class: fc
    .tuple(fc.constantFrom('', '^'), fc.array(tie('member'), { maxLength: 4 }))
    .map(([not, members]) => `[${not}${members.join('')}]`),
  assertion: fc.constantFrom('^', '$', '\\b', '\\B'),
  reference: fc.constantFrom('\\1', '\\2', '\\3'),
  group: fc
    .tuple(fc.constantFrom('(', '(', '(', '(?:', '(?:', '(?=', '(?!', '(?<=', '(?<!'), tie('choice'))
    .map(([open, body]) => `${open}${body})`),
  quantifier: fc
    .tuple(
      fc.constantFrom('*', '+', '?', '{2}', '{0}', '{1,}', '{0,2}', '{1,3}', '{2,}'),
      fc.constantFrom('', '?'),
    )
    .map((parts) => parts.join('')),
  repeated: fc
    .tuple(fc.oneof(tie('unit'), tie('class'), tie('group'), tie('reference')), tie('quantifier'))
    .map(([body, quantifier]) => (/^\(\?<[=!]/.test(body) ? body : body + quantifier)),
  term: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'term' },
    tie('unit'),
    tie('class'),
    tie('assertion'),
    tie('reference'),
    tie('group'),
    tie('repeated'),
    tie('repeated'),
  ),
  sequence: fc.array(tie('term'), { maxLength: 4, depthIdentifier: 'term' }).map((terms) => terms.join('')),
  choice: fc
    .array(tie('sequence'), { minLength: 1, maxLength: 2, depthIdentifier: 'term' })
    .map((all) => all.join('|')),
})).choice;

type Rule =
  | 'unit'
  | 'member'
  | 'class'
  | 'assertion'
  | 'reference'
  | 'group'
  | 'quantifier'
  | 'repeated'
  | 'term'
  | 'sequence'
  | 'choice';

export const flags: fc.Arbitrary<string> = fc.constantFrom('', '', 'i', 'm', 'im');

export const text: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      ...[
        'a',
        'a',
        'a',
        'b',
        'b',
        'c',
        'A',
        'B',
        '0',
        '1',
        '-',
        '_',
        ' ',
        '.',
        'ä',
        'Ä',
        'ſ',
        's',
        'S',
        '\u212a',
        'k',
      ],
      ...[
        '\n',
        '\t',
        '\u2028',
        '\\',
        ']',
        '{',
        '}',
        '$',
        '\ud83d',
        '\0',
        '\u0001',
        '8',
        '\x07',
        'p',
        'x6',
        'u12',
        'ß',
      ],
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
