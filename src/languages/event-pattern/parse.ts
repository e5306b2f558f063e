import { type EventPatternError, invalidPattern } from './error.ts';
import { JsonReader } from './json-reader.ts';
import { JsonError } from './json-source.ts';
import { emptyAnythingBut } from './parse-anything-but.ts';
import { parseMatcher } from './parse-matcher.ts';
import type { Conjunction, Field, Matcher, Pattern } from './pattern.ts';
import { checkWildcardComplexity } from './wildcard-complexity.ts';

/** AWS's limit to what `$or` may multiply to. */
const MOST_ALTERNATIVES = 1000;

/** In all combinations together. No pattern of the length that AWS allows comes near. */
const MOST_FIELDS = 1_000_000;

/** Names that event-ruler keeps for itself within `$or`. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['exactly', 'equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard', 'numeric'],
  ...['cidr', '=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
]);

/** Fields by path. A path that comes twice keeps its last matchers, as on AWS. */
type Branch = Map<string, Field>;

/**
 * Parses and validates an event pattern.
 * @throws EventPatternError InvalidEventPatternException in AWS's words (event-ruler's `JsonRuleCompiler`, Jackson)
 */
export function parsePattern(text: string): Pattern {
  const pattern = compilePattern(text);
  checkWildcardComplexity(pattern.alternatives);
  return pattern;
}

/** As {@link parsePattern}, but with as many wildcards as you like: event-ruler itself knows no limit to them. */
export function compilePattern(text: string): Pattern {
  try {
    const alternatives = new PatternParser(text).parse().map(conjunctionOf);
    if (alternatives.some((fields) => fields.some(excludesNothing))) throw emptyAnythingBut();
    return { text, alternatives };
  } catch (error) {
    throw error instanceof JsonError ? invalidPattern(error.message, error.location) : error;
  }
}

function excludesNothing({ matchers }: Field): boolean {
  return matchers.some((matcher) => matcher.kind === 'anything-but' && matcher.excluded.length === 0);
}

function conjunctionOf(branch: Branch): Conjunction {
  return [...branch.keys()].sort().map((path) => branch.get(path) as Field);
}

/** A field that asks for numbers compares all numbers as such, and none as an address. */
function sparingNumbers(matchers: readonly Matcher[]): readonly Matcher[] {
  if (!matchers.some(isNumeric)) return matchers;
  return matchers.map((matcher) =>
    matcher.kind === 'cidr' ? { ...matcher, matchesNumbers: false } : matcher,
  );
}

function isNumeric(matcher: Matcher): boolean {
  if (matcher.kind === 'anything-but') return matcher.excluded.some(isNumeric);
  return matcher.kind === 'numeric' || (matcher.kind === 'number' && matcher.value !== undefined);
}

function tooManyAlternatives(): EventPatternError {
  return invalidPattern(`Or operator is producing over ${MOST_ALTERNATIVES} rule combinations`);
}

class PatternParser {
  private readonly reader: JsonReader;
  /** The alternatives of what was read so far. */
  private branches: Branch[] = [new Map()];

  constructor(text: string) {
    this.reader = new JsonReader(text);
  }

  parse(): Branch[] {
    if (this.reader.next() !== 'start-object') throw this.reader.error('Filter is not an object');
    this.object('', false);
    return this.branches;
  }

  /** The members of an object, up to its end. */
  private object(path: string, inOr: boolean): void {
    const reader = this.reader;
    let empty = true;
    while (reader.next() !== 'end-object') {
      empty = false;
      const name = reader.text();
      if (name === '$or') this.or(path);
      else this.member(path, name, inOr);
    }
    if (empty) throw reader.error('Empty objects are not allowed');
  }

  private member(path: string, name: string, inOr: boolean): void {
    const reader = this.reader;
    if (inOr && RESERVED.has(name)) {
      throw reader.error(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
    }
    const token = reader.next();
    const memberPath = path === '' ? name : `${path}.${name}`;
    if (token === 'start-object') this.object(memberPath, inOr);
    else if (token === 'start-array') this.leaf(memberPath);
    else throw reader.error(`"${name}" must be an object or an array`);
  }

  private leaf(path: string): void {
    const matchers: Matcher[] = [];
    for (let token = this.reader.next(); token !== 'end-array'; token = this.reader.next()) {
      matchers.push(parseMatcher(this.reader, token));
    }
    if (matchers.length === 0) throw this.reader.error('Empty arrays are not allowed');
    const field: Field = { path, matchers: sparingNumbers(matchers) };
    for (const branch of this.branches) branch.set(path, field);
  }

  /** Each object of the array continues a copy of every alternative there is. */
  private or(path: string): void {
    const reader = this.reader;
    const before = this.branches;
    const after: Branch[] = [];
    let [count, fields] = [0, 0];
    if (reader.next() !== 'start-array') throw reader.error('It must be an Array followed with $or.');
    for (let token = reader.next(); token !== 'end-array'; token = reader.next()) {
      count++;
      if (token !== 'start-object') {
        throw reader.error('Only JSON object is allowed in array of $or relationship.');
      }
      this.branches = before.map((branch) => new Map(branch));
      this.object(path, true);
      after.push(...this.branches);
      fields += this.branches.reduce((sum, branch) => sum + branch.size, 0);
      if (after.length > MOST_ALTERNATIVES || fields > MOST_FIELDS) throw tooManyAlternatives();
    }
    if (count < 2) throw reader.error('There must have at least 2 Objects in $or relationship.');
    this.branches = after;
  }
}
