import { javaHashCode, javaPattern, javaReplacement, javaSplit } from './java-text.ts';
import { VtlRenderError } from './syntax.ts';
import { ArrayList, areEqual, textOf, type Value } from './values.ts';

type StringMethod = (self: string, ...args: Value[]) => Value;

/** The methods of java.lang.String that make sense in a template. */
export const STRING_METHODS: Readonly<Record<string, StringMethod>> = {
  charAt: (self, at) => characterAt(self, Number(at)),
  compareTo: (self, other) => compare(self, textOf(other ?? null)),
  compareToIgnoreCase: (self, other) => compare(self.toLowerCase(), textOf(other ?? null).toLowerCase()),
  concat: (self, other) => self + textOf(other ?? null),
  contains: (self, part) => self.includes(textOf(part ?? null)),
  endsWith: (self, suffix) => self.endsWith(textOf(suffix ?? null)),
  equals: (self, other) => typeof other === 'string' && self === other,
  equalsIgnoreCase: (self, other) => self.toLowerCase() === textOf(other ?? null).toLowerCase(),
  hashCode: (self) => javaHashCode(self),
  indexOf: (self, part, from) => self.indexOf(textOf(part ?? null), Number(from ?? 0)),
  isBlank: (self) => self.trim() === '',
  isEmpty: (self) => self === '',
  lastIndexOf: (self, part, from) =>
    self.lastIndexOf(textOf(part ?? null), from === undefined ? Number.POSITIVE_INFINITY : Number(from)),
  length: (self) => self.length,
  matches: (self, pattern) => matchesWhole(self, textOf(pattern ?? null)),
  repeat: (self, times) => repeated(self, Number(times)),
  replace: (self, from, to) => self.replaceAll(textOf(from ?? null), () => textOf(to ?? null)),
  replaceAll: (self, pattern, to) =>
    self.replace(javaPattern(textOf(pattern ?? null)), javaReplacement(textOf(to ?? null))),
  replaceFirst: (self, pattern, to) =>
    self.replace(javaPattern(textOf(pattern ?? null), ''), javaReplacement(textOf(to ?? null))),
  split: (self, pattern, limit) =>
    new ArrayList(javaSplit(self, textOf(pattern ?? null), Number(limit ?? 0))),
  startsWith: (self, prefix, from) => self.startsWith(textOf(prefix ?? null), Number(from ?? 0)),
  strip: (self) => self.trim(),
  subSequence: (self, from, to) => substring(self, Number(from), Number(to)),
  substring: (self, from, to) => substring(self, Number(from), to === undefined ? self.length : Number(to)),
  toCharArray: (self) => new ArrayList(self.split('')),
  toLowerCase: (self) => self.toLowerCase(),
  toUpperCase: (self) => self.toUpperCase(),
  trim: (self) => self.replace(/^[\0- ]+|[\0- ]+$/g, ''),
};

function compare(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const difference = left.charCodeAt(i) - right.charCodeAt(i);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function matchesWhole(text: string, pattern: string): boolean {
  return javaPattern(`^(?:${pattern})$`, '').test(text);
}

function characterAt(text: string, at: number): string {
  return substring(text, at, at + 1);
}

/** Java throws where JavaScript would quietly clamp. */
function substring(text: string, from: number, to: number): string {
  if (!(from >= 0 && to <= text.length && from <= to)) {
    throw new VtlRenderError(`String index out of range: ${from} to ${to} of ${text.length} characters`);
  }
  return text.slice(from, to);
}

/** A template's output is bounded, so a repetition has to be. */
const LONGEST_REPETITION = 1_000_000;

function repeated(text: string, times: number): string {
  if (!(times >= 0 && text.length * times <= LONGEST_REPETITION)) {
    throw new VtlRenderError(`repeat: ${times} times ${text.length} characters is not allowed`);
  }
  return text.repeat(times);
}

type NumberMethod = (self: number, ...args: Value[]) => Value;

/** The methods of java.lang.Number and Boolean. */
export const NUMBER_METHODS: Readonly<Record<string, NumberMethod>> = {
  compareTo: (self, other) => Math.sign(self - Number(other)),
  doubleValue: (self) => self,
  equals: (self, other) => areEqual(self, other ?? null),
  floatValue: (self) => self,
  hashCode: (self) => self,
  intValue: (self) => Math.trunc(self),
  longValue: (self) => Math.trunc(self),
};
