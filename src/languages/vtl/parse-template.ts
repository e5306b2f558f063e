import { close, open, variableName } from './directive-parts.ts';
import { parseExpression } from './parse-expression.ts';
import { parseMacro, parseMacroCall } from './parse-macro.ts';
import { parseReference, startsReference } from './parse-reference.ts';
import { Scanner } from './scanner.ts';
import type { Branch, Macro, Node } from './syntax.ts';

/**
 * Parses a mapping template with the rules of Velocity 1.7: what is neither a reference nor a directive is
 * text; a directive that ends its line swallows the line end, and `#set` also the blanks before it.
 * @throws VtlSyntaxError with line and column.
 */
export function parseTemplate(text: string): ParsedTemplate {
  const scanner = new Scanner(text);
  return { nodes: parseNodes(scanner), macros: scanner.macros };
}

/** Macros may be used before they are defined, and so stand apart. */
export interface ParsedTemplate {
  readonly nodes: readonly Node[];
  readonly macros: ReadonlyMap<string, Macro>;
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
const DIRECTIVE = /#(?:\{@?[A-Za-z_][A-Za-z0-9_-]*\}|@?[A-Za-z_][A-Za-z0-9_-]*)/y;
const LITERAL = /#\[\[([\s\S]*?)\]\]#/y;
const BLOCK_COMMENT = /#\*[\s\S]*?\*#/y;
const SET = /#(?:set|\{set\})(?![A-Za-z0-9_])/y;
const BLANKS_AND_SET = new RegExp(`[ \\t]*${SET.source}`, 'y');
/** What a `$` before it belongs to, and vanishes with; before other directives, it makes text of them. */
const AFTER_SIGN = new RegExp(
  `${SET.source}|#(?:if|\\{if\\})(?![A-Za-z0-9_])|${TERMINATOR.source}|#\\*`,
  'y',
);
const SIGN_AND_DIRECTIVE = new RegExp(`\\$!?(?!${AFTER_SIGN.source})${DIRECTIVE.source}`, 'y');
const PLAIN_REFERENCE = /\$[A-Za-z_]/y;
const HASH_AND_WORD = /#[A-Za-z0-9_]+/y;
const BANG_AS_TEXT = /!(?:[{$]|##)/y;

/** Directives of Velocity that API Gateway's templates cannot use, or that would run text as template. */
const REFUSED = new Set(['include', 'parse', 'evaluate', 'return']);

class NodeList {
  readonly nodes: Node[] = [];
  private text = '';
  /** Where in `text` the words began that follow the last comment. */
  private runStart = 0;
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

  /**
   * Before a reference or a known directive, backslashes escape in pairs; elsewhere they are text, as are pairs before
   * `#set`.
   */
  private parseBackslashes(): void {
    const { scanner } = this;
    const slashes = scanner.match(BACKSLASHES) as string;
    const escapable = startsReference(scanner) || startsKnownDirective(scanner);
    if (!escapable || (slashes.length % 2 === 0 && scanner.sees(SET))) {
      this.text += slashes;
      this.runStart = this.text.length;
      return;
    }
    this.text += '\\'.repeat(Math.floor(slashes.length / 2));
    if (slashes.length % 2 === 0) return;
    this.text += scanner.peek();
    scanner.at++;
  }

  private parseDollar(): void {
    const { scanner } = this;
    if (startsReference(scanner)) {
      this.push({ kind: 'reference', reference: parseReference(scanner) });
      return;
    }
    const word = scanner.match(SIGN_AND_DIRECTIVE);
    if (word !== undefined) {
      this.text += word;
      return;
    }
    scanner.take('$');
    if (scanner.sees(BANG_AS_TEXT) === undefined) scanner.take('!');
    this.parseSign('$', scanner.sees(AFTER_SIGN) !== undefined);
  }

  /** A sign that begins nothing is text, but for one that Velocity takes for a part of the `#set` behind it. */
  private parseSign(sign: '$' | '#', vanishes = false): void {
    if (vanishes || this.scanner.sees(BLANKS_AND_SET)) this.runStart = this.text.length;
    else this.text += sign;
  }

  private parseHash(): void {
    const { scanner } = this;
    if (scanner.match(COMMENT) !== undefined || scanner.match(BLOCK_COMMENT) !== undefined) {
      this.runStart = this.text.length;
      return;
    }
    const literal = scanner.match(LITERAL);
    if (literal !== undefined) {
      this.text += literal.slice(3, -3);
      this.runStart = this.text.length;
    } else if (!this.parseDirective()) this.parseNoDirective();
  }

  private parseNoDirective(): void {
    const word = this.scanner.match(HASH_AND_WORD);
    if (word === undefined) {
      this.scanner.take('#');
      this.parseSign('#');
    } else {
      this.text += word;
      this.runStart = this.text.length;
    }
  }

  private parseDirective(): boolean {
    const { scanner } = this;
    const { at, offset } = scanner;
    const name = scanner.match(DIRECTIVE)?.replace(/[#{}]/g, '');
    if (name === undefined) return false;
    const parse = Object.hasOwn(DIRECTIVES, name) ? DIRECTIVES[name] : undefined;
    if (parse) {
      if (name === 'set') this.dropBlanks();
      this.push(parse(scanner));
    } else if (REFUSED.has(name)) {
      scanner.fail(`The directive "#${name}" is not available in mapping templates`, offset);
    } else {
      const call = parseMacroCall(scanner, name, at);
      if (!call) {
        scanner.at = at;
        return false;
      }
      this.push(call);
      // What calls nothing is text, and a call without parentheses is no directive that ends its line.
      if (!scanner.definesMacro(call.name) || !call.text.endsWith(')')) return true;
    }
    scanner.skipLineEnd();
    return true;
  }

  /** `#set` takes the blanks before it, if nothing but a directive, a reference or a comment stands before them. */
  private dropBlanks(): void {
    const run = this.text.slice(this.runStart);
    if (/^[ \t]*$/.test(run)) this.text = this.text.slice(0, this.runStart);
  }

  private push(node: Node): void {
    this.flush();
    this.nodes.push(node);
  }

  private flush(): void {
    if (this.text !== '') this.nodes.push({ kind: 'text', text: this.text });
    this.text = '';
    this.runStart = 0;
  }
}

function startsKnownDirective(scanner: Scanner): boolean {
  const name = scanner.sees(DIRECTIVE)?.replace(/[#{}@]/g, '');
  if (name === undefined) return false;
  return (
    Object.hasOwn(DIRECTIVES, name) || isTerminator(name) || REFUSED.has(name) || scanner.definesMacro(name)
  );
}

function isTerminator(name: string): boolean {
  return name === 'end' || name === 'else' || name === 'elseif';
}

const DIRECTIVES: Readonly<Record<string, (scanner: Scanner) => Node>> = {
  set: parseSet,
  if: parseIf,
  foreach: parseForeach,
  define: parseDefine,
  macro: parseMacro,
  literal: parseLiteral,
  break: () => ({ kind: 'break' }),
  stop: () => ({ kind: 'stop' }),
};

function parseSet(scanner: Scanner): Node {
  open(scanner, 'set');
  if (!startsReference(scanner)) scanner.fail(`Expected a variable in "#set", but found ${scanner.found()}`);
  const isPlain = scanner.sees(PLAIN_REFERENCE) !== undefined;
  const target = parseReference(scanner);
  if (!isPlain && target.steps.length === 0) {
    scanner.fail(`Velocity assigns nothing to this form: write "#set($${target.name} = …)"`, target.offset);
  }
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
export function parseBlock(scanner: Scanner): readonly Node[] {
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

/** `#literal()…#end`: what stands within is checked, and printed as it stands. */
function parseLiteral(scanner: Scanner): Node {
  open(scanner, 'literal');
  close(scanner, 'literal');
  scanner.skipLineEnd();
  const start = scanner.at;
  new NodeList(scanner).parseUntil(['end']);
  return { kind: 'text', text: scanner.text.slice(start, scanner.at).replace(/#(?:end|\{end\})$/, '') };
}
