import { createHash } from 'node:crypto';
import { Cache } from '../../../core/cache.ts';
import type { JsonValue } from '../../../core/json.ts';
import type { Fault } from '../error.ts';
import { Native } from '../functions.ts';
import { toDouble } from '../numbers.ts';
import type { Run } from '../run.ts';
import { parseDocument } from './parse-document.ts';

/**
 * The functions that Step Functions adds to JSONata (AWS: "Transforming data with JSONata in Step Functions").
 * How they take odd arguments was measured on AWS by others; see docs/aws-facts.md.
 */
export function stepFunctionsFunctions(run: Run): Readonly<Record<string, Native>> {
  return {
    parse: define('parse', 1, ([text]) => parse(text, run)),
    partition: define('partition', 2, ([items, size]) => partition(items, size)),
    range: define('range', 3, ([first, last, step]) => range(first, last, step, run)),
    hash: define('hash', 2, ([text, algorithm]) => hash(text, algorithm)),
    random: define('random', 1, ([seed]) => (seed === undefined ? run.world.random() : seededRandom(seed))),
    uuid: define('uuid', 0, () => run.world.uuid()),
  };
}

/** More arguments than parameters do not match the signature. */
function define(name: string, arity: number, implementation: (args: readonly unknown[]) => unknown): Native {
  return new Native(arity, (args) => {
    if (args[arity] !== undefined) throw mismatch(name, arity + 1);
    return implementation(args);
  });
}

function mismatch(token: string, index: number): Fault {
  return { code: 'T0410', token, index };
}

function refusal(message: string): Fault {
  return { code: 'D3137', message };
}

/** Whole numbers are asked for; others are rounded towards zero. */
function whole(value: unknown, name: string, index: number): number {
  const number = toDouble(value);
  if (typeof number !== 'number') throw mismatch(name, index);
  return Math.trunc(number);
}

function parse(text: unknown, run: Run): unknown {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw mismatch('parse', 1);
  try {
    return run.numbers(parsed(text));
  } catch {
    throw refusal('Invalid JSON');
  }
}

/**
 * What has been parsed lately: expressions are evaluated over and over, often upon the same texts, and nothing changes
 * a value once it is there.
 */
const documents = new Cache<string, object>(500);
const LONGEST_REMEMBERED = 8192;

function parsed(text: string): JsonValue {
  const known = documents.get(text);
  if (known) return known as JsonValue;
  const document = parseDocument(text);
  if (typeof document === 'object' && document !== null && text.length <= LONGEST_REMEMBERED) {
    documents.set(text, document);
  }
  return document;
}

function partition(items: unknown, size: unknown): unknown {
  if (items === undefined) return undefined;
  if (!Array.isArray(items)) throw { code: 'T0412', token: 'partition', index: 1 } satisfies Fault;
  if (items.length === 0) return undefined;
  if (size === undefined) return [items];
  const length = whole(size, 'partition', 2);
  if (length < 0) throw refusal('Second argument must be zero or greater');
  if (length === 0) return undefined;
  const chunks: unknown[][] = [];
  for (let i = 0; i < items.length; i += length) chunks.push(items.slice(i, i + length));
  return chunks;
}

/** AWS returns a range of 360,145 numbers and refuses one more. */
const LONGEST_RANGE = 360_145;

function range(first: unknown, last: unknown, step: unknown, run: Run): unknown {
  const from = whole(first, 'range', 1);
  const to = whole(last, 'range', 2);
  if (step === undefined) return undefined;
  const by = whole(step, 'range', 3);
  if (by === 0 || (by > 0 && from > to) || (by < 0 && from < to)) return undefined;
  const length = Math.floor((to - from) / by) + 1;
  if (length === 1) return from;
  if (length > LONGEST_RANGE) run.refuseMemory();
  return Array.from({ length }, (_, i) => from + i * by);
}

const ALGORITHMS = ['SHA-1', 'SHA-384', 'SHA-256', 'SHA-512', 'MD5'];

function hash(text: unknown, algorithm: unknown): unknown {
  if (typeof text !== 'string') throw mismatch('hash', 1);
  if (algorithm === undefined) return undefined;
  if (typeof algorithm !== 'string') throw mismatch('hash', 2);
  if (!ALGORITHMS.includes(algorithm)) {
    throw refusal(`Hash algorithm '${algorithm}' must be one of ${ALGORITHMS.join(', ')}`);
  }
  const known = hashes.get(algorithm)?.get(text);
  if (known !== undefined) return known;
  const found = createHash(algorithm.replace('-', '').toLowerCase()).update(text, 'utf8').digest('hex');
  if (text.length <= LONGEST_REMEMBERED) hashes.get(algorithm)?.set(text, found);
  return found;
}

/** By algorithm and text: see {@link documents}. */
const hashes = new Map(ALGORITHMS.map((algorithm) => [algorithm, new Cache<string, string>(500)]));

/** The first double of java.util.Random, which AWS draws from: `$random(42)` is 0.7275636800328681. */
function seededRandom(seed: unknown): number {
  const MULTIPLIER = 0x5deece66dn;
  const MASK = (1n << 48n) - 1n;
  let state = (BigInt(whole(seed, 'random', 1)) ^ MULTIPLIER) & MASK;
  const bits = (count: bigint): bigint => {
    state = (state * MULTIPLIER + 0xbn) & MASK;
    return state >> (48n - count);
  };
  const high = bits(26n);
  return Number((high << 27n) + bits(27n)) / 2 ** 53;
}
