import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteDictionary, hashRange } from '../../../../src/languages/event-pattern/set/byte-dictionary.ts';

function find(dictionary: ByteDictionary, space: number, text: string): number {
  const bytes = new TextEncoder().encode(`--${text}--`);
  return dictionary.find(space, hashRange(bytes, 2, bytes.length - 2), bytes, 2, bytes.length - 2);
}

describe('a dictionary of bytes', () => {
  it('keeps equal bytes of different spaces apart', () => {
    const dictionary = new ByteDictionary();
    const one = dictionary.acquire(1, Uint8Array.of(0x61));
    const two = dictionary.acquire(2, Uint8Array.of(0x61));
    expect(one).not.toBe(two);
    expect([find(dictionary, 1, 'a'), find(dictionary, 2, 'a'), find(dictionary, 3, 'a')]).toEqual([
      one,
      two,
      -1,
    ]);
  });

  it('holds what was acquired and not yet released as often, whatever the order', () => {
    const key = fc.tuple(fc.nat(2), fc.stringMatching(/^[ab]{0,6}$/));
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.boolean()), { maxLength: 300 }), (steps) => {
        const dictionary = new ByteDictionary();
        const users = new Map<string, number>();
        for (const [[space, text], adds] of steps) {
          const name = `${space} ${text}`;
          const count = users.get(name) ?? 0;
          if (adds) dictionary.acquire(space, new TextEncoder().encode(text));
          else if (count > 0) expect(dictionary.release(find(dictionary, space, text))).toBe(count === 1);
          users.set(name, Math.max(0, count + (adds ? 1 : -1)));
        }
        for (const [name, count] of users) {
          const [space, text] = name.split(' ') as [string, string];
          const id = find(dictionary, Number(space), text);
          expect(id >= 0 ? dictionary.users(id) : 0).toBe(count);
        }
        expect(dictionary.size).toBe([...users.values()].filter((count) => count > 0).length);
      }),
    );
  });
});
