import { easternInstant, isCalendarDate, parseTimestamp } from '../../core/business-day.ts';
import { wallClock } from '../../core/clock.ts';
import type { EmulatorSchemas } from '../../generated/types/index.ts';
import { achWork } from './ach/ach-lifecycle.ts';
import {
  type Bank,
  closeTime,
  LAST_INSTANT_MS,
  openPostingDay,
  readSetting,
  renderInstant,
  writeSetting,
} from './bank.ts';
import { completeScreenings, nextScreeningMs } from './customers/screening.ts';
import { generateDueDocuments, nextStatementMs } from './documents/generate-statements.ts';
import { hasDueDelivery, nextDeliveryMs } from './events/delivery-queue.ts';
import { groupEvents, nextGroupMs } from './events/group-events.ts';
import { closePostingDay, hasReachedPostingDay, listOpenLedgers, nextCloseMs } from './ledger/posting-day.ts';
import { isRejection, type Rejection, reject } from './rejection.ts';

type Clock = EmulatorSchemas['Clock'];

/** The clock closes every posting day on its way, so one call is limited to a duration that finishes. */
const FARTHEST_MS = 10 * 366 * 86_400_000;

/** Returns the bank's time and its open posting day. */
export function getClock(bank: Bank): Clock {
  const now = renderInstant(bank.clock.nowMs());
  const isOverdue = bank.clock.nowMs() >= nextCloseMs(bank);
  const notClosed = isOverdue ? explainOverdue(listOpenLedgers(bank)) : [];
  return {
    now,
    postingDay: openPostingDay(bank),
    closeTime: closeTime(bank),
    mode: bank.runsByItself ? 'wall' : 'frozen',
    ...(notClosed.length > 0 ? { notClosed } : {}),
  };
}

/** Explains why an overdue day is still open: a ledger is not at zero, or was not until just now. */
function explainOverdue(openLedgers: string[]): string[] {
  return openLedgers.length > 0
    ? openLedgers
    : ['All general ledger balances are 0 now; the day closes when the clock moves'];
}

/** Work that pauses at each instant with due deliveries, and continues after the caller has attempted them. */
export type PausingWork<Result> = Generator<'deliveries-are-due', Result, void>;

/** Moves a frozen clock forward, to an instant or by seconds, and does all work that becomes due, in order of time. */
export function* advanceClock(
  bank: Bank,
  { to, bySeconds = 0 }: EmulatorSchemas['AdvanceClockRequest'],
): PausingWork<Clock | Rejection> {
  if (bank.runsByItself) return reject('clock-runs-by-itself');
  const now = bank.clock.nowMs();
  const target = to === undefined ? now + bySeconds * 1000 : instantOf(to);
  if (target === undefined) return reject('invalid', 'To must be a date or a date-time with offset');
  if (target < now) return reject('clock-moves-back');
  if (target > LAST_INSTANT_MS) return reject('invalid', 'To must be before the year 9999');
  if (target > now + FARTHEST_MS) return reject('invalid', 'To must be at most ten years ahead');
  yield* doDueWork(bank, target);
  return getClock(bank);
}

/**
 * Closes the open posting day on demand. A frozen clock first moves to the closing time and does the work that becomes
 * due, so that timestamps stay in order. If the close is rejected, all of that is undone, including the time.
 * Deliveries therefore wait until the end.
 */
export function closeOnDemand(bank: Bank): EmulatorSchemas['PostingDayClose'] | Rejection {
  if (bank.runsByItself) return hasReachedPostingDay(bank) ? closePostingDay(bank) : reject('posting-day-not-reached');
  if (nextCloseMs(bank) > LAST_INSTANT_MS) return reject('invalid', 'The posting day must be before the year 9999');
  const startMs = bank.clock.nowMs();
  let isDone = false;
  try {
    const closed = bank.store.atomically(() => {
      const closeMs = nextCloseMs(bank);
      runToEnd(doDueWork(bank, closeMs - 1));
      setClock(bank, closeMs);
      return closePostingDay(bank);
    });
    isDone = !isRejection(closed);
    return closed;
  } finally {
    if (!isDone) bank.clock.undoTo(startMs);
  }
}

/** Moves a running clock to the machine's time and does the work that became due, each at its own instant. */
export function catchUp(bank: Bank): void {
  if (bank.runsByItself) runToEnd(doDueWork(bank, wallClock.nowMs()));
}

/** Runs work to its end and leaves the deliveries for later. */
export function runToEnd<Result>(work: PausingWork<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Scheduled work other than the close, each with its next due instant. */
const dueWork: readonly { readonly nextMs: (bank: Bank) => number | undefined; readonly run: (bank: Bank) => void }[] =
  [
    { nextMs: nextScreeningMs, run: completeScreenings },
    ...achWork,
    { nextMs: nextStatementMs, run: generateDueDocuments },
    { nextMs: nextGroupMs, run: groupEvents },
  ];

/**
 * Moves from one due instant to the next until the target. Work that is due at the instant of a close belongs to the
 * opening day: 20:59:59 is the old day, 21:00:00 the new one. A rejected close does not stop the clock: it is
 * attempted again after the next due work. If it is still rejected, the day stays open, and the clock reports it.
 */
function* doDueWork(bank: Bank, targetMs: number): PausingWork<void> {
  let isRefused = false;
  for (;;) {
    if (hasDueDelivery(bank)) yield 'deliveries-are-due';
    const closeMs = isRefused ? Number.POSITIVE_INFINITY : nextCloseMs(bank);
    const workMs = Math.min(...dueWork.map(({ nextMs }) => nextMs(bank) ?? Number.POSITIVE_INFINITY));
    const deliveryMs = nextDeliveryMs(bank, bank.clock.nowMs()) ?? Number.POSITIVE_INFINITY;
    const nextMs = Math.min(closeMs, workMs, deliveryMs);
    if (nextMs > targetMs) break;
    setClock(bank, nextMs);
    if (workMs === nextMs && workMs < closeMs) {
      for (const work of dueWork) work.run(bank);
      isRefused = false;
    } else if (closeMs === nextMs) isRefused = isRejection(closePostingDay(bank));
  }
  setClock(bank, targetMs);
}

/** The largest difference, in milliseconds, between a running clock and its saved time. */
const UNSAVED_MS = 1_000;

/**
 * Moves the clock, never back: books that are ahead of the machine wait for it. Saves the time first, because a disk
 * may be full.
 */
function setClock(bank: Bank, epochMs: number): void {
  if (epochMs <= bank.clock.nowMs()) return;
  const isKnown = bank.runsByItself && epochMs - Number(readSetting(bank.store, 'clock')) < UNSAVED_MS;
  if (!isKnown) writeSetting(bank.store, 'clock', epochMs);
  bank.clock.moveTo(epochMs);
}

function instantOf(text: string): number | undefined {
  if (isCalendarDate(text)) return easternInstant(text);
  try {
    return parseTimestamp(text);
  } catch {
    return undefined;
  }
}
