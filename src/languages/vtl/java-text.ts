import { VtlRenderError } from './syntax.ts';

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
