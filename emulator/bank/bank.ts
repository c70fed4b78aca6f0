import { easternInstant, easternMidnight, easternTraceStamp, renderEastern } from '../../core/business-day.ts';
import type { FrozenClock } from '../../core/clock.ts';
import type { SeededRandom } from '../../core/seeded-random.ts';
import type { Store } from './store.ts';
import type { Variants } from './variants.ts';

/** ASSUMPTION: by default, a posting day closes at 21:00 Eastern time; the bank does not publish it. */
export const CLOSE_TIME = '21:00';

/**
 * The range of the bank's clock. ASSUMPTION: the bank's calendar ends with the year 9998, so that every future date
 * has a year of four digits. It begins with 1900, like the time in the bank's ids.
 */
export const FIRST_INSTANT_MS = easternInstant('1900-01-01');
export const LAST_INSTANT_MS = easternInstant('9999-01-01') - 1;

/** The bank's state between two operations: its database, its clock, its random numbers. */
export interface Bank {
  readonly store: Store;
  /** Constant during an operation, so that everything in it happens at one instant. */
  readonly clock: FrozenClock;
  /** True if the clock follows the machine's time before each operation; false if only the operator moves it. */
  readonly runsByItself: boolean;
  readonly random: SeededRandom;
  readonly variants: Variants;
  /** Generates a GUID whose last 12 digits encode the bank's time, like the ids of S-ACCT's samples (inferred). */
  newId(): string;
  /**
   * Generates a GUID for an event or registration. It has its own seed, so that registrations do not change other
   * numbers.
   */
  newEventId(): string;
  /**
   * Generates a trace number: `T`, year, day of year and time in Eastern time, and five unique characters. Source:
   * X16, B10.
   */
  newTraceNumber(): string;
  /** Saves the number of generated trace numbers for a restart, including those of transactions that are not stored. */
  keepTraceNumbers(): void;
}

type Setting =
  | 'starts'
  | 'clock'
  | 'posting-day'
  | 'close-time'
  | 'inbound-business-days'
  | 'ach-cut-offs'
  | 'tested-traces'
  /** The first day of the month whose statements are generated next. */
  | 'statement-month';

export function readSetting(store: Store, name: Setting): string | undefined {
  return store.setting(name);
}

/** Writes a setting of the bank; a data file keeps it over a restart. */
export function writeSetting(store: Store, name: Setting, value: string | number): void {
  store.set(name, String(value));
}

/** Returns the open posting day, an Eastern date. */
export function openPostingDay({ store }: Bank): string {
  return readSetting(store, 'posting-day') ?? '';
}

/** Returns the Eastern time, `hh:mm`, at which posting days close automatically. */
export function closeTime({ store }: Bank): string {
  return readSetting(store, 'close-time') ?? CLOSE_TIME;
}

/** Returns the number of business days after which a Standard inbound ACH entry takes effect. */
export function inboundBusinessDays({ store }: Bank): number {
  return Number(readSetting(store, 'inbound-business-days'));
}

/** Renders the first part of a trace number for an instant. */
export const traceStampOf = remember(easternTraceStamp);
const timestampOf = remember(renderEastern);

/** Renders an instant as the bank does. Results are cached, because a frozen clock repeats most instants. */
export function renderInstant(epochMs: number): string {
  return timestampOf(epochMs);
}

const midnightOf = remember(easternMidnight);

/** Renders a posting day, an Eastern date, as the bank does: its midnight with the offset of that date (X13). */
export function renderDay(date: string): string {
  return midnightOf(date);
}

/** Caches up to a thousand results of a pure function. */
export function remember<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      if (known.size >= 1_000) known.clear();
      value = compute(key);
      known.set(key, value);
    }
    return value;
  };
}
