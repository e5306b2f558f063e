/** JSON documents as arbitraries.ts builds them. */

/** A JSON document that keeps number texts and repeated keys. */
export type Tree =
  | { readonly kind: 'scalar'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly Tree[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Tree])[] };

export function render(tree: Tree): string {
  switch (tree.kind) {
    case 'scalar':
      return tree.text;
    case 'array':
      return `[${tree.items.map(render).join(',')}]`;
    case 'object':
      return `{${tree.members.map(([key, value]) => `${JSON.stringify(key)}:${render(value)}`).join(',')}}`;
  }
}

export function json(value: unknown): Tree {
  return { kind: 'scalar', text: JSON.stringify(value) };
}

export function expression(operator: string, operand: Tree): Tree {
  return { kind: 'object', members: [[operator, operand]] };
}

export function list(...items: Tree[]): Tree {
  return { kind: 'array', items };
}

export interface Found {
  readonly keys: readonly string[];
  readonly text: string;
}

export function leavesOf(tree: Tree, keys: readonly string[] = []): Found[] {
  if (tree.kind === 'scalar') return [{ keys, text: tree.text }];
  if (tree.kind === 'array') return tree.items.flatMap((item) => leavesOf(item, keys));
  return tree.members.flatMap(([key, member]) => leavesOf(member, [...keys, key]));
}

export function nest(keys: readonly string[], inner: Tree): Tree {
  return keys.reduceRight<Tree>((tree, key) => ({ kind: 'object', members: [[key, tree]] }), inner);
}

/** One pattern that asks for everything that the given ones ask for, as far as they fit into one. */
export function merge(trees: readonly Tree[]): Tree {
  const members = new Map<string, Tree[]>();
  for (const tree of trees) {
    for (const [key, member] of tree.kind === 'object' ? tree.members : []) {
      members.set(key, [...(members.get(key) ?? []), member]);
    }
  }
  const merged = [...members].map(([key, found]): [string, Tree] => {
    const objects = found.filter((each) => each.kind === 'object');
    return [
      key,
      objects.length === found.length
        ? merge(objects)
        : (found.find((each) => each.kind === 'array') as Tree),
    ];
  });
  return { kind: 'object', members: merged };
}
