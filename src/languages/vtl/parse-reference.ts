import { parseExpression } from './parse-expression.ts';
import type { Scanner } from './scanner.ts';
import type { Expression, Reference, Step } from './syntax.ts';

const REFERENCE_START = /\$!?\{?[A-Za-z_]/y;
const PROPERTY = /\.[A-Za-z_]/y;

/** Whether a reference begins here; otherwise a `$` is text, as in "$1.00". */
export function startsReference(scanner: Scanner): boolean {
  REFERENCE_START.lastIndex = scanner.at;
  return REFERENCE_START.test(scanner.text);
}

/** `$name`, `$!name`, `${name}`, `$!{name}`, each with steps behind the name. */
export function parseReference(scanner: Scanner): Reference {
  const { offset } = scanner;
  scanner.take('$');
  scanner.take('!');
  const braced = scanner.take('{');
  const name = scanner.identifier() as string;
  const steps = parseSteps(scanner);
  if (braced) scanner.expect('}', `to close the reference \${${name}`);
  return { name, steps, offset };
}

function parseSteps(scanner: Scanner): Step[] {
  const steps: Step[] = [];
  for (let step = parseStep(scanner); step; step = parseStep(scanner)) steps.push(step);
  return steps;
}

function parseStep(scanner: Scanner): Step | undefined {
  const { offset } = scanner;
  if (scanner.take('[')) return { kind: 'index', index: bracketed(scanner), offset };
  PROPERTY.lastIndex = scanner.at;
  if (!PROPERTY.test(scanner.text)) return undefined;
  scanner.take('.');
  const name = scanner.identifier() as string;
  if (!scanner.take('(')) return { kind: 'property', name, offset };
  return { kind: 'method', name, args: parseArguments(scanner), offset };
}

function bracketed(scanner: Scanner): Expression {
  const index = parseExpression(scanner);
  scanner.skipSpace();
  scanner.expect(']', 'after the index');
  return index;
}

/** The arguments of a method behind its opening parenthesis. */
function parseArguments(scanner: Scanner): Expression[] {
  const args: Expression[] = [];
  scanner.skipSpace();
  while (!scanner.take(')')) {
    if (args.length > 0) scanner.expect(',', 'between arguments');
    args.push(parseExpression(scanner));
    scanner.skipSpace();
  }
  return args;
}
