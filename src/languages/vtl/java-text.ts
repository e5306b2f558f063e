import { VtlRenderError } from './syntax.ts';

/** Compiled patterns, since templates use the same few again and again. */
const compiled = new Map<string, RegExp>();
const MOST_COMPILED = 200;

/**
 * A Java regular expression as a JavaScript one. The syntax that templates use is the same, except for
 * possessive quantifiers, `\Q…\E`, `\A`, `\z`, POSIX classes and inline flags.
 * @throws VtlRenderError for a pattern that does not compile.
 */
export function javaPattern(source: string, flags = 'g'): RegExp {
  const key = `${flags}/${source}`;
  let pattern = compiled.get(key);
  if (!pattern) {
    pattern = compile(source, flags);
    if (compiled.size >= MOST_COMPILED) compiled.clear();
    compiled.set(key, pattern);
  }
  pattern.lastIndex = 0;
  return pattern;
}

const POSIX_CLASSES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Lower: 'a-z',
    Upper: 'A-Z',
    Alpha: 'a-zA-Z',
    Digit: '0-9',
    Alnum: 'a-zA-Z0-9',
    Punct: '!-\\/:-@\\[-`{-~',
    Space: '\\s',
    XDigit: '0-9a-fA-F',
    Cntrl: '\\x00-\\x1f\\x7f',
  }),
);

function compile(source: string, flags: string): RegExp {
  let allFlags = flags;
  const body = source
    .replace(/^\(\?([ims]+)\)/, (_all, inline: string) => {
      allFlags += inline;
      return '';
    })
    .replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_all, quoted: string) =>
      quoted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
    )
    .replace(/(\[[^\]]*)?\\p\{(\w+)\}/g, (all, bracket: string | undefined, name: string) => {
      const members = POSIX_CLASSES.get(name);
      if (members === undefined) return all;
      return bracket === undefined ? `[${members}]` : bracket + members;
    })
    .replace(/(^|[^\\])\\A/g, '$1^')
    .replace(/(^|[^\\])\\[zZ]/g, '$1$')
    .replace(/([^\\][*+?}])\+/g, '$1');
  try {
    return new RegExp(body, /\\p\{/.test(body) ? `${allFlags}u` : allFlags);
  } catch (cause) {
    throw new VtlRenderError(`The regular expression ${JSON.stringify(source)} is not valid`, { cause });
  }
}

/** Java's replacement syntax: `$1` and `${name}` are groups, a backslash takes the next character as it is. */
export function javaReplacement(replacement: string): (match: string, ...groups: unknown[]) => string {
  return (match, ...groups) => {
    const named = groups.at(-1);
    return replacement.replace(
      /\\([\s\S])|\$(\d)|\$\{(\w+)\}/g,
      (all, escaped?: string, digit?: string, name?: string) => {
        if (escaped !== undefined) return escaped;
        if (digit === '0') return match;
        if (digit !== undefined) return String(groups[Number(digit) - 1] ?? '');
        if (typeof named === 'object' && named !== null && name !== undefined) {
          return String((named as Record<string, unknown>)[name] ?? '');
        }
        return all;
      },
    );
  };
}

/** Java's `split`: trailing empty strings are dropped unless `limit` is negative; a positive limit bounds the parts. */
export function javaSplit(text: string, source: string, limit = 0): string[] {
  if (text === '') return [''];
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(javaPattern(source))) {
    if (limit > 0 && parts.length === limit - 1) break;
    if (match[0] === '' && (match.index === 0 || match.index >= text.length)) continue;
    parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  if (limit === 0) while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
}

/** Java's `String.hashCode`. */
export function javaHashCode(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  return hash;
}

/** `java.net.URLEncoder`: a space becomes "+", and only `.-*_` and alphanumerics stay. */
export function urlEncode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?'))
    .replace(/%20/g, '+')
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** `java.net.URLDecoder`: malformed escapes are an error. */
export function urlDecode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch (cause) {
    throw new VtlRenderError('$util.urlDecode: the text has a malformed % escape', { cause });
  }
}

const JAVASCRIPT_ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
  '/': '\\/',
};

/**
 * Commons Lang's `escapeJavaScript`: also escapes `'` and `/`, and every character outside printable ASCII as
 * `\uXXXX`. The result is JSON only after `.replaceAll("\\'", "'")`.
 */
export function escapeJavaScript(text: string): string {
  return text.replace(
    /[^ -~]|["'\\/]/g,
    (char) =>
      JAVASCRIPT_ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}
