import { isJsonObject, type JsonValue } from '../../core/json.ts';

type Step = { readonly key: string } | { readonly index: number } | { readonly every: true };

/**
 * A JSON path as EventBridge has it: `$`, dots, names of letters, digits, dashes, underscores and slashes, array
 * indices, wildcards; besides, quoted names in brackets. Anything else is refused.
 */
export interface EventPath {
  readonly text: string;
  readonly steps: readonly Step[];
  /** Whether it may lead to several values, and so gives a list. */
  readonly many: boolean;
}

const STEP = /\.([\p{L}\p{N}_/-]+)|\.(\*)|\[(\d+)\]|\[(\*)\]|\['([^']+)'\]|\["([^"]+)"\]/uy;

/** @returns undefined where `text` is no such path */
export function parseEventPath(text: string): EventPath | undefined {
  if (!text.startsWith('$')) return undefined;
  const steps: Step[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < text.length) {
    const match = STEP.exec(text);
    if (!match) return undefined;
    steps.push(stepOf(match));
  }
  return { text, steps, many: steps.some((step) => 'every' in step) };
}

function stepOf([, name, everyField, index, everyItem, single, double]: RegExpExecArray): Step {
  if (everyField ?? everyItem) return { every: true };
  return index === undefined ? { key: (name ?? single ?? double) as string } : { index: Number(index) };
}

/** The value that a path leads to, or undefined if there is none. */
export function valueAt(path: EventPath, event: JsonValue): JsonValue | undefined {
  let found: JsonValue[] = [event];
  for (const step of path.steps) found = found.flatMap((value) => follow(step, value));
  return path.many ? found : found[0];
}

function follow(step: Step, value: JsonValue): JsonValue[] {
  if ('every' in step) {
    if (Array.isArray(value)) return value;
    return isJsonObject(value) ? Object.values(value) : [];
  }
  if ('index' in step) {
    const item = Array.isArray(value) ? value[step.index] : undefined;
    return item === undefined ? [] : [item];
  }
  return isJsonObject(value) && Object.hasOwn(value, step.key) ? [value[step.key] as JsonValue] : [];
}
