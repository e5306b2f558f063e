import { type Check, expectEqual } from '../check.ts';

/** Details that are easily damaged on the way. */
const FRAGILE: readonly (readonly [id: string, title: string, detail: string])[] = [
  ['nulls', 'nulls and empty values', '{"a":null,"b":"","c":[],"d":{},"e":[null,"",[]],"f":false,"g":0}'],
  [
    'unicode',
    'unicode',
    '{"é":"ü","emoji":"👩‍👩‍👧","escaped":"\\u0000\\u001f\\u2028\\"\\\\/","cjk":"漢字","rtl":"שלום"}',
  ],
  [
    'large-numbers',
    'large and precise numbers',
    '{"n":[12345678901234567890,9007199254740993,0.1234567890123456789,-1E-7]}',
  ],
  ['nested-arrays', 'nested arrays', '{"a":[[1,[2,[3,[]]]],[{"b":[[{"c":[1]}]]}]]}'],
  [
    'template-syntax',
    'what looks like a template',
    '{"vtl":"#set($x = 1)$input.body ${context.connectionId}","asl":"States.Format(\'{}\')","jsonata":"{% $states.input %}","$.x":"$.y"}',
  ],
  [
    'prototype',
    'keys with a meaning in JavaScript',
    '{"__proto__":{"a":1},"constructor":{"b":2},"toString":3}',
  ],
];

export const contentChecks: readonly Check[] = FRAGILE.map(([id, title, detail]) => ({
  id: `content-${id}`,
  title: `${title} in an event arrive as they were sent`,
  async run(stack) {
    const client = await stack.connect();
    await client.setPattern({ source: [stack.source], 'detail-type': [id] });
    await stack.put({ DetailType: id, Detail: detail });
    const { text } = await client.takeEvent(id);
    expectEqual('detail', numbersAsText(text)['detail'], numbersAsText(`{"detail":${detail}}`)['detail']);
  },
}));

/** Reads JSON with every number as its decimal text, so that no double hides a difference. */
function numbersAsText(text: string): Record<string, unknown> {
  const quoted = text.replace(
    /("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g,
    (_all, string, number) => string ?? JSON.stringify(decimal(number as string)),
  );
  return JSON.parse(quoted) as Record<string, unknown>;
}

/** 1E-7, 1.0e-7 and 0.0000001 are the same number. */
function decimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  return `${sign}${significant || '0'}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
