import { addBusinessDays, businessDayOnOrAfter, easternDateOf, easternInstant } from '../../../core/business-day.ts';
import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import { type Bank, closeTime, readSetting, writeSetting } from '../bank.ts';
import { type Rejection, reject } from '../rejection.ts';

type AchWindows = EmulatorSchemas['AchWindows'];

/** The bank's published cut-offs, Eastern time; a contract with the bank may set others. Source: W-ACH; L-ACHOV. */
const CUT_OFFS: readonly string[] = ['10:00', '13:00', '16:00'];

/**
 * ASSUMPTION: the Fed acknowledges a file twenty minutes after its cut-off; the bank says only that transactions wait
 * for it. Source: P-ACHWIN.
 */
export const ACKNOWLEDGEMENT_MINUTES = 20;

/**
 * ASSUMPTION: a simulated entry, return or correction is received five minutes after the call; the bank says "some
 * minutes". Source: P-ACHSIM.
 */
export const RECEIPT_DELAY_MS = 5 * 60_000;

/** The plan of a payment that is entered now. */
export interface Plan {
  /** The cut-off at which it is batched. */
  readonly batchMs: number;
  /** The business day on which its transaction executes. */
  readonly effectiveDay: string;
}

/**
 * Plans a payment that is entered or released now. It is batched at the next cut-off of a business day; a payment at
 * the instant of a cut-off has missed it. SameDay takes effect on the day of its cut-off, also when that is a later
 * day; Standard on the next business day. ASSUMPTION: a Standard payment takes effect on the business day after its
 * entry, even if it is entered after the last cut-off and therefore batched on that very day. Source: P-ACHWIN (D20).
 */
export function planPayment(bank: Bank, serviceType: 'Standard' | 'SameDay'): Plan {
  const now = bank.clock.nowMs();
  const batchMs = nextCutOffMs(bank, now);
  const effectiveDay = serviceType === 'SameDay' ? easternDateOf(batchMs) : addBusinessDays(easternDateOf(now), 1);
  return { batchMs, effectiveDay };
}

function nextCutOffMs(bank: Bank, afterMs: number): number {
  const times = cutOffs(bank);
  const day = businessDayOnOrAfter(easternDateOf(afterMs));
  const left = times.map((time) => easternInstant(day, time)).find((ms) => ms > afterMs);
  return left ?? easternInstant(addBusinessDays(day, 1), times[0]);
}

/** Returns the Eastern times `hh:mm` at which waiting payments are batched, earliest first. */
export function cutOffs({ store }: Bank): readonly string[] {
  const setting = readSetting(store, 'ach-cut-offs');
  return setting === undefined ? CUT_OFFS : (JSON.parse(setting) as string[]);
}

/**
 * Sets the cut-offs, in any order, and plans waiting payments again. The payments of the last cut-off must be
 * acknowledged before the posting day closes, so that they execute on their effective date. Source: L-ACHOV
 * (contractual).
 */
export function configureAchWindows(bank: Bank, windows: AchWindows): AchWindows | Rejection {
  const problem = findLateCutOff(windows.cutOffs, closeTime(bank));
  if (problem) return problem;
  return bank.store.atomically(() => {
    writeSetting(bank.store, 'ach-cut-offs', JSON.stringify([...new Set(windows.cutOffs)].sort()));
    const { batchMs, effectiveDay } = planPayment(bank, 'SameDay');
    bank.store.run(
      `UPDATE ach_payment SET due_ms = ?, effective_day = CASE service_type WHEN 'SameDay' THEN ? ELSE effective_day END
       WHERE due_ms IS NOT NULL AND direction = 'Outbound' AND status IN ('Created', 'Pending')`,
      batchMs,
      effectiveDay,
    );
    return { cutOffs: [...cutOffs(bank)] };
  });
}

/** Returns a rejection if the payments of a cut-off are not acknowledged before the posting day closes. */
export function findLateCutOff(times: readonly string[], end: string): Rejection | undefined {
  const isLate = times.some((time) => minutesOf(time) + ACKNOWLEDGEMENT_MINUTES >= minutesOf(end));
  if (!isLate) return undefined;
  return reject('invalid', `CloseTime must be more than ${ACKNOWLEDGEMENT_MINUTES} minutes after every cut-off`);
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
