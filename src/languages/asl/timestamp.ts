const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Milliseconds since the epoch of a timestamp of the States Language's RFC 3339 profile (`T` and `Z` in upper
 * case, or an offset), or undefined for anything else, such as a 13th month.
 */
export function parseTimestamp(text: string): number | undefined {
  const parts = RFC3339.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second = '0'] = parts.map(Number);
  const inRange =
    (month as number) >= 1 &&
    (month as number) <= 12 &&
    (day as number) >= 1 &&
    (day as number) <= new Date(Date.UTC(year as number, month as number, 0)).getUTCDate() &&
    (hour as number) <= 23 &&
    (minute as number) <= 59 &&
    (Number.isNaN(Number(second)) || Number(second) <= 59);
  if (!inRange) return undefined;
  const [, , , , , , , fraction = ''] = parts;
  const whole = Date.parse(text.replace(fraction, ''));
  return Number.isNaN(whole) ? undefined : whole + Number(fraction) * 1000;
}
