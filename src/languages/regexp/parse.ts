import type { AssertionNode, Node, Pattern } from './ast.ts';
import { CodeUnitSet, DIGITS, EMPTY_SET, LINE_TERMINATORS, SPACES, WORD_UNITS } from './code-unit-set.ts';

/**
 * Parses a pattern without the flags `u` and `v`, that is, with all that ECMA-262's Annex B lets pass: octal escapes,
 * a lone brace, a lookahead that is repeated.
 *
 * @param regex has accepted the pattern, so nothing here looks for mistakes
 */
export function parsePattern(regex: RegExp): Pattern {
  return new Parser(regex).pattern();
}

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

const CLASS_ESCAPES: Readonly<Record<string, CodeUnitSet>> = {
  d: DIGITS,
  D: DIGITS.complement(),
  s: SPACES,
  S: SPACES.complement(),
  w: WORD_UNITS,
  W: WORD_UNITS.complement(),
};

const CONTROL_ESCAPES: Readonly<Record<string, number>> = { f: 0x0c, n: 0x0a, r: 0x0d, t: 0x09, v: 0x0b };

const ANY = EMPTY_SET.complement();
const ANY_BUT_LINE_TERMINATORS = LINE_TERMINATORS.complement();

class Parser {
  private readonly source: string;
  private readonly groupNames: readonly (string | undefined)[];
  private readonly hasNames: boolean;
  private flags: Flags;
  private at = 0;
  private groups = 0;

  constructor(regex: RegExp) {
    this.source = regex.source;
    this.flags = { ignoreCase: regex.ignoreCase, multiline: regex.multiline, dotAll: regex.dotAll };
    this.groupNames = groupNamesOf(regex.source);
    this.hasNames = this.groupNames.some((name) => name !== undefined);
  }

  pattern(): Pattern {
    return { root: this.choice(), groupCount: this.groupNames.length };
  }

  private choice(): Node {
    const options = [this.sequence()];
    while (this.eat('|')) options.push(this.sequence());
    return options.length === 1 ? (options[0] as Node) : { type: 'choice', options };
  }

  private sequence(): Node {
    const items: Node[] = [];
    while (this.at < this.source.length && this.peek() !== '|' && this.peek() !== ')') {
      const firstGroup = this.groups + 1;
      const term = this.term();
      items.push(this.repeated(term, firstGroup));
    }
    return items.length === 1 ? (items[0] as Node) : { type: 'sequence', items };
  }

  private term(): Node {
    const character = this.next();
    switch (character) {
      case '^':
        return this.assertion('start');
      case '$':
        return this.assertion('end');
      case '.':
        return { type: 'unit', set: this.flags.dotAll ? ANY : ANY_BUT_LINE_TERMINATORS };
      case '(':
        return this.parenthesis();
      case '[':
        return { type: 'unit', set: this.characterClass() };
      case '\\':
        return this.escape();
      default:
        return this.unit(character.charCodeAt(0));
    }
  }

  private assertion(kind: AssertionNode['kind']): Node {
    return { type: 'assertion', kind, multiline: this.flags.multiline };
  }

  private unit(unit: number): Node {
    return { type: 'unit', set: this.withCases(CodeUnitSet.of([unit, unit])) };
  }

  private withCases(set: CodeUnitSet): CodeUnitSet {
    return this.flags.ignoreCase ? set.caseClosure() : set;
  }

  private repeated(body: Node, firstGroup: number): Node {
    const [, count, min, comma, max, lazy] = this.match(/([*+?]|\{(\d+)(?:(,)(\d*))?\})(\??)/y) ?? [];
    if (count === undefined) return body;
    const [least, most] = boundsOf(count, min, comma, max);
    return {
      type: 'repeat',
      min: least,
      max: most,
      greedy: lazy === '',
      body,
      firstGroup,
      endGroup: this.groups + 1,
    };
  }

  private parenthesis(): Node {
    const look = this.match(/\?(<?)([=!])/y);
    if (look) return this.look(look[1] === '<', look[2] === '!');
    const modifiers = this.match(/\?([a-z]*)(?:-([a-z]*))?:/y);
    if (modifiers) return this.withFlags(modifiers[1] ?? '', modifiers[2] ?? '');
    this.match(/\?<[^>]*>/y);
    const index = ++this.groups;
    return { type: 'group', index, body: this.body() };
  }

  private look(behind: boolean, negative: boolean): Node {
    const firstGroup = this.groups + 1;
    const body = this.body();
    return { type: 'look', behind, negative, body, firstGroup, endGroup: this.groups + 1 };
  }

  private withFlags(added: string, removed: string): Node {
    const outside = this.flags;
    const has = (letter: string, before: boolean): boolean =>
      added.includes(letter) || (before && !removed.includes(letter));
    this.flags = {
      ignoreCase: has('i', outside.ignoreCase),
      multiline: has('m', outside.multiline),
      dotAll: has('s', outside.dotAll),
    };
    const body = this.body();
    this.flags = outside;
    return body;
  }

  /** What is inside a parenthesis, and its end. */
  private body(): Node {
    const body = this.choice();
    this.at++;
    return body;
  }

  private escape(): Node {
    if (this.eat('b')) return this.assertion('boundary');
    if (this.eat('B')) return this.assertion('no boundary');
    const reference = this.reference();
    if (reference) return { type: 'reference', groups: reference, ignoreCase: this.flags.ignoreCase };
    const escaped = this.escapedCharacter(false);
    return typeof escaped === 'number' ? this.unit(escaped) : { type: 'unit', set: this.withCases(escaped) };
  }

  /** The groups that an escape refers to. A number beyond the last group is no reference. */
  private reference(): readonly number[] | undefined {
    const name = this.hasNames ? this.match(/k<([^>]*)>/y)?.[1] : undefined;
    if (name !== undefined) {
      return this.groupNames.flatMap((each, i) => (each === decodeName(name) ? [i + 1] : []));
    }
    const before = this.at;
    const number = Number(this.match(/[1-9]\d*/y)?.[0] ?? Number.NaN);
    if (number <= this.groupNames.length) return [number];
    this.at = before;
    return undefined;
  }

  private characterClass(): CodeUnitSet {
    const isComplement = this.eat('^');
    const set = new CodeUnitSet();
    while (!this.eat(']')) {
      const first = this.classMember();
      if (this.peek() === '-' && this.source[this.at + 1] !== ']') {
        this.at++;
        addRange(set, first, this.classMember());
      } else {
        addMember(set, first);
      }
    }
    const withCases = this.withCases(set);
    return isComplement ? withCases.complement() : withCases;
  }

  private classMember(): number | CodeUnitSet {
    const character = this.next();
    return character === '\\' ? this.escapedCharacter(true) : character.charCodeAt(0);
  }

  private escapedCharacter(inClass: boolean): number | CodeUnitSet {
    const octal = this.match(/[0-3][0-7]{0,2}|[4-7][0-7]?/y);
    if (octal) return Number.parseInt(octal[0], 8);
    const hexadecimal = this.match(/x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})/y);
    if (hexadecimal) return Number.parseInt(hexadecimal[1] ?? (hexadecimal[2] as string), 16);
    if (this.peek() === 'c') return this.control(inClass);
    const character = this.next();
    if (inClass && character === 'b') return 0x08;
    return CLASS_ESCAPES[character] ?? CONTROL_ESCAPES[character] ?? character.charCodeAt(0);
  }

  /** `\cA`. Of anything else, the backslash stands for itself, and the `c` comes next. */
  private control(inClass: boolean): number {
    const control = this.match(inClass ? /c([a-zA-Z0-9_])/y : /c([a-zA-Z])/y);
    return control ? (control[1] as string).charCodeAt(0) & 31 : 0x5c;
  }

  private peek(): string | undefined {
    return this.source[this.at];
  }

  private next(): string {
    return this.source[this.at++] as string;
  }

  private eat(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at++;
    return true;
  }

  /** @param sticky a pattern with the flag `y` */
  private match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.source);
    if (found) this.at = sticky.lastIndex;
    return found ?? undefined;
  }
}

function boundsOf(count: string, min?: string, comma?: string, max?: string): [number, number] {
  if (min === undefined) return [count === '+' ? 1 : 0, count === '?' ? 1 : Number.POSITIVE_INFINITY];
  if (comma === undefined) return [Number(min), Number(min)];
  return [Number(min), max ? Number(max) : Number.POSITIVE_INFINITY];
}

/** A range to or from a set like `\d` is none: the hyphen stands for itself. */
function addRange(set: CodeUnitSet, first: number | CodeUnitSet, last: number | CodeUnitSet): void {
  if (typeof first === 'number' && typeof last === 'number') {
    set.addRange(first, last);
  } else {
    for (const member of [first, HYPHEN, last]) addMember(set, member);
  }
}

const HYPHEN = 0x2d;

function addMember(set: CodeUnitSet, member: number | CodeUnitSet): void {
  if (typeof member === 'number') set.addRange(member, member);
  else set.addAll(member);
}

/** One for each capturing group: its name, if it has one. */
export function groupNamesOf(source: string): (string | undefined)[] {
  const names: (string | undefined)[] = [];
  for (const [token, name] of source.matchAll(
    /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?<(?![=!])([^>]*)>|(?!\?))/gs,
  )) {
    if (token.startsWith('(')) names.push(name === undefined ? undefined : decodeName(name));
  }
  return names;
}

function decodeName(name: string): string {
  return name.replace(
    /\\u(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{4}))/g,
    (_escape, braced?: string, four?: string) =>
      braced === undefined
        ? String.fromCharCode(Number.parseInt(four as string, 16))
        : String.fromCodePoint(Number.parseInt(braced, 16)),
  );
}
