import type { JsonValue } from '../../core/json.ts';
import { parseFilter } from './filter.ts';
import { FUNCTION_NAMES } from './functions.ts';
import type { Scanner, Segment } from './syntax.ts';

/** A backslash takes its character literally. Source: Amazon States Language, "Reference Paths". */
const NAME = /(?:\\.|[^.[\]()'"?*,:@$\s\\])+/y;
/** Inside a filter an operator ends a name too. */
const INNER_NAME = /(?:\\.|[^.[\]()'"?*,:@$\s=<>!&|~\\])+/y;
const INTEGER = /-?\d+/y;

/**
 * Reads the segments after `$` up to the end of the text, or for a path inside a filter up to the first
 * character that cannot continue a path.
 */
export function parseSegments(scanner: Scanner, inner = false): Segment[] {
  const segments: Segment[] = [];
  for (;;) {
    if (scanner.take('..')) {
      segments.push({ kind: 'descendants' });
      segments.push(scanner.peek() === '[' ? bracket(scanner) : dotted(scanner, inner));
    } else if (scanner.take('.')) {
      segments.push(dotted(scanner, inner));
    } else if (scanner.peek() === '[') {
      segments.push(bracket(scanner));
    } else {
      if (!inner && !scanner.done) scanner.fail(`unexpected '${scanner.peek()}'`);
      return segments;
    }
  }
}

function dotted(scanner: Scanner, inner: boolean): Segment {
  if (scanner.take('*')) return { kind: 'wildcard' };
  const written = scanner.match(inner ? INNER_NAME : NAME);
  if (written === undefined) scanner.fail('expected a property name');
  const name = written.replace(/\\(.)/g, '$1');
  if (scanner.peek() !== '(' || !FUNCTION_NAMES.has(name)) return { kind: 'child', name };
  return { kind: 'function', name, arguments: callArguments(scanner) };
}

function callArguments(scanner: Scanner): JsonValue[] {
  const values: JsonValue[] = [];
  scanner.expect('(');
  scanner.skipSpace();
  while (!scanner.take(')')) {
    const number = scanner.match(/-?\d+(?:\.\d+)?/y);
    values.push(number === undefined ? scanner.quoted() : Number(number));
    scanner.skipSpace();
    scanner.take(',');
    scanner.skipSpace();
  }
  return values;
}

function bracket(scanner: Scanner): Segment {
  scanner.expect('[');
  scanner.skipSpace();
  const segment = bracketContent(scanner);
  scanner.skipSpace();
  scanner.expect(']');
  return segment;
}

function bracketContent(scanner: Scanner): Segment {
  if (scanner.take('*')) return { kind: 'wildcard' };
  if (scanner.take('?')) return { kind: 'filter', test: parseFilter(scanner) };
  if (scanner.peek() === "'" || scanner.peek() === '"') return quotedNames(scanner);
  return indexes(scanner);
}

function quotedNames(scanner: Scanner): Segment {
  const names = [scanner.quoted()];
  scanner.skipSpace();
  while (scanner.take(',')) {
    scanner.skipSpace();
    names.push(scanner.quoted());
    scanner.skipSpace();
  }
  return names.length === 1 ? { kind: 'child', name: names[0] as string } : { kind: 'children', names };
}

function indexes(scanner: Scanner): Segment {
  const first = scanner.match(INTEGER);
  scanner.skipSpace();
  if (scanner.take(':')) {
    scanner.skipSpace();
    const to = scanner.match(INTEGER);
    return { kind: 'slice', from: optionalNumber(first), to: optionalNumber(to) };
  }
  if (first === undefined) scanner.fail('expected a name, an index, a slice, a filter or *');
  const list = [Number(first)];
  while (scanner.take(',')) {
    scanner.skipSpace();
    const next = scanner.match(INTEGER);
    if (next === undefined) scanner.fail('expected an index');
    list.push(Number(next));
    scanner.skipSpace();
  }
  return list.length === 1 ? { kind: 'index', index: list[0] as number } : { kind: 'indexes', indexes: list };
}

function optionalNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
