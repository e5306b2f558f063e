import { close, open, variableName } from './directive-parts.ts';
import { parseExpression } from './parse-expression.ts';
import { startsReference } from './parse-reference.ts';
import { parseBlock } from './parse-template.ts';
import type { Scanner } from './scanner.ts';
import { type Expression, type Node, VtlSyntaxError } from './syntax.ts';

const OPENED = /[ \t]*\(/y;

/** `#macro(name $a $b) … #end`: what it makes stands apart, so nothing is printed here. */
export function parseMacro(scanner: Scanner): Node {
  open(scanner, 'macro');
  const name = scanner.identifier();
  if (name === undefined) scanner.fail(`Expected a name in "#macro", but found ${scanner.found()}`);
  const parameters: string[] = [];
  for (scanner.skipSpace(); startsReference(scanner); scanner.skipSpace()) {
    parameters.push(variableName(scanner, 'macro'));
    scanner.skipSpace();
    scanner.take(',');
  }
  close(scanner, 'macro');
  scanner.macros.set(name, { name, parameters, body: parseBlock(scanner) });
  return { kind: 'text', text: '' };
}

/**
 * `#name(a b)` or `#name(a, b)`, and of a macro that exists also `#name`; with a body, `#@name(a) … #end`.
 * @returns undefined where no call stands
 */
export function parseMacroCall(
  scanner: Scanner,
  written: string,
  at: number,
): Extract<Node, { kind: 'call' }> | undefined {
  const name = written.replace('@', '');
  const opened = scanner.match(OPENED) !== undefined;
  if (!opened && !scanner.definesMacro(name)) return undefined;
  const args = opened ? parseCallArguments(scanner, name, at) : [];
  const call = { kind: 'call', name, args, text: scanner.text.slice(at, scanner.at) } as const;
  return written === name ? call : { ...call, body: parseBlock(scanner) };
}

/** `#foreech($x in $y)` is no call: the mistake lies in the name. */
function parseCallArguments(scanner: Scanner, name: string, at: number): Expression[] {
  const offset = scanner.offset - (scanner.at - at);
  try {
    return parseArguments(scanner);
  } catch (error) {
    if (scanner.definesMacro(name) || !(error instanceof VtlSyntaxError)) throw error;
    return scanner.fail(`The directive "#${name}" does not exist, and no "#macro" defines it`, offset);
  }
}

function parseArguments(scanner: Scanner): Expression[] {
  const args: Expression[] = [];
  scanner.skipSpace();
  while (!scanner.take(')')) {
    scanner.take(',');
    args.push(parseExpression(scanner));
    scanner.skipSpace();
  }
  return args;
}
