import { Temporal } from 'temporal-polyfill';

const EASTERN = 'America/New_York';
const SATURDAY = 6;
const SUNDAY = 7;

/** A calendar date in Eastern time, `yyyy-mm-dd`. */
type EasternDate = string;
/** An instant as ISO 8601 text with the Eastern offset of its date, for example `2026-03-02T09:00:00-05:00`. */
type EasternTimestamp = string;

/**
 * Lists the Federal Reserve's holidays of one year, `yyyy-mm-dd`. A holiday on a Sunday closes the Monday; one on a
 * Saturday closes nothing (the Friday before is a business day at the Fed). Source: Federal Reserve Bank Services,
 * holiday schedules.
 */
export function federalReserveHolidays(year: number): readonly EasternDate[] {
  const fixed = (month: number, day: number) => {
    const date = Temporal.PlainDate.from({ year, month, day });
    return date.dayOfWeek === SUNDAY ? date.add({ days: 1 }) : date;
  };
  return [
    fixed(1, 1), // New Year's Day
    nthWeekday(year, 1, 1, 3), // Birthday of Martin Luther King, Jr.
    nthWeekday(year, 2, 1, 3), // Washington's Birthday
    lastMonday(year, 5), // Memorial Day
    fixed(6, 19), // Juneteenth
    fixed(7, 4), // Independence Day
    nthWeekday(year, 9, 1, 1), // Labor Day
    nthWeekday(year, 10, 1, 2), // Columbus Day
    fixed(11, 11), // Veterans Day
    nthWeekday(year, 11, 4, 4), // Thanksgiving Day
    fixed(12, 25), // Christmas Day
  ].map(String);
}

function nthWeekday(year: number, month: number, weekday: number, nth: number): Temporal.PlainDate {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return first.add({ days: ((weekday - first.dayOfWeek + 7) % 7) + 7 * (nth - 1) });
}

function lastMonday(year: number, month: number): Temporal.PlainDate {
  const last = Temporal.PlainDate.from({ year, month, day: 1 }).add({ months: 1 }).subtract({ days: 1 });
  return last.subtract({ days: last.dayOfWeek - 1 });
}

const holidays = new Map<number, ReadonlySet<string>>();

/** Returns true if the Fed is open on this Eastern date; ACH and posting days follow its calendar. */
export function isBusinessDay(date: EasternDate): boolean {
  const day = Temporal.PlainDate.from(date);
  let known = holidays.get(day.year);
  if (known === undefined) {
    known = new Set(federalReserveHolidays(day.year));
    holidays.set(day.year, known);
  }
  return day.dayOfWeek < SATURDAY && !known.has(date);
}

/** Returns the date if it is a business day, otherwise the next business day. */
export function businessDayOnOrAfter(date: EasternDate): EasternDate {
  let day = date;
  while (!isBusinessDay(day)) day = addCalendarDays(day, 1);
  return day;
}

/** Adds whole business days; a negative count goes back. The start need not be a business day. */
export function addBusinessDays(date: EasternDate, count: number): EasternDate {
  const step = count < 0 ? -1 : 1;
  let day = date;
  for (let left = Math.abs(count); left > 0; left--) {
    do day = addCalendarDays(day, step);
    while (!isBusinessDay(day));
  }
  return day;
}

/** Adds calendar days; a negative count goes back. */
export function addCalendarDays(date: EasternDate, count: number): EasternDate {
  return Temporal.PlainDate.from(date).add({ days: count }).toString();
}

/** Adds calendar months. A day that the month does not have becomes its last one: January 31 to February 28. */
export function addCalendarMonths(date: EasternDate, count: number): EasternDate {
  return Temporal.PlainDate.from(date).add({ months: count }, { overflow: 'constrain' }).toString();
}

/** Returns the Eastern date of an instant (milliseconds since 1970). */
export function easternDateOf(epochMs: number): EasternDate {
  return zoned(epochMs).toPlainDate().toString();
}

/** Returns the instant (milliseconds since 1970) of a time of day (`hh:mm`, default: midnight) on an Eastern date. */
export function easternInstant(date: EasternDate, time = '00:00'): number {
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: EASTERN, plainTime: time }).epochMilliseconds;
}

/** Renders Eastern midnight of a date with that date's offset, the form of `postingDate`. Source: X13. */
export function easternMidnight(date: EasternDate): EasternTimestamp {
  return renderEastern(easternInstant(date));
}

/** Renders an instant with its Eastern offset; milliseconds appear only if they are not zero. */
export function renderEastern(epochMs: number): EasternTimestamp {
  return zoned(epochMs).toString({ timeZoneName: 'never' });
}

/** Parses a timestamp with an offset or `Z` and 0 to 9 decimals to milliseconds since 1970, or throws a RangeError. */
export function parseTimestamp(text: string): number {
  return Temporal.Instant.from(text).epochMilliseconds;
}

/**
 * Parses a timestamp as `parseTimestamp` does; without an offset it is Eastern time, as in some documents (DOC-009).
 */
export function parseBankTimestamp(text: string): number {
  if (/(Z|[+-]\d{2}:\d{2})$/i.test(text)) return parseTimestamp(text);
  return Temporal.PlainDateTime.from(text).toZonedDateTime(EASTERN).epochMilliseconds;
}

/** Returns true if the text is a date of the calendar, `yyyy-mm-dd`. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

/** Renders an instant in Eastern time as `yyDDDHHmmss` (DDD: day of the year), the first digits of a trace number. */
export function easternTraceStamp(epochMs: number): string {
  const at = zoned(epochMs);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(at.year % 100)}${String(at.dayOfYear).padStart(3, '0')}${two(at.hour)}${two(at.minute)}${two(at.second)}`;
}

function zoned(epochMs: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(EASTERN);
}
