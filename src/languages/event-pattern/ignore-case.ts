/**
 * Equality without regard to case, as event-ruler's `EqualsIgnoreCaseParser` has it: each UTF-16 unit of the
 * *pattern* stands for its lower-case and for its upper-case form, which may be longer, and for nothing else.
 * So the pattern `Straße` matches STRASSE but not Strasse, and `strasse` does not match Straße. Half a surrogate
 * pair has no UTF-8 form and becomes a question mark: a pattern with an emoji matches `??` in its place.
 * (Recorded from TestEventPattern, too.)
 */

/** The forms of each unit of a pattern: lower-case, upper-case. They never start or end alike. */
export function formsOf(unit: string): readonly [string, string] {
  if (unit >= '\ud800' && unit <= '\udfff') return ['?', '?'];
  return [unit.toLowerCase(), unit.toUpperCase()];
}

/** Number of units of `text` that the pattern covers from the start; -1 when it does not match there. */
function coveredFromStart(pattern: string, text: string): number {
  let at = 0;
  for (let index = 0; index < pattern.length; index++) {
    const form = formsOf(pattern[index] as string).find((each) => text.startsWith(each, at));
    if (form === undefined) return -1;
    at += form.length;
  }
  return at;
}

export function equalsIgnoreCase(pattern: string, text: string): boolean {
  return coveredFromStart(pattern, text) === text.length;
}

export function startsWithIgnoreCase(pattern: string, text: string): boolean {
  return coveredFromStart(pattern, text) >= 0;
}

export function endsWithIgnoreCase(pattern: string, text: string): boolean {
  let end = text.length;
  for (let index = pattern.length - 1; index >= 0; index--) {
    const form = formsOf(pattern[index] as string).find((each) => text.endsWith(each, end));
    if (form === undefined) return false;
    end -= form.length;
  }
  return true;
}

/** Text as AWS compares it, in UTF-8: half a surrogate pair becomes a question mark. */
export function asUtf8(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '?');
}
