import { VtlRenderError } from './syntax.ts';

const POSIX_CLASSES: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`{-~',
  Space: '\\s',
  XDigit: '0-9a-fA-F',
  Cntrl: '\\x00-\\x1f\\x7f',
};

/** Letters after a backslash that mean the same in both languages. */
const ESCAPES = 'tnrfcdDsSwWbBxuk';

/**
 * A Java regular expression as a JavaScript one without the flag `u`. The syntax that templates use is the same, except
 * for possessive quantifiers, `\Q…\E`, `\A`, `\z`, POSIX and Unicode classes, and inline flags.
 * @param extent `whole`: a match that begins at the start has to reach the end
 * @throws VtlRenderError for a pattern that does not compile
 */
export function javaPattern(source: string, extent: 'part' | 'whole'): RegExp {
  let flags = '';
  try {
    const body = source
      .replace(/^\(\?([ims]+)\)/, (_all, inline: string) => {
        flags = inline;
        return '';
      })
      .replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_all, quoted: string) =>
        quoted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
      )
      .replace(
        /(\[[^\]]*)?\\([pP])\{(\w+)\}/g,
        (_all, bracket: string | undefined, p: string, name: string) => {
          const members = classMembers(name, p === 'P');
          return bracket === undefined ? `[${members}]` : bracket + members;
        },
      )
      .replace(/(^|[^\\])\\A/g, '$1^')
      .replace(/(^|[^\\])\\[zZ]/g, '$1$')
      .replace(/([^\\][*+?}])\+/g, '$1');
    refuseForeign(body);
    return new RegExp(extent === 'part' ? body : `^(?:${body})(?![\\s\\S])`, flags);
  } catch (cause) {
    throw new VtlRenderError(`The regular expression ${JSON.stringify(source)} is not valid`, { cause });
  }
}

/** What JavaScript would read without complaint, but otherwise than Java. @throws SyntaxError */
function refuseForeign(body: string): void {
  for (const [written, letter = ''] of body.matchAll(/\\([A-Za-z])|\\[\s\S]/g)) {
    if (!ESCAPES.includes(letter)) throw new SyntaxError(`${written} is not supported`);
  }
  if (/\[[^\]]*&&/.test(body)) throw new SyntaxError('intersections of classes are not supported');
}

const knownMembers = new Map<string, string>();

/**
 * The members of `\p{name}` for use within brackets. Of Unicode's properties that are those in the basic plane: the
 * matcher looks at code units.
 * @throws SyntaxError for a property that there is not
 */
function classMembers(name: string, negated: boolean): string {
  if (!negated && Object.hasOwn(POSIX_CLASSES, name)) return POSIX_CLASSES[name] as string;
  const key = `${negated}${name}`;
  let members = knownMembers.get(key);
  if (members === undefined) {
    members = rangesOf(propertyTest(name, negated));
    knownMembers.set(key, members);
  }
  return members;
}

function propertyTest(name: string, negated: boolean): RegExp {
  if (Object.hasOwn(POSIX_CLASSES, name)) return new RegExp(`[^${POSIX_CLASSES[name]}]`);
  return new RegExp(`\\${negated ? 'P' : 'p'}{${name}}`, 'u');
}

function rangesOf(test: RegExp): string {
  const unit = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;
  let ranges = '';
  for (let code = 0; code <= 0xffff; code++) {
    const first = code;
    while (code <= 0xffff && test.test(String.fromCharCode(code))) code++;
    if (code > first) ranges += `${unit(first)}-${unit(code - 1)}`;
  }
  return ranges;
}
