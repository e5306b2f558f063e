/**
 * Patterns of actions, resources and condition values: `*` stands for any characters, `?` for one.
 *
 * In an ARN a wildcard stays within its colon-separated segment, except that a `*` which ends its segment "can
 * expand to match beyond the colon boundaries" (IAM user guide, "Resource").
 */

/** Text with `${aws:SourceAccount}`-like variables; undefined when one of them has no value. */
export type Expand = (text: string) => string | undefined;

/** `service:Action` patterns ignore case. */
export function matchesAction(pattern: string, action: string): boolean {
  return matches(compile(pattern.toLowerCase(), ANY), action.toLowerCase());
}

export function matchesArn(pattern: string, arn: string): boolean {
  return pattern === '*' || matches(compile(pattern, ANY_OF_SEGMENT), arn);
}

export function matchesText(pattern: string, text: string): boolean {
  return matches(compile(pattern, ANY), text);
}

/** In place of a code unit: one of any, one of any but a colon; any number of them. */
const ANY = -1;
const ANY_OF_SEGMENT = -2;
const STAR = -3;
const STAR_OF_SEGMENT = -4;
const COLON = 0x3a;

interface Compiled {
  /** What stands before the first wildcard: most texts differ in it. */
  readonly prefix: string;
  readonly tokens: readonly number[];
}

const cache = new Map<string, Compiled>();
const LARGEST_CACHE = 2_000;

function compile(pattern: string, one: typeof ANY | typeof ANY_OF_SEGMENT): Compiled {
  const key = `${one}${pattern}`;
  let compiled = cache.get(key);
  if (!compiled) {
    if (cache.size >= LARGEST_CACHE) cache.clear();
    const tokens = Array.from({ length: pattern.length }, (_, at) => tokenAt(pattern, at, one));
    compiled = { prefix: pattern.replace(/[*?].*/s, ''), tokens };
    cache.set(key, compiled);
  }
  return compiled;
}

function tokenAt(pattern: string, at: number, one: number): number {
  if (pattern[at] === '?') return one;
  if (pattern[at] !== '*') return pattern.charCodeAt(at);
  const next = pattern[at + 1];
  return one === ANY || next === undefined || next === ':' ? STAR : STAR_OF_SEGMENT;
}

/** Where a star's text ends so far, and the token behind the star. */
interface Trial {
  readonly at: number;
  end: number;
}

/**
 * Each star takes as little as it can; where that does not lead on, the latest one takes a unit more. Earlier ones
 * need not be asked: what follows them has been found as far to the left as it can be. But a star that stays in its
 * segment may have to give up, and then the latest one that need not is asked.
 */
function matches({ prefix, tokens }: Compiled, text: string): boolean {
  if (!text.startsWith(prefix)) return false;
  let at = prefix.length;
  let from = prefix.length;
  let star: Trial | undefined;
  let starOfSegment: Trial | undefined;
  while (from < text.length) {
    const token = tokens[at];
    const unit = text.charCodeAt(from);
    if (token === STAR) {
      if (++at === tokens.length) return true;
      star = { at, end: from };
      starOfSegment = undefined;
    } else if (token === STAR_OF_SEGMENT) {
      starOfSegment = { at: ++at, end: from };
    } else if (token === unit || token === ANY || (token === ANY_OF_SEGMENT && unit !== COLON)) {
      at++;
      from++;
    } else if (starOfSegment && text.charCodeAt(starOfSegment.end) !== COLON) {
      ({ at } = starOfSegment);
      from = ++starOfSegment.end;
    } else if (star) {
      ({ at } = star);
      from = ++star.end;
      starOfSegment = undefined;
    } else return false;
  }
  return tokens.slice(at).every((token) => token === STAR || token === STAR_OF_SEGMENT);
}
