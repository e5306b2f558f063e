import { parseExpression } from './parse-expression.ts';
import { parseReference, startsReference } from './parse-reference.ts';
import { Scanner } from './scanner.ts';
import type { Branch, Expression, Node } from './syntax.ts';

/**
 * Parses a mapping template with the rules of Velocity 1.7: what is neither a reference nor a directive is
 * text; a directive that ends its line swallows the line end, and `#set` also the blanks before it.
 * @throws VtlSyntaxError with line and column.
 */
export function parseTemplate(text: string): readonly Node[] {
  return parseNodes(new Scanner(text));
}

export function parseNodes(scanner: Scanner): readonly Node[] {
  const nodes = new NodeList(scanner);
  nodes.parseUntil([]);
  return nodes.nodes;
}

/** What ends a block: `#end`, `#else` or `#elseif`, or the text's end. */
type Terminator = 'end' | 'else' | 'elseif';

/** A whole word: "#else2" and "#endpoint" are text, as in Velocity. */
const TERMINATOR = /#(?:\{(?:end|else|elseif)\}|(?:end|elseif|else)(?![A-Za-z0-9_]))/y;
const PLAIN_TEXT = /[^$#\\]+/y;
const BACKSLASHES = /\\+/y;
const COMMENT = /##[^\r\n]*(?:\r\n|\n|\r)?/y;
const DIRECTIVE = /#(?:\{([A-Za-z_][A-Za-z0-9_-]*)\}|([A-Za-z_][A-Za-z0-9_-]*))/y;
const LITERAL = /#\[\[([\s\S]*?)\]\]#/y;
const BLOCK_COMMENT = /#\*[\s\S]*?\*#/y;

/** Directives of Velocity that API Gateway's templates cannot use, or that would run text as template. */
const REFUSED = new Set(['include', 'parse', 'evaluate', 'return']);

class NodeList {
  readonly nodes: Node[] = [];
  private text = '';
  private readonly scanner: Scanner;

  constructor(scanner: Scanner) {
    this.scanner = scanner;
  }

  /** Parses up to one of `terminators`, and passes it. */
  parseUntil(terminators: readonly Terminator[]): Terminator | undefined {
    const { scanner } = this;
    while (!scanner.atEnd) {
      const terminator = this.takeTerminator(terminators);
      if (terminator) {
        this.flush();
        return terminator;
      }
      this.parseOne();
    }
    this.flush();
    if (terminators.length > 0) scanner.fail('Expected "#end", but found the end of the template');
    return undefined;
  }

  private takeTerminator(terminators: readonly Terminator[]): Terminator | undefined {
    const { scanner } = this;
    if (scanner.peek() !== '#') return undefined;
    const { offset } = scanner;
    const found = scanner.match(TERMINATOR);
    if (found === undefined) return undefined;
    const name = found.replace(/[#{}]/g, '') as Terminator;
    if (terminators.includes(name)) return name;
    return scanner.fail(`"#${name}" has no "#if" or "#foreach" before it`, offset);
  }

  private parseOne(): void {
    const { scanner } = this;
    const plain = scanner.match(PLAIN_TEXT);
    if (plain !== undefined) this.text += plain;
    else if (scanner.peek() === '\\') this.parseBackslashes();
    else if (scanner.peek() === '$') this.parseDollar();
    else this.parseHash();
  }

  /** Before a reference or directive, backslashes escape in pairs; elsewhere they are text. */
  private parseBackslashes(): void {
    const { scanner } = this;
    const slashes = scanner.match(BACKSLASHES) as string;
    const escapable = startsReference(scanner) || startsDirective(scanner);
    if (!escapable) {
      this.text += slashes;
      return;
    }
    this.text += '\\'.repeat(Math.floor(slashes.length / 2));
    if (slashes.length % 2 === 0) return;
    this.text += scanner.peek();
    scanner.at++;
  }

  private parseDollar(): void {
    const { scanner } = this;
    if (!startsReference(scanner)) {
      this.text += '$';
      scanner.at++;
      return;
    }
    this.push({ kind: 'reference', reference: parseReference(scanner) });
  }

  private parseHash(): void {
    const { scanner } = this;
    if (scanner.match(COMMENT) !== undefined || scanner.match(BLOCK_COMMENT) !== undefined) return;
    const literal = scanner.match(LITERAL);
    if (literal !== undefined) this.text += literal.slice(3, -3);
    else if (!this.parseDirective()) {
      this.text += '#';
      scanner.at++;
    }
  }

  private parseDirective(): boolean {
    const { scanner } = this;
    const { at, offset } = scanner;
    const name = scanner.match(DIRECTIVE)?.replace(/[#{}]/g, '');
    if (name === undefined) return false;
    const parse = Object.hasOwn(DIRECTIVES, name) ? DIRECTIVES[name] : undefined;
    if (parse) {
      if (name === 'set') this.text = this.text.replace(/[ \t]+$/, '');
      this.push(parse(scanner));
      scanner.skipLineEnd();
      return true;
    }
    if (REFUSED.has(name))
      scanner.fail(`The directive "#${name}" is not available in mapping templates`, offset);
    if (scanner.peek() === '(') {
      if (!scanner.definesMacro(name)) {
        scanner.fail(`The directive "#${name}" does not exist, and no "#macro" defines it`, offset);
      }
      this.push(parseMacroCall(scanner, name));
      return true;
    }
    scanner.at = at;
    return false;
  }

  private push(node: Node): void {
    this.flush();
    this.nodes.push(node);
  }

  private flush(): void {
    if (this.text !== '') this.nodes.push({ kind: 'text', text: this.text });
    this.text = '';
  }
}

function startsDirective(scanner: Scanner): boolean {
  DIRECTIVE.lastIndex = scanner.at;
  return DIRECTIVE.test(scanner.text);
}

const DIRECTIVES: Readonly<Record<string, (scanner: Scanner) => Node>> = {
  set: parseSet,
  if: parseIf,
  foreach: parseForeach,
  define: parseDefine,
  macro: parseMacro,
  break: () => ({ kind: 'break' }),
  stop: () => ({ kind: 'stop' }),
};

function open(scanner: Scanner, directive: string): void {
  scanner.skipBlanks();
  scanner.expect('(', `after "#${directive}"`);
  scanner.skipSpace();
}

function close(scanner: Scanner, directive: string): void {
  scanner.skipSpace();
  scanner.expect(')', `to close "#${directive}("`);
}

function variableName(scanner: Scanner, directive: string): string {
  if (!startsReference(scanner))
    scanner.fail(`Expected a variable in "#${directive}", but found ${scanner.found()}`);
  return parseReference(scanner).name;
}

function parseSet(scanner: Scanner): Node {
  open(scanner, 'set');
  if (!startsReference(scanner)) scanner.fail(`Expected a variable in "#set", but found ${scanner.found()}`);
  const target = parseReference(scanner);
  if (target.steps.at(-1)?.kind === 'method')
    scanner.fail('"#set" cannot assign to a method call', target.offset);
  scanner.skipSpace();
  scanner.expect('=', 'in "#set"');
  const value = parseExpression(scanner);
  close(scanner, 'set');
  return { kind: 'set', target, value };
}

function parseIf(scanner: Scanner): Node {
  const branches: Branch[] = [];
  let terminator: Terminator | undefined = 'elseif';
  while (terminator === 'elseif') {
    open(scanner, 'if');
    const condition = parseExpression(scanner);
    close(scanner, 'if');
    scanner.skipLineEnd();
    const block = new NodeList(scanner);
    terminator = block.parseUntil(['end', 'else', 'elseif']);
    branches.push({ condition, body: block.nodes });
  }
  return { kind: 'if', branches, otherwise: terminator === 'else' ? parseBlock(scanner) : [] };
}

/** Everything up to the `#end`. */
function parseBlock(scanner: Scanner): readonly Node[] {
  scanner.skipLineEnd();
  const block = new NodeList(scanner);
  block.parseUntil(['end']);
  return block.nodes;
}

function parseForeach(scanner: Scanner): Node {
  open(scanner, 'foreach');
  const variable = variableName(scanner, 'foreach');
  scanner.skipSpace();
  scanner.expect('in', 'in "#foreach"');
  const over = parseExpression(scanner);
  close(scanner, 'foreach');
  return { kind: 'foreach', variable, over, body: parseBlock(scanner) };
}

function parseDefine(scanner: Scanner): Node {
  open(scanner, 'define');
  const variable = variableName(scanner, 'define');
  close(scanner, 'define');
  return { kind: 'define', variable, body: parseBlock(scanner) };
}

function parseMacro(scanner: Scanner): Node {
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
  return { kind: 'macro', macro: { name, parameters, body: parseBlock(scanner) } };
}

/** `#name(a b)` or `#name(a, b)`. */
function parseMacroCall(scanner: Scanner, name: string): Node {
  scanner.expect('(', `after "#${name}"`);
  const args: Expression[] = [];
  scanner.skipSpace();
  while (!scanner.take(')')) {
    scanner.take(',');
    args.push(parseExpression(scanner));
    scanner.skipSpace();
  }
  return { kind: 'call', name, args };
}
