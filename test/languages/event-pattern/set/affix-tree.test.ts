import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AffixTree } from '../../../../src/languages/event-pattern/set/affix-tree.ts';
import { Hits } from '../../../../src/languages/event-pattern/set/hits.ts';

function find(tree: AffixTree, text: string, backward = false): number[] {
  const hits = new Hits();
  hits.clear(1000);
  const bytes = Buffer.from(`<${text}>`);
  tree.find(bytes, backward ? bytes.length - 2 : 1, backward ? -1 : 1, bytes.length - 2, hits);
  return Array.from({ length: hits.count }, (_, index) => hits.at(index));
}

describe('an affix tree', () => {
  const keys = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', 'é'), maxLength: 6 }), {
    maxLength: 40,
  });

  it('finds the keys that a text starts with, shortest first, while keys come and go', () => {
    fc.assert(
      fc.property(keys, keys, fc.array(fc.nat(39)), (all, texts, removed) => {
        const tree = new AffixTree();
        for (const [atom, key] of all.entries()) tree.add(Buffer.from(key), atom);
        const gone = new Set(removed.filter((index) => index < all.length));
        for (const index of gone) tree.remove(Buffer.from(all[index] as string));
        for (const text of [...texts, ...all]) {
          const expected = all
            .map((key, atom) => ({ key, atom }))
            .filter(({ key, atom }) => !gone.has(atom) && Buffer.from(text).indexOf(key) === 0)
            .sort((left, right) => left.key.length - right.key.length)
            .map(({ atom }) => atom);
          expect(find(tree, text)).toEqual(expected);
        }
      }),
    );
  });

  it('reads a text from its end, for keys that are written so', () => {
    const tree = new AffixTree();
    tree.add(Buffer.from('gnp.'), 1);
    tree.add(Buffer.from('gn'), 2);
    tree.add(Buffer.from('gpj.'), 3);
    expect(find(tree, 'a.png', true)).toEqual([2, 1]);
    expect(find(tree, 'png', true)).toEqual([2]);
    expect(find(tree, '', true)).toEqual([]);
  });

  it('is as it was before, when the last key that it was given is gone', () => {
    const tree = new AffixTree();
    for (const key of ['abc', 'abd', 'a', '', 'abcdef']) tree.add(Buffer.from(key), 1);
    for (const key of ['a', 'abc', '', 'abcdef', 'abd']) tree.remove(Buffer.from(key));
    expect(tree).toEqual(new AffixTree());
  });
});
