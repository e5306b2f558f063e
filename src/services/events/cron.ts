import type { Schedule } from './schedule.ts';

/**
 * EventBridge's cron: minutes, hours, day of month, month, day of week, year, in UTC; one of the two day fields is
 * `?`. Beyond lists, ranges and steps, days know `L` (last), `W` (nearest weekday) and `#` (the n-th such day).
 *
 * A field becomes a predicate; the next time is searched day by day, so that the rules about days need no
 * arithmetic of their own.
 */
export function parseCron(text: string): Schedule | undefined {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6) return undefined;
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const parsed = {
    minutes: valuesOf(minute, 0, 59),
    hours: valuesOf(hour, 0, 23),
    months: valuesOf(named(month, MONTHS), 1, 12),
    years: valuesOf(year, FIRST_YEAR, LAST_YEAR),
    day: dayOfWeek === '?' ? dayOfMonthTest(dayOfMonth) : dayOfWeekTest(named(dayOfWeek, WEEKDAYS)),
  };
  const { minutes, hours, months, years, day } = parsed;
  if (!minutes || !hours || !months || !years || !day) return undefined;
  return { next: (afterMs) => nextTime({ minutes, hours, months, years, day }, afterMs) };
}

type DayTest = (date: Date) => boolean;

interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  readonly day: DayTest;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** Sunday is 1. */
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const FIRST_YEAR = 1970;
const LAST_YEAR = 2199;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Leap days that are a given weekday come within 40 years; nothing comes later than that. */
const LONGEST_SEARCH_DAYS = 41 * 366;

function nextTime(cron: Cron, afterMs: number): number | undefined {
  const startMs = Math.floor(afterMs / MINUTE_MS + 1) * MINUTE_MS;
  let dayMs = Math.floor(startMs / DAY_MS) * DAY_MS;
  for (let days = 0; days < LONGEST_SEARCH_DAYS; days++, dayMs += DAY_MS) {
    const date = new Date(dayMs);
    if (
      !cron.years.has(date.getUTCFullYear()) ||
      !cron.months.has(date.getUTCMonth() + 1) ||
      !cron.day(date)
    ) {
      continue;
    }
    const found = timeOfDay(cron, dayMs, startMs);
    if (found !== undefined) return found;
  }
  return undefined;
}

function timeOfDay(cron: Cron, dayMs: number, startMs: number): number | undefined {
  for (let minute = Math.max(0, (startMs - dayMs) / MINUTE_MS); minute < 24 * 60; minute++) {
    if (cron.hours.has(Math.floor(minute / 60)) && cron.minutes.has(minute % 60))
      return dayMs + minute * MINUTE_MS;
  }
  return undefined;
}

function named(field: string, names: readonly string[]): string {
  return field.replace(/[A-Z]{3}/gi, (name) => {
    const index = names.indexOf(name.toUpperCase());
    return index < 0 ? name : String(index + 1);
  });
}

/** The numbers that `*`, `5`, `1-5`, `0/15`, `1-31/2` and lists of these stand for. */
function valuesOf(field: string, least: number, most: number): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const match = /^(?:(\*)|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const [, every, from, to, step] = match;
    const start = every ? least : Number(from);
    const end = every || (to === undefined && step !== undefined) ? most : Number(to ?? from);
    const stride = Number(step ?? 1);
    if (start < least || end > most || start > end || stride < 1) return undefined;
    for (let value = start; value <= end; value += stride) values.add(value);
  }
  return values;
}

function dayOfMonthTest(field: string): DayTest | undefined {
  if (field === 'L') return (date) => date.getUTCDate() === daysInMonth(date);
  if (field === 'LW') return (date) => date.getUTCDate() === nearestWeekday(date, daysInMonth(date));
  const weekday = /^(\d{1,2})W$/.exec(field)?.[1];
  if (weekday !== undefined) return (date) => date.getUTCDate() === nearestWeekday(date, Number(weekday));
  const values = valuesOf(field, 1, 31);
  return values && ((date) => values.has(date.getUTCDate()));
}

function dayOfWeekTest(field: string): DayTest | undefined {
  const [, last, nth, count] = /^(?:([1-7])?L|([1-7])#([1-5]))$/.exec(field) ?? [];
  if (field === 'L') return (date) => date.getUTCDay() === 6;
  if (last !== undefined) {
    return (date) => date.getUTCDay() + 1 === Number(last) && date.getUTCDate() + 7 > daysInMonth(date);
  }
  if (nth !== undefined) {
    return (date) =>
      date.getUTCDay() + 1 === Number(nth) && Math.ceil(date.getUTCDate() / 7) === Number(count);
  }
  const values = valuesOf(field, 1, 7);
  return values && ((date) => values.has(date.getUTCDay() + 1));
}

function daysInMonth(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

/** The Monday-to-Friday nearest to a day, within its month. */
function nearestWeekday(date: Date, day: number): number {
  const weekday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day)).getUTCDay();
  if (weekday === 6) return day === 1 ? day + 2 : day - 1;
  if (weekday === 0) return day === daysInMonth(date) ? day - 2 : day + 1;
  return day;
}
