/** Patterns that a person keeps, in this browser. */
export interface SavedPattern {
  readonly name: string;
  readonly text: string;
}

const KEY = 'lambdaless.patterns';

export function savedPatterns(): readonly SavedPattern[] {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(saved) ? saved.filter(isSaved) : [];
  } catch {
    // Somebody else's text under our key, or storage that the browser denies: there is nothing saved.
    return [];
  }
}

/** Replaces the pattern of the same name. */
export function savePattern(pattern: SavedPattern): void {
  const others = savedPatterns().filter(({ name }) => name !== pattern.name);
  store([...others, pattern].sort((a, b) => a.name.localeCompare(b.name)));
}

export function removePattern(name: string): void {
  store(savedPatterns().filter((pattern) => pattern.name !== name));
}

function store(patterns: readonly SavedPattern[]): void {
  localStorage.setItem(KEY, JSON.stringify(patterns));
}

function isSaved(value: unknown): value is SavedPattern {
  const { name, text } = (value ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && typeof text === 'string';
}
