import { verdicts } from '../rows.ts';

const metrics = { m: { name: ['CPU'], space: ['ES'] } };
const songs = { s: { w: { first: ['Mick'], last: ['McCartney'] } } };
const absentB = { v: { a: [1], b: [{ exists: false }] } };
const absentA = { v: { a: [{ exists: false }], b: [1] } };

verdicts([
  [
    'EP-30',
    'one element has both',
    metrics,
    {
      m: [
        { name: 'X', space: 'Y' },
        { name: 'CPU', space: 'ES' },
      ],
    },
    true,
  ],
  [
    'EP-30',
    'two elements have one each',
    metrics,
    {
      m: [
        { name: 'CPU', space: 'EC2' },
        { name: 'X', space: 'ES' },
      ],
    },
    false,
  ],
  ['EP-30', 'no array at all', metrics, { m: { name: 'CPU', space: 'ES' } }, true],
  [
    'EP-30',
    'a leaf outside the array',
    { ...metrics, v: [1] },
    { m: [{ name: 'CPU', space: 'ES' }], v: 1 },
    true,
  ],
  [
    'EP-30',
    'by existence only',
    { d: { a: [{ exists: true }], b: [{ exists: true }] } },
    { d: [{ a: 1 }, { b: 2 }] },
    false,
  ],
  ['EP-31', 'the same inner element', songs, { s: [{ w: [{ first: 'Mick', last: 'McCartney' }] }] }, true],
  [
    'EP-31',
    'two inner elements',
    songs,
    {
      s: [
        {
          w: [
            { first: 'Mick', last: 'Jagger' },
            { first: 'Paul', last: 'McCartney' },
          ],
        },
      ],
    },
    false,
  ],
  [
    'EP-31',
    'inner elements of two outer ones',
    songs,
    { s: [{ w: [{ first: 'Mick' }] }, { w: [{ last: 'McCartney' }] }] },
    false,
  ],
  [
    'EP-31',
    'an array directly in an array',
    metrics,
    { m: [[{ name: 'CPU' }, { space: 'ES' }], [{ name: 'CPU', space: 'ES' }]] },
    true,
  ],
  [
    'EP-31',
    'elements of an array directly in an array',
    metrics,
    { m: [[{ name: 'CPU' }, { space: 'ES' }]] },
    false,
  ],
  ['EP-32', 'values beside objects', { d: [{ exists: true }], 'd.a': [1] }, { d: [5, { a: 1 }] }, true],
  [
    'EP-32',
    'two lists of values',
    { d: { tags: ['b'], type: ['x'] } },
    { d: { tags: ['a', 'b'], type: ['x', 'y'] } },
    true,
  ],
  [
    'EP-32',
    'a list of values within an element',
    { d: { t: ['b'], n: [1] } },
    { d: [{ t: ['a', 'b'], n: 1 }] },
    true,
  ],
  [
    'EP-33',
    'two arrays',
    { x: { a: [1] }, y: { b: [2] } },
    { x: [{ a: 0 }, { a: 1 }], y: [{ b: 2 }, { b: 0 }] },
    true,
  ],
  [
    'EP-33',
    'two arrays in one element',
    { o: { x: { a: [1] }, y: { b: [2] } } },
    { o: [{ x: [{ a: 1 }, { a: 2 }], y: [{ b: 1 }, { b: 2 }] }] },
    true,
  ],
  [
    'EP-33',
    'two arrays in two elements',
    { o: { x: { a: [1] }, y: { b: [2] } } },
    { o: [{ x: [{ a: 1 }] }, { y: [{ b: 2 }] }] },
    false,
  ],
  ['EP-34', 'absent from the element chosen before', absentB, { v: [{ a: 1 }, { b: 2 }] }, true],
  [
    'EP-34',
    'absent from none of the elements',
    absentB,
    {
      v: [
        { a: 1, b: 0 },
        { a: 1, b: 2 },
      ],
    },
    false,
  ],
  ['EP-34', 'absent everywhere, asked first', absentA, { v: [{ b: 1 }, { b: 2 }] }, true],
  ['EP-34', 'absent from one element only, asked first', absentA, { v: [{ a: 1 }, { b: 1 }] }, false],
  ['EP-34', 'absent alone', { v: { a: [{ exists: false }] } }, { v: [{ a: 1 }, {}] }, false],
  [
    'EP-34',
    'in UTF-16 order',
    { 'v-w': { z: [1] }, v: { a: [1], b: [{ exists: false }] } },
    { 'v-w': [{ z: 1 }], v: [{ a: 1 }, { b: 2 }] },
    true,
  ],
]);
