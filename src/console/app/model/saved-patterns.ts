import { LOCAL, readStored, store } from './storage.ts';

/** Patterns that a person keeps, in this browser. */
export interface SavedPattern {
  readonly name: string;
  readonly text: string;
}

const KEY = 'lambdaless.patterns';

export function savedPatterns(): readonly SavedPattern[] {
  const saved = readStored(LOCAL, KEY);
  return Array.isArray(saved) ? saved.filter(isSaved) : [];
}

/** Replaces the pattern of the same name. @returns whether the browser keeps it. */
export function savePattern(pattern: SavedPattern): boolean {
  const others = savedPatterns().filter(({ name }) => name !== pattern.name);
  return store(
    LOCAL,
    KEY,
    [...others, pattern].sort((a, b) => a.name.localeCompare(b.name)),
  );
}

export function removePattern(name: string): void {
  store(
    LOCAL,
    KEY,
    savedPatterns().filter((pattern) => pattern.name !== name),
  );
}

function isSaved(value: unknown): value is SavedPattern {
  const { name, text } = (value ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && typeof text === 'string';
}
