import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** docs/event-patterns.md and the tests name the same sentences. */
const HERE = new URL('.', import.meta.url);

function sentencesOf(text: string, mention: RegExp): string[] {
  return [...text.matchAll(mention)].map((found) => found[1] as string);
}

function testedSentences(): string[] {
  const files = readdirSync(HERE, { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(new URL(file, HERE), 'utf8'));
  return texts.flatMap((text) => sentencesOf(text, /['`](EP-\d+)\b/g));
}

const documented = sentencesOf(
  readFileSync(new URL('../../../docs/event-patterns.md', import.meta.url), 'utf8'),
  /^- \*\*(EP-\d+)\*\* /gm,
);

test('every sentence has its own number', () => {
  expect(documented.length).toBeGreaterThan(80);
  expect(new Set(documented).size).toBe(documented.length);
});

test('every sentence has a test, and every test a sentence', () => {
  expect([...new Set(testedSentences())].sort()).toEqual(documented.toSorted());
});
