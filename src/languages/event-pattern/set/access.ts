import type { CidrMatcher, Matcher, NumericMatcher, WildcardMatcher } from '../pattern.ts';
import type { Atoms } from './atoms.ts';
import { foldPattern, isAscii } from './fold.ts';
import {
  ADDRESS_ATOM,
  FOLDED_ATOM,
  FOLDED_PREFIX_ATOM,
  FOLDED_SUFFIX_ATOM,
  INFIX_ATOM,
  LITERAL_ATOM,
  NUMBER_TEXT_ATOM,
  PREFIX_ATOM,
  STRING_ATOM,
  SUFFIX_ATOM,
  WIDE_ATOM,
  WIDE_PREFIX_ATOM,
  WIDE_SUFFIX_ATOM,
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
  const key = textKey(atoms, node, matcher);
  if (key) return atoms.acquireText(node, key.kind, key.text);
  switch (matcher.kind) {
    case 'numeric':
      return atoms.acquireRange(node, matcher);
    case 'exists':
      return matcher.value ? atoms.acquireAny(node) : atoms.acquireNone(node);
    default:
      return atoms.acquireAny(node);
  }
}

/** Whether a matcher holds as soon as that atom does. (Of absence that is true where it may be asked for by itself.) */
export function isSufficient(matcher: Matcher): boolean {
  switch (matcher.kind) {
    case 'prefix':
    case 'suffix':
      return !matcher.ignoreCase || isAscii(matcher.value);
    case 'equals-ignore-case':
      return isAscii(matcher.value);
    case 'wildcard':
      return matcher.parts.length === 2 && matcher.parts.filter((text) => text !== '').length === 1;
    case 'numeric':
    case 'exists':
      return true;
    default:
      return false;
  }
}

interface TextKey {
  readonly kind: number;
  readonly text: string;
}

/** Part of the text that a value must have; undefined for matchers that know none. */
function textKey(atoms: Atoms, node: number, matcher: Matcher): TextKey | undefined {
  switch (matcher.kind) {
    case 'prefix':
      return affixKey(matcher, PREFIX_ATOM, FOLDED_PREFIX_ATOM, WIDE_PREFIX_ATOM);
    case 'suffix':
      return affixKey(matcher, SUFFIX_ATOM, FOLDED_SUFFIX_ATOM, WIDE_SUFFIX_ATOM);
    case 'equals-ignore-case':
      return foldedKey(matcher.value, FOLDED_ATOM, WIDE_ATOM);
    case 'wildcard':
      return wildcardKey(atoms, node, matcher);
    case 'cidr':
      return { kind: ADDRESS_ATOM, text: commonDigits(matcher) };
    default:
      return undefined;
  }
}

function affixKey(
  { value, ignoreCase }: { readonly value: string; readonly ignoreCase: boolean },
  kind: number,
  foldedKind: number,
  wideKind: number,
): TextKey | undefined {
  return ignoreCase ? foldedKey(value, foldedKind, wideKind) : { kind, text: value };
}

function foldedKey(value: string, kind: number, wideKind: number): TextKey | undefined {
  if (isAscii(value)) return { kind, text: value.toLowerCase() };
  const text = foldPattern(value);
  return text === undefined ? undefined : { kind: wideKind, text };
}

/** The least likely of the texts between the stars. */
function wildcardKey(atoms: Atoms, node: number, { parts }: WildcardMatcher): TextKey | undefined {
  const last = parts.length - 1;
  return parts
    .map((text, index) => ({
      text,
      kind: index === 0 ? PREFIX_ATOM : index === last ? SUFFIX_ATOM : INFIX_ATOM,
    }))
    .filter(({ text }) => text !== '')
    .map((key) => ({ ...key, chance: chanceOfText(atoms, node, key) }))
    .sort((left, right) => left.chance - right.chance)[0];
}

/** The digits that all addresses of the range start with. */
function commonDigits({ low, high }: CidrMatcher): string {
  let length = 0;
  while (length < low.length && low[length] === high[length]) length++;
  return low.slice(0, length);
}

const ALMOST_ALWAYS = 0.95;
const LITERAL_OFTEN = 0.3;

/**
 * A guess how often an atom holds, from 0 to 1. What many patterns name is taken to be frequent in events, too:
 * the share among the values that patterns name at this path counts. For texts that are not whole values it counts
 * besides how short they are, and for ranges how wide.
 */
export function likelihood(
  atoms: Atoms,
  node: number,
  matcher: Matcher,
  exactAtom: number | undefined,
): number {
  if (exactAtom !== undefined) {
    const share = atoms.shareOf(exactAtom);
    return matcher.kind === 'literal' ? Math.max(share, LITERAL_OFTEN) : share;
  }
  const key = textKey(atoms, node, matcher);
  if (key) return chanceOfText(atoms, node, key);
  if (matcher.kind === 'numeric') return atoms.widthOf(node, matcher);
  return ALMOST_ALWAYS;
}

/**
 * By kind: how much less likely a text gets with each character, and how likely it still is when it is long. Infixes
 * are found at a price, so they are called likely, to be chosen only for want of something better.
 */
const TEXT_CHANCES: ReadonlyMap<number, readonly [perCharacter: number, least: number]> = new Map([
  [PREFIX_ATOM, [0.5, 0.002]],
  [FOLDED_PREFIX_ATOM, [0.5, 0.002]],
  [SUFFIX_ATOM, [0.6, 0.005]],
  [FOLDED_SUFFIX_ATOM, [0.6, 0.005]],
  [INFIX_ATOM, [0.6, 0.1]],
  [FOLDED_ATOM, [0.5, 0.001]],
  [WIDE_PREFIX_ATOM, [0.5, 0.002]],
  [WIDE_SUFFIX_ATOM, [0.6, 0.005]],
  [WIDE_ATOM, [0.5, 0.001]],
  [ADDRESS_ATOM, [0.6, 0.01]],
]);

function chanceOfText(atoms: Atoms, node: number, { kind, text }: TextKey): number {
  const [perCharacter, least] = TEXT_CHANCES.get(kind) ?? [1, 1];
  return Math.max(ALMOST_ALWAYS * perCharacter ** text.length, least, atoms.shareOfText(node, kind, text));
}
