/**
 * A parsed event pattern: what every engine (the matcher here, `PatternSet`, the explanations) works from.
 *
 * A pattern is a disjunction of conjunctions: `$or` is expanded, so `{"a":[1],"$or":[{"b":[2]},{"c":[3]}]}`
 * has two alternatives, `a ∧ b` and `a ∧ c`. An event matches when all fields of one alternative match, and
 * do so array-consistently (see match.ts).
 */
export interface Pattern {
  /** The pattern as it was written. */
  readonly text: string;
  /** At least one. Fields before an `$or` are shared between its alternatives, by reference. */
  readonly alternatives: readonly Conjunction[];
}

/** Non-empty, every path once, sorted by path in UTF-16 order. */
export type Conjunction = readonly Field[];

/** One leaf array of a pattern: the values that a path may have. */
export interface Field {
  /**
   * The keys from the root, joined by dots. A key that itself holds dots is not told apart from nesting:
   * `{"a.b":[1]}` and `{"a":{"b":[1]}}` are the same field, in patterns and in events.
   */
  readonly path: string;
  /** At least one; any of them suffices. */
  readonly matchers: readonly Matcher[];
}

/** A test of one leaf value of an event: a string, a number, true, false or null; or of a leaf's absence. */
export type Matcher = ValueMatcher | ExistsMatcher;
/** A test of a value that is there. */
export type ValueMatcher = PositiveMatcher | AnythingButMatcher;
/** A test that names what it wants. */
export type PositiveMatcher =
  | StringMatcher
  | LiteralMatcher
  | NumberMatcher
  | PrefixMatcher
  | SuffixMatcher
  | EqualsIgnoreCaseMatcher
  | WildcardMatcher
  | NumericMatcher
  | CidrMatcher;

/** `"abc"`: the same string, code unit by code unit. Texts of IP addresses become a {@link CidrMatcher}. */
export interface StringMatcher {
  readonly kind: 'string';
  /** The string asked for. */
  readonly value: string;
}

/** `true`, `false` or `null`. */
export interface LiteralMatcher {
  readonly kind: 'literal';
  /** The literal asked for. */
  readonly value: true | false | null;
}

/**
 * `300`: a number of the same value, however written (300, 3e2, 300.0); never a string. AWS compares doubles; see
 * number.ts for what is comparable.
 */
export interface NumberMatcher {
  readonly kind: 'number';
  /** Undefined when the number is not comparable. */
  readonly value: number | undefined;
  /**
   * As it was written. An integer that is not comparable equals one that is written the same. Any other number that is
   * not comparable equals nothing; the text then says so, and is no number.
   */
  readonly text: string;
}

/** `{"prefix":"a"}`, `{"prefix":{"equals-ignore-case":"a"}}` */
export interface PrefixMatcher {
  readonly kind: 'prefix';
  /** What the string begins with. */
  readonly value: string;
  /** Whether case is of no matter. */
  readonly ignoreCase: boolean;
}

/** `{"suffix":"z"}`, `{"suffix":{"equals-ignore-case":"z"}}` */
export interface SuffixMatcher {
  readonly kind: 'suffix';
  /** What the string ends with. */
  readonly value: string;
  /** Whether case is of no matter. */
  readonly ignoreCase: boolean;
}

/** `{"equals-ignore-case":"aBc"}`; what equals what: see ignore-case.ts. */
export interface EqualsIgnoreCaseMatcher {
  readonly kind: 'equals-ignore-case';
  /** As it was written. */
  readonly value: string;
}

/** `{"wildcard":"a*z"}`: `*` stands for any characters or none, `\*` and `\\` for themselves. */
export interface WildcardMatcher {
  readonly kind: 'wildcard';
  /** As it was written. */
  readonly text: string;
  /** The literal texts between the stars, unescaped: `*a\**` is `['', 'a*', '']`. One element: no star at all. */
  readonly parts: readonly string[];
}

/** `{"numeric":[">",0,"<=",5]}`: a comparable number within the range; `["=",5]` has the bounds 5 and 5. */
export interface NumericMatcher {
  readonly kind: 'numeric';
  /** The lower end; undefined if there is none. */
  readonly low: Bound | undefined;
  /** The upper end; undefined if there is none. */
  readonly high: Bound | undefined;
}

/** One end of a range. */
export interface Bound {
  /** The number itself. */
  readonly value: number;
  /** Whether the bound itself is outside the range. */
  readonly open: boolean;
}

/**
 * `{"cidr":"10.0.0.0/8"}`, or the text of one IP address: a string that is an address of the range. The bounds
 * are inclusive and in upper-case hexadecimal, 8 digits for IPv4, 32 for IPv6, so that they compare as strings.
 */
export interface CidrMatcher {
  readonly kind: 'cidr';
  /** As it was written. */
  readonly text: string;
  /** The first address of the range. */
  readonly low: string;
  /** The last address of the range. */
  readonly high: string;
  /**
   * Whether the decimal digits of a number are looked at like an address, too (see `inRange`): AWS does so unless
   * the field also asks for a number.
   */
  readonly matchesNumbers: boolean;
}

/** `{"anything-but":…}`: any present value, of any type, that none of these matches. */
export interface AnythingButMatcher {
  readonly kind: 'anything-but';
  /** At least one; all of one kind. */
  readonly excluded: readonly ExcludedMatcher[];
}

/** What `anything-but` can exclude. */
export type ExcludedMatcher =
  | StringMatcher
  | NumberMatcher
  | PrefixMatcher
  | SuffixMatcher
  | EqualsIgnoreCaseMatcher
  | WildcardMatcher;

/** `{"exists":true}`: there is a leaf of this path, whatever its value. `{"exists":false}`: there is none. */
export interface ExistsMatcher {
  readonly kind: 'exists';
  /** Whether the leaf has to be there. */
  readonly value: boolean;
}
