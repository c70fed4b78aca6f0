import { easternInstant, easternMidnight, easternTraceStamp, renderEastern } from '../../core/business-day.ts';
import type { FrozenClock } from '../../core/clock.ts';
import type { SeededRandom } from '../../core/seeded-random.ts';
import type { Store } from './store.ts';
import type { Variants } from './variants.ts';

/** ASSUMPTION: a posting day closes at 21:00 Eastern time unless the operator says otherwise; the bank does not publish it. */
export const CLOSE_TIME = '21:00';

/**
 * The instants that the bank's clock may have. ASSUMPTION: the bank's calendar ends with the year 9998, so that every date it sets ahead has
 * four digits of a year; it begins with 1900, where the time in its ids does.
 */
export const FIRST_INSTANT_MS = easternInstant('1900-01-01');
export const LAST_INSTANT_MS = easternInstant('9999-01-01') - 1;

/** The bank's state between two operations: its database, its clock, its sources of numbers. */
export interface Bank {
  readonly store: Store;
  /** Stands still between two operations, so that all that one of them does happens at one instant. */
  readonly clock: FrozenClock;
  /** Whether the clock is moved to the machine's time before each operation; else only the operator moves it. */
  readonly runsByItself: boolean;
  readonly random: SeededRandom;
  readonly variants: Variants;
  /** A GUID whose last 12 digits tell the bank's time, as the ids of S-ACCT's samples do (inferred). */
  newId(): string;
  /** A GUID for an event or registration, drawn apart, so that who listens changes no other number. */
  newEventId(): string;
  /** `T`, year, day of year and time in Eastern time, and five characters that make it unique. Source: X16, B10. */
  newTraceNumber(): string;
  /** Remembers over a restart how many trace numbers were given, also to what is not recorded. */
  keepTraceNumbers(): void;
}

type Setting =
  | 'starts'
  | 'clock'
  | 'posting-day'
  | 'close-time'
  | 'inbound-business-days'
  | 'ach-cut-offs'
  | 'tested-traces';

/** Reads a setting of the bank. */
export function readSetting(store: Store, name: Setting): string | undefined {
  return store.setting(name);
}

/** Writes a setting of the bank; it stays over a restart with a data file. */
export function writeSetting(store: Store, name: Setting, value: string | number): void {
  store.set(name, String(value));
}

/** The open posting day, an Eastern date. */
export function openPostingDay({ store }: Bank): string {
  return readSetting(store, 'posting-day') ?? '';
}

/** The Eastern time, `hh:mm`, at which posting days close by themselves. */
export function closeTime({ store }: Bank): string {
  return readSetting(store, 'close-time') ?? CLOSE_TIME;
}

/** After how many business days a Standard inbound ACH entry takes effect. */
export function inboundBusinessDays({ store }: Bank): number {
  return Number(readSetting(store, 'inbound-business-days'));
}

/** Renders the head of a trace number at an instant. */
export const traceStampOf = remember(easternTraceStamp);
const timestampOf = remember(renderEastern);

/** Renders an instant as the bank does. A clock that stands still makes most instants alike, so the last ones are kept. */
export function renderInstant(epochMs: number): string {
  return timestampOf(epochMs);
}

const midnightOf = remember(easternMidnight);

/** Renders a posting day, an Eastern date, as the bank does: its midnight with the offset of that date (X13). */
export function renderDay(date: string): string {
  return midnightOf(date);
}

/** Keeps the last thousand results of a pure function. */
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
