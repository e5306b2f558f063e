import type { LeafValue } from './leaves.ts';
import type {
  AnythingButMatcher,
  CidrMatcher,
  ExistsMatcher,
  Matcher,
  NumericMatcher,
  PositiveMatcher,
  PrefixMatcher,
  SuffixMatcher,
} from './pattern.ts';

/** Matchers and values in words that fit behind "is" and "is not". */

const LONGEST_VALUE = 80;

/** What a field asks for: `"a" or starting with "b"`. */
export function describeMatchers(matchers: readonly Matcher[]): string {
  return matchers.map(describeMatcher).join(' or ');
}

function describeMatcher(matcher: Matcher): string {
  switch (matcher.kind) {
    case 'exists':
      return describeExists(matcher);
    case 'anything-but':
      return describeAnythingBut(matcher);
    default:
      return describePositive(matcher);
  }
}

function describeExists({ value }: ExistsMatcher): string {
  return value ? 'present' : 'absent';
}

function describeAnythingBut({ excluded }: AnythingButMatcher): string {
  const [first, ...rest] = excluded.map(describePositive);
  return `anything but ${rest.length === 0 ? first : `(${[first, ...rest].join(', ')})`}`;
}

function describePositive(matcher: PositiveMatcher): string {
  switch (matcher.kind) {
    case 'string':
      return JSON.stringify(matcher.value);
    case 'literal':
      return String(matcher.value);
    case 'number':
      return matcher.text;
    case 'prefix':
    case 'suffix':
      return describeAffix(matcher);
    case 'equals-ignore-case':
      return `${JSON.stringify(matcher.value)} (ignoring case)`;
    case 'wildcard':
      return `like ${JSON.stringify(matcher.text)}`;
    case 'numeric':
      return describeNumeric(matcher);
    case 'cidr':
      return describeCidr(matcher);
  }
}

function describeAffix({ kind, value, ignoreCase }: PrefixMatcher | SuffixMatcher): string {
  const place = kind === 'prefix' ? 'starting' : 'ending';
  return `${place} with ${JSON.stringify(value)}${ignoreCase ? ' (ignoring case)' : ''}`;
}

function describeNumeric({ low, high }: NumericMatcher): string {
  if (low && high && low.value === high.value) return `= ${low.value}`;
  const bounds = [
    low && `${low.open ? '>' : '>='} ${low.value}`,
    high && `${high.open ? '<' : '<='} ${high.value}`,
  ];
  return bounds.filter((bound) => bound !== undefined).join(' and ');
}

function describeCidr({ text, low, high }: CidrMatcher): string {
  return low === high ? JSON.stringify(text) : `in ${text}`;
}

/** A value as JSON text. */
export function describeValue(value: LeafValue): string {
  switch (value.kind) {
    case 'string':
      return JSON.stringify(value.text);
    case 'number':
      return value.text;
    case 'literal':
      return String(value.value);
  }
}

/** Cuts what would not fit into a line. */
export function shorten(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
