import { javaNumber } from './numbers.ts';
import { parseReference, startsReference } from './parse-reference.ts';
import { parseNodes } from './parse-template.ts';
import type { Scanner } from './scanner.ts';
import type { BinaryOperator, Expression } from './syntax.ts';

/** Binary operators from the loosest to the tightest binding, each with the word that means the same. */
const LEVELS: readonly (readonly (readonly [RegExp, BinaryOperator])[])[] = [
  [[/\|\||or\b/y, '||']],
  [[/&&|and\b/y, '&&']],
  [
    [/==|eq\b/y, '=='],
    [/!=|ne\b/y, '!='],
  ],
  [
    [/<=|le\b/y, '<='],
    [/>=|ge\b/y, '>='],
    [/<|lt\b/y, '<'],
    [/>|gt\b/y, '>'],
  ],
  [
    [/\+/y, '+'],
    // A minus that a digit follows begins a number: `$a -1` is a syntax error, as in Velocity.
    [/-(?![\d.])/y, '-'],
  ],
  [
    [/\*/y, '*'],
    [/\//y, '/'],
    [/%/y, '%'],
  ],
];

/** A dot that another one follows belongs to a range. */
const NUMBER = /-?(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const WORD = /(?:true|false)\b/y;
const NOT = /!|not\b/y;
const STRING = /"(?:[^"]|"")*"|'(?:[^']|'')*'/y;

/** An expression, as it stands in the parentheses of a directive or method, with the space before it. */
export function parseExpression(scanner: Scanner, level = 0): Expression {
  const operators = LEVELS[level];
  if (!operators) return parseUnary(scanner);
  let left = parseExpression(scanner, level + 1);
  for (;;) {
    scanner.skipSpace();
    const found = operators.find(([pattern]) => scanner.match(pattern) !== undefined);
    if (!found) return left;
    left = { kind: 'binary', operator: found[1], left, right: parseExpression(scanner, level + 1) };
  }
}

function parseUnary(scanner: Scanner): Expression {
  scanner.skipSpace();
  if (scanner.match(NOT) !== undefined) return { kind: 'not', operand: parseUnary(scanner) };
  return parsePrimary(scanner);
}

function parsePrimary(scanner: Scanner): Expression {
  if (startsReference(scanner)) return { kind: 'value', reference: parseReference(scanner) };
  if (scanner.take('(')) return parenthesized(scanner);
  if (scanner.take('[')) return parseList(scanner);
  if (scanner.take('{')) return parseMap(scanner);
  const { at } = scanner;
  const quoted = scanner.match(STRING);
  if (quoted !== undefined) return parseString(scanner, quoted, at);
  const number = scanner.match(NUMBER);
  if (number !== undefined) return { kind: 'literal', value: javaNumber(number) };
  const word = scanner.match(WORD);
  if (word !== undefined) return { kind: 'literal', value: word === 'true' };
  if (scanner.looksAt('null')) scanner.fail('There is no literal "null"; compare with "" or $null');
  return scanner.fail(`Expected a value, but found ${scanner.found()}`);
}

function parenthesized(scanner: Scanner): Expression {
  const inner = parseExpression(scanner);
  scanner.skipSpace();
  scanner.expect(')', 'to close the parenthesis');
  return inner;
}

/** `[a, b]` or the range `[a..b]`. */
function parseList(scanner: Scanner): Expression {
  const items: Expression[] = [];
  scanner.skipSpace();
  while (!scanner.take(']')) {
    if (items.length > 0) scanner.expect(',', 'between the items of a list');
    const item = parseExpression(scanner);
    scanner.skipSpace();
    if (items.length === 0 && isBound(item) && scanner.take('..')) return parseRangeEnd(scanner, item);
    items.push(item);
  }
  return { kind: 'list', items };
}

/** A range goes from integer to integer, or to what a reference holds. */
function isBound(expression: Expression): boolean {
  return (
    expression.kind === 'value' || (expression.kind === 'literal' && typeof expression.value === 'bigint')
  );
}

function parseRangeEnd(scanner: Scanner, from: Expression): Expression {
  const to = parseExpression(scanner);
  if (!isBound(to)) scanner.fail('A range ends with an integer or a reference');
  scanner.skipSpace();
  scanner.expect(']', 'to close the range');
  return { kind: 'range', from, to };
}

function parseMap(scanner: Scanner): Expression {
  const entries: (readonly [Expression, Expression])[] = [];
  scanner.skipSpace();
  while (!scanner.take('}')) {
    if (entries.length > 0) scanner.expect(',', 'between the entries of a map');
    const key = parseExpression(scanner);
    scanner.skipSpace();
    scanner.expect(':', 'after the key of a map');
    entries.push([key, parseExpression(scanner)]);
    scanner.skipSpace();
  }
  return { kind: 'map', entries };
}

/**
 * Velocity knows no backslash escapes in strings, except `\uXXXX` within double quotes: a quote is written twice, and
 * "\\" is two backslashes, which is why `replaceAll("\\'", "'")` removes one.
 */
function parseString(scanner: Scanner, quoted: string, at: number): Expression {
  const quote = quoted[0] as string;
  const doubled = quoted.slice(1, -1).replaceAll(quote + quote, quote);
  if (quote === "'") return { kind: 'literal', value: doubled };
  const text = doubled.replace(/\\u([0-9a-fA-F]{4})/g, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  if (!/[$#]/.test(text)) return { kind: 'literal', value: text };
  const body = parseNodes(scanner.inner(text, at + 1));
  const [first] = body;
  return body.length === 1 && first?.kind === 'text'
    ? { kind: 'literal', value: first.text }
    : { kind: 'interpolation', body };
}
