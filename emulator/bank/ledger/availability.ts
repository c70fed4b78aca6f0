import { addBusinessDays } from '../../../core/business-day.ts';
import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import type { PostableSubledger } from '../accounts/find-subledger.ts';
import { type Bank, openPostingDay, remember } from '../bank.ts';
import { placeHold } from './holds.ts';

/** When a credit becomes available: cents for each posting day, the posting date first. */
export interface Schedule {
  readonly amounts: readonly number[];
  /** The posting day on which the last of it is available. */
  readonly clearsOn: string;
}

interface Credit {
  readonly subledger: PostableSubledger;
  readonly rail: string;
  readonly transactionCode: string;
  readonly amount: number;
}

/** Products are few and credits many: their rules are parsed once. */
const rulesOf = remember((json: string) => JSON.parse(json) as EmulatorSchemas['AvailabilityRule'][]);

/**
 * The schedule that the account's product sets for a credit of this rail and code, or none when all of it is available at
 * once. The elements add up to the amount; the last one that has a share takes what rounding leaves. Source: S-ACCT,
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
 * Enforces a schedule: one hold for each later day's share, whose last day held is the posting day before it becomes
 * available. Belongs inside the commit of the credit. Source: S-ACCT (V06, V07, V08; DOC-011).
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

/** What a schedule looks like: cents a day, or on side B of DOC-012 what is available up to each day. */
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
