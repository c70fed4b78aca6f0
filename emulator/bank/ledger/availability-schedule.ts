import { addBusinessDays } from '../../../core/business-day.ts';
import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import type { PostableSubledger } from '../accounts/find-subledger.ts';
import { type Bank, openPostingDay, remember } from '../bank.ts';
import { placeHold } from './holds.ts';

/** The availability of a credit: cents for each posting day, starting with the posting date. */
export interface Schedule {
  readonly amounts: readonly number[];
  /** The posting day on which the last part becomes available. */
  readonly clearsOn: string;
}

interface Credit {
  readonly subledger: PostableSubledger;
  readonly rail: string;
  readonly transactionCode: string;
  readonly amount: number;
}

/** Parses availability rules. Products are few and credits many, so the results are cached. */
const rulesOf = remember((json: string) => JSON.parse(json) as EmulatorSchemas['AvailabilityRule'][]);

/**
 * Returns the schedule of the product for a credit of this rail and code; undefined if all of it is available at once.
 * The elements add up to the amount; the last one with a share takes the rounding difference. Source: S-ACCT,
 * Availability schedules (V01 to V03, V09).
 */
export function scheduleCredit(bank: Bank, { subledger, rail, transactionCode, amount }: Credit): Schedule | undefined {
  if (subledger.availability === '[]') return undefined;
  const rules = rulesOf(subledger.availability);
  const rule = rules.find((it) => it.rail === rail && it.transactionCode === transactionCode);
  if (!rule) return undefined;
  const last = rule.percentages.findLastIndex((share) => share > 0);
  const amounts = rule.percentages.slice(0, last + 1).map((share) => Math.floor((amount * share) / 100));
  amounts[last] = amount - amounts.slice(0, last).reduce((sum, part) => sum + part, 0);
  return { amounts, clearsOn: addBusinessDays(openPostingDay(bank), last) };
}

/**
 * Places one hold for the share of each later day; its last day is the posting day before the share becomes available.
 * Must run inside the commit of the credit. Source: S-ACCT (V06, V07, V08; DOC-011).
 */
export function holdUntilAvailable(
  bank: Bank,
  credit: Credit & { railId: string | undefined },
  schedule: Schedule,
): void {
  const { subledger, rail, railId } = credit;
  const today = openPostingDay(bank);
  schedule.amounts.forEach((amount, day) => {
    if (day === 0 || amount === 0) return;
    const lastDay = addBusinessDays(today, day - 1);
    const account = { master: subledger.master, sub: subledger.number };
    placeHold(bank, { ...account, type: 'Internal', amount, reason: 'Availability', lastDay, rail, railId });
  });
}

/** Renders a schedule: cents for each day or, on side B of DOC-012, the total available by each day. */
export function renderSchedule(
  bank: Bank,
  { schedule, clears_on }: { schedule: string | null; clears_on: string | null },
) {
  if (schedule === null || clears_on === null) return {};
  const amounts = JSON.parse(schedule) as number[];
  let sum = 0;
  const shown = bank.variants['DOC-012'] === 'B' ? amounts.map((amount) => (sum += amount)) : amounts;
  return { schedule: shown, isClearing: openPostingDay(bank) < clears_on };
}
