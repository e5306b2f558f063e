/** Documents in the browser's storage. A browser may deny it; the page then works without memory. */

/** @returns undefined where nothing is stored, or no JSON, or the browser denies its storage. */
export function readStored(storage: () => Storage, key: string): unknown {
  try {
    const text = storage().getItem(key);
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    // Somebody else's text under our key, or no storage: nothing is stored.
    return undefined;
  }
}

/** @returns whether it is stored: the browser may deny it, or have no room. */
export function store(storage: () => Storage, key: string, value: unknown): boolean {
  try {
    storage().setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Handed over as functions: where storage is denied, the mere property throws. */
export const LOCAL = (): Storage => localStorage;
export const SESSION = (): Storage => sessionStorage;
