import { javaFormat } from './java-format.ts';
import { javaMatches, javaReplaceAll, javaReplaceFirst, javaSplit } from './java-regexp.ts';
import { javaHashCode } from './java-text.ts';
import { int, type Methods, notComparable, text } from './signatures.ts';
import { VtlRenderError } from './syntax.ts';
import { ArrayList, listItems, textOf, type Value } from './values.ts';

/** The methods of java.lang.String that make sense in a template. */
export const STRING_METHODS: Methods<string> = {
  charAt: { i: (self, at) => substring(self, int(at), int(at) + 1) },
  codePointAt: {
    i: (self, at) =>
      BigInt(
        substring(self, int(at), int(at) + 2 > self.length ? int(at) + 1 : int(at) + 2).codePointAt(0) ?? 0,
      ),
  },
  compareTo: { s: (self, other) => compare(self, text(other)), o: notComparable },
  compareToIgnoreCase: {
    s: (self, other) => compare(self.toLowerCase(), text(other).toLowerCase()),
  },
  concat: { s: (self, other) => self + text(other) },
  contains: { s: (self, part) => self.includes(text(part)) },
  contentEquals: { s: (self, other) => self === other },
  endsWith: { s: (self, suffix) => self.endsWith(text(suffix)) },
  equals: { o: (self, other) => self === other },
  equalsIgnoreCase: { s: (self, other) => self.toLowerCase() === text(other).toLowerCase() },
  format: { 's*': (_self, pattern, ...args) => javaFormat(text(pattern), args) },
  hashCode: { '': (self) => BigInt(javaHashCode(self)) },
  indexOf: {
    s: (self, part) => BigInt(self.indexOf(text(part))),
    si: (self, part, from) => BigInt(self.indexOf(text(part), int(from))),
  },
  intern: { '': (self) => self },
  isBlank: { '': (self) => self.trim() === '' },
  isEmpty: { '': (self) => self === '' },
  join: {
    sl: (_self, separator, items) => (listItems(items ?? null) ?? []).map(textOf).join(text(separator)),
    's*': (_self, separator, ...items) => items.map(textOf).join(text(separator)),
  },
  lastIndexOf: {
    s: (self, part) => BigInt(self.lastIndexOf(text(part))),
    si: (self, part, from) => BigInt(int(from) < 0 ? -1 : self.lastIndexOf(text(part), int(from))),
  },
  length: { '': (self) => BigInt(self.length) },
  matches: { s: (self, pattern) => javaMatches(self, text(pattern)) },
  repeat: { i: (self, times) => repeated(self, int(times)) },
  replace: { ss: (self, from, to) => self.replaceAll(text(from), () => text(to)) },
  replaceAll: { ss: (self, pattern, to) => javaReplaceAll(self, text(pattern), text(to)) },
  replaceFirst: { ss: (self, pattern, to) => javaReplaceFirst(self, text(pattern), text(to)) },
  split: {
    s: (self, pattern) => new ArrayList(javaSplit(self, text(pattern))),
    si: (self, pattern, limit) => new ArrayList(javaSplit(self, text(pattern), int(limit))),
  },
  startsWith: {
    s: (self, prefix) => self.startsWith(text(prefix)),
    si: (self, prefix, from) => int(from) >= 0 && self.startsWith(text(prefix), int(from)),
  },
  strip: { '': (self) => self.trim() },
  stripLeading: { '': (self) => self.trimStart() },
  stripTrailing: { '': (self) => self.trimEnd() },
  subSequence: { ii: (self, from, to) => substring(self, int(from), int(to)) },
  substring: {
    i: (self, from) => substring(self, int(from), self.length),
    ii: (self, from, to) => substring(self, int(from), int(to)),
  },
  toCharArray: { '': (self) => new ArrayList(self.split('')) },
  toLowerCase: { '': (self) => self.toLowerCase() },
  toUpperCase: { '': (self) => self.toUpperCase() },
  trim: { '': (self) => self.replace(/^[\0- ]+|[\0- ]+$/g, '') },
  valueOf: { o: (_self: string, value?: Value) => textOf(value ?? null) },
};

function compare(left: string, right: string): Value {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const difference = left.charCodeAt(i) - right.charCodeAt(i);
    if (difference !== 0) return BigInt(difference);
  }
  return BigInt(left.length - right.length);
}

/** Java throws where JavaScript would quietly clamp. */
function substring(self: string, from: number, to: number): string {
  if (!(from >= 0 && to <= self.length && from <= to)) {
    throw new VtlRenderError(`String index out of range: ${from} to ${to} of ${self.length} characters`);
  }
  return self.slice(from, to);
}

/** A template's output is bounded, so a repetition has to be. */
const LONGEST_REPETITION = 1_000_000;

function repeated(self: string, times: number): string {
  if (!(times >= 0 && self.length * times <= LONGEST_REPETITION)) {
    throw new VtlRenderError(`repeat: ${times} times ${self.length} characters is not allowed`);
  }
  return self.repeat(times);
}
