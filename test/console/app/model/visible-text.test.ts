import { expect, it } from 'vitest';
import { visibleText } from '../../../../src/console/app/model/visible-text.ts';

it.each([
  ['plain Zoë 株式会社 مرحبا', 'plain Zoë 株式会社 مرحبا'],
  ['👨‍👩‍👧', '👨‍👩‍👧'],
  ['abc\u202edef', 'abc\\u202edef'],
  ['a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
  ['line\nline', 'line\\u000aline'],
  ['\u0000\u009f', '\\u0000\\u009f'],
])('%j is shown as %j', (text, shown) => {
  expect(visibleText(text)).toBe(shown);
});
