const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "30s", "5m", "1.5h", "250ms"; a bare number is seconds. @returns milliseconds, or undefined if it is none. */
export function durationMs(text: string): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text.trim());
  return parts ? Number(parts[1]) * (UNIT_MS[parts[2] ?? 's'] as number) : undefined;
}
