import { endsWithIgnoreCase, equalsIgnoreCase, startsWithIgnoreCase } from './ignore-case.ts';
import { addressDigits, inRange } from './ip-address.ts';
import type { LeafValue } from './leaves.ts';
import type {
  CidrMatcher,
  NumberMatcher,
  NumericMatcher,
  PositiveMatcher,
  PrefixMatcher,
  SuffixMatcher,
  ValueMatcher,
} from './pattern.ts';
import { matchesWildcard } from './wildcard.ts';

/** Whether one leaf's value is what the matcher asks for. */
export function matchesValue(matcher: ValueMatcher, value: LeafValue): boolean {
  if (matcher.kind === 'anything-but') return !matcher.excluded.some((each) => matchesValue(each, value));
  switch (value.kind) {
    case 'string':
      return matchesString(matcher, value.text);
    case 'number':
      return matchesNumber(matcher, value);
    case 'literal':
      return matcher.kind === 'literal' && matcher.value === value.value;
  }
}

function matchesString(matcher: PositiveMatcher, text: string): boolean {
  switch (matcher.kind) {
    case 'string':
      return text === matcher.value;
    case 'prefix':
      return startsWith(matcher, text);
    case 'suffix':
      return endsWith(matcher, text);
    case 'equals-ignore-case':
      return equalsIgnoreCase(matcher.value, text);
    case 'wildcard':
      return matchesWildcard(matcher.parts, text);
    case 'cidr':
      return hasAddress(matcher, text);
    default:
      return false;
  }
}

function startsWith({ value, ignoreCase }: PrefixMatcher, text: string): boolean {
  return ignoreCase ? startsWithIgnoreCase(value, text) : text.startsWith(value);
}

function endsWith({ value, ignoreCase }: SuffixMatcher, text: string): boolean {
  return ignoreCase ? endsWithIgnoreCase(value, text) : text.endsWith(value);
}

function hasAddress(matcher: CidrMatcher, text: string): boolean {
  const digits = addressDigits(text);
  return digits !== undefined && inRange(matcher, digits);
}

function matchesNumber(
  matcher: PositiveMatcher,
  number: { readonly text: string; readonly value: number | undefined },
): boolean {
  switch (matcher.kind) {
    case 'number':
      return equalsNumber(matcher, number);
    case 'numeric':
      return number.value !== undefined && isWithin(matcher, number.value);
    case 'cidr':
      return (matcher.matchesNumbers || number.value === undefined) && inRange(matcher, number.text);
    default:
      return false;
  }
}

function equalsNumber(
  matcher: NumberMatcher,
  number: { readonly text: string; readonly value: number | undefined },
): boolean {
  if (matcher.value !== undefined) return matcher.value === number.value;
  return matcher.text === number.text;
}

function isWithin({ low, high }: NumericMatcher, value: number): boolean {
  if (low && (low.open ? value <= low.value : value < low.value)) return false;
  return !(high && (high.open ? value >= high.value : value > high.value));
}
