import { JsonNumber } from '../../core/json.ts';

/**
 * Values as the evaluator sees them: JSON, `undefined` for nothing, and functions. An array may be a
 * *sequence*: the result of a query, which collapses to its only member when there is just one. The marks
 * are the library's own property names, since its functions read and set them.
 */
export interface Marked extends Array<unknown> {
  sequence?: boolean;
  /** A sequence of one that stays an array (`[]` was written). */
  keepSingleton?: boolean;
  /** The members are tuples of bindings (`@`, `#`, `%`), the value itself under "@". */
  tupleStream?: boolean;
  /** Around an input that is an array, so that it counts as one value. */
  outerWrapper?: boolean;
  /** An array constructor in a path: a member of the result, not to be flattened into it. */
  readonly cons?: boolean;
}

export type Tuple = Record<string, unknown>;

export function newSequence(): Marked {
  const sequence: Marked = [];
  sequence.sequence = true;
  return sequence;
}

export function sequenceOf(member: unknown): Marked {
  const sequence: Marked = [member];
  sequence.sequence = true;
  return sequence;
}

export function newTupleStream(): Marked {
  const stream = newSequence();
  stream.tupleStream = true;
  return stream;
}

export function isSequence(value: unknown): value is Marked {
  return Array.isArray(value) && (value as Marked).sequence === true;
}

export function isTupleStream(value: unknown): value is Marked & Tuple[] {
  return Array.isArray(value) && (value as Marked).tupleStream === true;
}

/** What an evaluation hands on: nothing for an empty sequence, the member for a sequence of one. */
export function collapse(value: unknown, keepArray: boolean | undefined): unknown {
  if (!isSequence(value) || value.tupleStream) return value;
  if (keepArray) value.keepSingleton = true;
  if (value.length === 0) return undefined;
  return value.length === 1 && !value.keepSingleton ? value[0] : value;
}

/** The context value itself, without the wrapper of an input that is an array. */
export function unwrap(context: unknown): unknown {
  return Array.isArray(context) && (context as Marked).outerWrapper ? context[0] : context;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  );
}

/** Sets a key that data chose; `__proto__` becomes an ordinary key. */
export function setKey(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}
