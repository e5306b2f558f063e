import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  Scalar,
} from 'yaml';

/** A place in a file, both from 1. */
export interface FilePlace {
  readonly line: number;
  readonly column: number;
}

/** Which value of a document: the keys and indices that lead to it. */
export type NodePath = readonly (string | number)[];

/**
 * Where in a template, JSON or YAML, a character stands of a pattern that was taken out of it: the beginning of the key
 * or value that it belongs to. In a pattern that the template holds as text it is the very character.
 * @param path leads to the pattern
 * @param pattern as it was taken out
 * @param offset in the pattern, in UTF-16 code units
 */
export function placeInTemplate(
  template: string,
  path: NodePath,
  pattern: string,
  offset: number,
): FilePlace {
  const document = parsed(template);
  const holder = nodeAt(document, path);
  const inText = isScalar(holder) ? offsetInScalar(holder, template, offset) : undefined;
  return placeAt(template, inText ?? startOf(nodeAt(document, [...path, ...pathTo(pattern, offset)])));
}

/** Every JSON text is YAML, and what YAML's parser reads knows where it stands. Tags are no matter here. */
function parsed(text: string): Document {
  return parseDocument(text, { logLevel: 'silent', prettyErrors: false, strict: false, uniqueKeys: false });
}

/** The path of the value, in a JSON text, that was begun last before an offset. */
function pathTo(json: string, offset: number): NodePath {
  let found: { path: NodePath; start: number } = { path: [], start: 0 };
  const visit = (node: unknown, path: NodePath): void => {
    const start = startOf(node);
    if (start > offset) return;
    if (start >= found.start) found = { path, start };
    if (isMap(node)) for (const { key, value } of node.items) visit(value, [...path, String(key)]);
    if (isSeq(node)) node.items.forEach((item, index) => void visit(item, [...path, index]));
  };
  visit(parsed(json).contents, []);
  return found.path;
}

/** The node that a path leads to, or the last one on the way that there is. */
function nodeAt(document: Document, path: NodePath): Node | null {
  let node: Node | null = document.contents;
  for (const step of path) {
    const inner = isMap(node) || isSeq(node) ? node.get(step, true) : undefined;
    const next = isAlias(inner) ? inner.resolve(document) : inner;
    if (!isNode(next)) return node;
    node = next;
  }
  return node;
}

function startOf(node: unknown): number {
  return (isNode(node) ? node.range?.[0] : undefined) ?? 0;
}

/** Where a character of a text's value stands in the source: nothing for texts that YAML folds from several lines. */
function offsetInScalar({ type, value, range }: Scalar, source: string, offset: number): number | undefined {
  const [start, end] = range ?? [0, 0];
  const written = source.slice(start, end);
  if (type === Scalar.BLOCK_LITERAL) return start + offsetInBlock(written, String(value), offset);
  if (written.includes('\n')) return undefined;
  const character = type === Scalar.QUOTE_DOUBLE ? /\\(?:u[\da-fA-F]{4}|.)|./gs : /''|./gs;
  const before = [...written.slice(1).matchAll(character)].slice(0, offset);
  return start + 1 + before.reduce((length, [text]) => length + text.length, 0);
}

/** After the line with the "|", every line stands as it is, only further to the right. */
function offsetInBlock(written: string, value: string, offset: number): number {
  const lines = written.split('\n');
  const indent = (lines[1] ?? '').trimEnd().length - (value.split('\n')[0] ?? '').trimEnd().length;
  const before = value.slice(0, offset).split('\n');
  const above = lines.slice(0, before.length).reduce((length, line) => length + line.length + 1, 0);
  return above + indent + (before.at(-1) ?? '').length;
}

function placeAt(text: string, offset: number): FilePlace {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
