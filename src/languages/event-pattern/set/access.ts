import type { Matcher, NumericMatcher, WildcardMatcher } from '../pattern.ts';
import type { Atoms } from './atoms.ts';
import { isAscii } from './fold.ts';
import {
  FOLDED_ATOM,
  FOLDED_PREFIX_ATOM,
  FOLDED_SUFFIX_ATOM,
  LITERAL_ATOM,
  NUMBER_TEXT_ATOM,
  PREFIX_ATOM,
  STRING_ATOM,
  SUFFIX_ATOM,
} from './path-index.ts';

/** From matchers to atoms: which atom a matcher is, or which one must hold before it is worth a test. */

/** The atom that holds exactly when the matcher does; undefined for matchers that ask for more than one value. */
export function acquireExact(atoms: Atoms, node: number, matcher: Matcher): number | undefined {
  switch (matcher.kind) {
    case 'string':
      return atoms.acquireText(node, STRING_ATOM, matcher.value);
    case 'literal':
      return atoms.acquireText(node, LITERAL_ATOM, String(matcher.value));
    case 'number':
      if (matcher.value === undefined) return atoms.acquireText(node, NUMBER_TEXT_ATOM, matcher.text);
      return atoms.acquireNumber(node, matcher.value);
    case 'numeric':
      return isOneNumber(matcher) ? atoms.acquireNumber(node, matcher.low?.value as number) : undefined;
    case 'wildcard':
      return hasNoStar(matcher)
        ? atoms.acquireText(node, STRING_ATOM, matcher.parts[0] as string)
        : undefined;
    default:
      return undefined;
  }
}

function isOneNumber({ low, high }: NumericMatcher): boolean {
  return low !== undefined && high !== undefined && low.value === high.value && !low.open && !high.open;
}

function hasNoStar({ parts }: WildcardMatcher): boolean {
  return parts.length === 1;
}

/** An atom without which the matcher, not being one itself, cannot hold. */
export function acquireNecessary(atoms: Atoms, node: number, matcher: Matcher): number {
  switch (matcher.kind) {
    case 'prefix':
      return acquireAffix(atoms, node, matcher, PREFIX_ATOM, FOLDED_PREFIX_ATOM);
    case 'suffix':
      return acquireAffix(atoms, node, matcher, SUFFIX_ATOM, FOLDED_SUFFIX_ATOM);
    case 'equals-ignore-case':
      return isAscii(matcher.value)
        ? atoms.acquireText(node, FOLDED_ATOM, matcher.value)
        : atoms.acquireAny(node);
    case 'wildcard':
      return acquireWildcard(atoms, node, matcher);
    case 'numeric':
      return atoms.acquireRange(node, matcher);
    case 'cidr':
      return isIpv4(matcher.low)
        ? atoms.acquireAddresses(node, matcher.low, matcher.high)
        : atoms.acquireAny(node);
    case 'exists':
      return matcher.value ? atoms.acquireAny(node) : atoms.acquireNone(node);
    default:
      return atoms.acquireAny(node);
  }
}

function acquireAffix(
  atoms: Atoms,
  node: number,
  { value, ignoreCase }: { readonly value: string; readonly ignoreCase: boolean },
  kind: number,
  foldedKind: number,
): number {
  if (!ignoreCase) return atoms.acquireText(node, kind, value);
  return isAscii(value) ? atoms.acquireText(node, foldedKind, value) : atoms.acquireAny(node);
}

/** What stands before the first star or behind the last. */
function acquireWildcard(atoms: Atoms, node: number, { parts }: WildcardMatcher): number {
  const [first, last] = [parts[0] as string, parts.at(-1) as string];
  if (first === '' && last === '') return atoms.acquireAny(node);
  if (first.length >= last.length) return atoms.acquireText(node, PREFIX_ATOM, first);
  return atoms.acquireText(node, SUFFIX_ATOM, last);
}

function isIpv4(digits: string): boolean {
  return digits.length === 8;
}

const ALMOST_ALWAYS = 0.95;
const LITERAL_OFTEN = 0.3;

/**
 * A guess how often the access atom of a matcher holds, from 0 to 1. Of exact values it follows their share among
 * the values that patterns ask for at this path (what many patterns name is frequent in events, too); of others
 * it is a rule of thumb.
 */
export function likelihood(atoms: Atoms, matcher: Matcher, exactAtom: number | undefined): number {
  if (exactAtom !== undefined) {
    const share = atoms.shareOf(exactAtom);
    return matcher.kind === 'literal' ? Math.max(share, LITERAL_OFTEN) : share;
  }
  switch (matcher.kind) {
    case 'prefix':
      return startsLike(matcher.value);
    case 'suffix':
      return endsLike(matcher.value);
    case 'equals-ignore-case':
      return isAscii(matcher.value) ? 0.02 : ALMOST_ALWAYS;
    case 'wildcard':
      return Math.min(startsLike(matcher.parts[0] as string), endsLike(matcher.parts.at(-1) as string));
    case 'numeric':
      return matcher.low && matcher.high ? 0.1 : 0.4;
    case 'cidr':
      if (!isIpv4(matcher.low)) return ALMOST_ALWAYS;
      return matcher.low === matcher.high ? 0.01 : 0.1;
    default:
      return ALMOST_ALWAYS;
  }
}

function startsLike(text: string): number {
  return Math.max(0.01, ALMOST_ALWAYS * 0.6 ** text.length);
}

function endsLike(text: string): number {
  return Math.max(0.05, ALMOST_ALWAYS * 0.7 ** text.length);
}
