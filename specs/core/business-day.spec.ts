import { expect, test } from '@playwright/test';
import {
  addBusinessDays,
  businessDayOnOrAfter,
  easternDateOf,
  easternInstant,
  easternMidnight,
  easternTraceStamp,
  federalReserveHolidays,
  isBusinessDay,
  isCalendarDate,
  parseBankTimestamp,
  parseTimestamp,
  renderEastern,
} from '../../core/business-day.ts';

/** As the Federal Reserve publishes them; a Saturday's holiday (2026-07-04, 2027-06-19, 2027-12-25) closes nothing. */
const published: Record<number, string> = {
  2025: '01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25',
  2026: '01-01 01-19 02-16 05-25 06-19 07-04 09-07 10-12 11-11 11-26 12-25',
  2027: '01-01 01-18 02-15 05-31 06-19 07-05 09-06 10-11 11-11 11-25 12-25',
  2028: '01-01 01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-11 11-23 12-25',
  2033: '01-01 01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26',
};

test('federalReserveHolidays are the published dates', () => {
  for (const [year, days] of Object.entries(published)) {
    expect(federalReserveHolidays(Number(year))).toEqual(days.split(' ').map((day) => `${year}-${day}`));
  }
});

test('isBusinessDay knows weekends, holidays and the Friday before a Saturday holiday', () => {
  const days = ['2026-03-02', '2026-03-07', '2026-03-08', '2026-05-25', '2026-06-19', '2026-07-03', '2027-07-05'];
  expect(days.map(isBusinessDay)).toEqual([true, false, false, false, false, true, false]);
});

test('businessDayOnOrAfter and addBusinessDays step over weekends and holidays', () => {
  expect(businessDayOnOrAfter('2026-05-23')).toBe('2026-05-26');
  expect(addBusinessDays('2026-05-22', 1)).toBe('2026-05-26');
  expect(addBusinessDays('2026-05-26', -1)).toBe('2026-05-22');
  expect(addBusinessDays('2026-03-02', 2)).toBe('2026-03-04');
  expect(addBusinessDays('2026-03-02', 0)).toBe('2026-03-02');
});

test('easternMidnight has the offset of its date in winter, summer and between', () => {
  expect(easternMidnight('2026-03-02')).toBe('2026-03-02T00:00:00-05:00');
  expect(easternMidnight('2019-07-30')).toBe('2019-07-30T00:00:00-04:00');
  expect(easternMidnight('2026-03-09')).toBe('2026-03-09T00:00:00-04:00');
  const hours = (from: string, to: string) => (easternInstant(to) - easternInstant(from)) / 3_600_000;
  expect([hours('2026-03-08', '2026-03-09'), hours('2026-11-01', '2026-11-02')]).toEqual([23, 25]);
});

test('renderEastern and easternDateOf show the Eastern time of an instant', () => {
  const instant = parseTimestamp('2026-03-03T02:30:00.1234567Z');
  expect(renderEastern(instant)).toBe('2026-03-02T21:30:00.123-05:00');
  expect(easternDateOf(instant)).toBe('2026-03-02');
});

test('easternTraceStamp renders year, day and time as in the documents’ samples', () => {
  expect(easternTraceStamp(parseTimestamp('2018-06-26T12:38:45-04:00'))).toBe('18177123845');
  expect(easternTraceStamp(parseTimestamp('2019-07-30T13:21:01-04:00'))).toBe('19211132101');
});

test('isCalendarDate takes only days that exist', () => {
  const texts = ['2024-02-29', '2026-02-29', '2026-13-01', '2026-1-1', '2026-03-02T00:00:00Z'];
  expect(texts.map(isCalendarDate)).toEqual([true, false, false, false, false]);
});

test('parseBankTimestamp keeps an offset, and reads a time without one as Eastern', () => {
  expect(parseBankTimestamp('2026-03-02T00:00:00.000')).toBe(parseTimestamp('2026-03-02T00:00:00-05:00'));
  expect(parseBankTimestamp('2026-07-02T00:00:00')).toBe(parseTimestamp('2026-07-02T04:00:00Z'));
  for (const text of ['2026-03-02T00:00:00.1234567-05:00', '2026-03-02T00:00:00Z'])
    expect(parseBankTimestamp(text)).toBe(parseTimestamp(text));
  expect(() => parseBankTimestamp('soon')).toThrow(RangeError);
});
