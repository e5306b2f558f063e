import { Native } from '../functions.ts';
import { libraryFunction, parseSignature } from '../library.ts';
import type { Run } from '../run.ts';

/** Functions of time and chance, which come from outside. */
export function worldlyFunctions(run: Run): Record<string, Native> {
  const fromMillis = libraryFunction('fromMillis').implementation;
  return {
    now: new Native(
      2,
      (args) => fromMillis.call(run.focus, run.world.nowMs, args[0], args[1]),
      parseSignature('<s?s?:s>'),
    ),
    millis: new Native(0, () => run.world.nowMs, parseSignature('<:n>')),
    toMillis: new Native(
      2,
      (args) => toMillis(args[0] as Text, args[1] as Text, run),
      libraryFunction('toMillis').signature,
    ),
    shuffle: new Native(1, (args) => shuffle(args[0], run), parseSignature('<a:a>')),
  };
}

type Text = string | undefined;

function toMillis(timestamp: Text, picture: Text, run: Run): unknown {
  const { implementation } = libraryFunction('toMillis');
  if (timestamp === undefined) return undefined;
  run.spend(waysToRead(timestamp.length, picture) / WAYS_PER_STEP);
  return implementation.call(run.focus, picture === undefined ? inUtc(timestamp) : timestamp, picture);
}

/** A time without a zone is one of UTC on AWS; JavaScript would take the machine's zone. */
function inUtc(timestamp: string): string {
  return /T[\d:.]+$/.test(timestamp) ? `${timestamp}Z` : timestamp;
}

/** Tried in the time of an evaluation. */
const WAYS_PER_STEP = 50;

/**
 * The library makes a regular expression of a picture, which tries in how many ways a text can be cut into the
 * picture's parts. Where nothing but a letter or a digit is between two parts, or a part is words, each place may be
 * where to cut. Without a picture, it looks for months and days, which look alike.
 */
function waysToRead(length: number, picture: Text): number {
  const cuts =
    picture === undefined ? 2 : (picture.match(/\](?=[[\p{L}\p{N}])|[wW][^[\]]*\]/gu) ?? []).length;
  let ways = 1;
  for (let cut = 1; cut <= cuts; cut++) ways *= (length + cut) / cut;
  return ways;
}

/** Fisher and Yates, inside out. */
function shuffle(items: unknown, run: Run): unknown {
  if (!Array.isArray(items) || items.length <= 1) return items;
  const result: unknown[] = [];
  for (let i = 0; i < items.length; i++) {
    const at = Math.floor(run.world.random() * (i + 1));
    if (at !== i) result[i] = result[at];
    result[at] = items[i];
  }
  return result;
}
