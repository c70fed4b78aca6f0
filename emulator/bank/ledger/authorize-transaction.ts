import type { CoreSchemas } from '../../../generated/types/index.ts';
import { findSubledger } from '../accounts/find-subledger.ts';
import type { Bank } from '../bank.ts';
import { authorizeSide, LARGEST_VOLUME } from './authorization.ts';
import { scheduleCredit } from './availability-schedule.ts';
import { internalAccounts } from './internal-accounts.ts';
import type { Party } from './post-transaction.ts';
import type { Flag, ResultCode } from './transaction-side.ts';

/** A proposed side: the number of an account of the partner, or of an internal account. */
export type ProposedParty = { readonly accountNumber: string } | { readonly internal: string };

/** A transaction before it is authorized. */
export interface Proposal {
  /** The partner whose accounts the sides are; null if both are internal accounts. */
  readonly partnerId: string | null;
  readonly debit: ProposedParty;
  readonly credit: ProposedParty;
  readonly amount: number;
  readonly code: string;
  readonly description: string;
  readonly rail: CoreSchemas['Rail'];
  readonly railId?: string | undefined;
  readonly clientIdentifier?: string | undefined;
  /** The checks that the partner lifts. */
  readonly flags?: readonly Flag[] | undefined;
  /** True if the bank posts it despite failed checks; recorded as FRC. */
  readonly isForced?: boolean;
  /** True if a credit is available at once, although the product has a schedule for its kind. */
  readonly isAvailableAtOnce?: boolean;
}

/** A transaction as it is stored, with facts about the accounts of the partner and of the bank. */
export interface TransactionRow {
  readonly id: string;
  readonly trace_number: string;
  readonly status: 'Complete' | 'Failed';
  readonly debit_master: string;
  readonly debit_sub: string;
  readonly debit_code: ResultCode;
  readonly credit_master: string;
  readonly credit_sub: string;
  readonly credit_code: ResultCode;
  readonly code: string;
  readonly amount: number;
  readonly description: string;
  readonly rail: CoreSchemas['Rail'];
  readonly rail_id: string | null;
  readonly client_identifier: string | null;
  /** JSON, or null if no check was lifted. */
  readonly flags: string | null;
  /** JSON: cents for each posting day; null if all is available at once. */
  readonly schedule: string | null;
  readonly clears_on: string | null;
  readonly proposed_ms: number;
  readonly executed_ms: number | null;
  readonly debit_class: string | null;
  readonly debit_partner: string | null;
  readonly debit_product: string | null;
  readonly credit_class: string | null;
  readonly credit_partner: string | null;
  readonly credit_product: string | null;
}

/** A side whose account was looked up and authorized. */
export interface ResolvedSide {
  readonly type: 'Debit' | 'Credit';
  /** The number as proposed, if the account is unknown. */
  readonly master: string;
  readonly sub: string;
  readonly party: Party | undefined;
  readonly code: ResultCode;
}

/** A proposal with both sides authorized, and its record before it is written. */
export interface TransactionDecision {
  readonly proposal: Proposal;
  readonly debit: ResolvedSide;
  readonly credit: ResolvedSide;
  readonly row: TransactionRow;
}

/** Returns the result that a transaction would have; moves and records nothing. Source: P-REF (AUTH). */
export function testTransaction(bank: Bank, proposal: Proposal): TransactionRow {
  const { row } = authorizeTransaction(bank, proposal);
  bank.keepTraceNumbers();
  return { ...row, executed_ms: null, schedule: null, clears_on: null };
}

/** Looks up and authorizes both sides; writes nothing. */
export function authorizeTransaction(bank: Bank, proposal: Proposal): TransactionDecision {
  const debit = resolveParty(bank, proposal, 'Debit');
  const credit = resolveParty(bank, proposal, 'Credit');
  const now = bank.clock.nowMs();
  const isComplete = debit.code === 'OK' && credit.code === 'OK';
  const schedule = isComplete ? scheduleOf(bank, proposal, credit) : undefined;
  const [payer, payee] = [ownerOf(debit), ownerOf(credit)];
  const row: TransactionRow = {
    id: bank.newId(),
    trace_number: bank.newTraceNumber(),
    status: isComplete ? 'Complete' : 'Failed',
    debit_master: debit.master,
    debit_sub: debit.sub,
    debit_code: debit.code,
    credit_master: credit.master,
    credit_sub: credit.sub,
    credit_code: credit.code,
    code: proposal.code,
    amount: proposal.amount,
    description: proposal.description,
    rail: proposal.rail,
    rail_id: proposal.railId ?? null,
    client_identifier: proposal.clientIdentifier ?? null,
    flags: renderFlags(proposal),
    schedule: schedule ? JSON.stringify(schedule.amounts) : null,
    clears_on: schedule?.clearsOn ?? null,
    proposed_ms: now,
    executed_ms: isComplete ? now : null,
    debit_class: payer.class,
    debit_partner: payer.partner,
    debit_product: payer.product,
    credit_class: payee.class,
    credit_partner: payee.partner,
    credit_product: payee.product,
  };
  return { proposal, debit, credit, row };
}

function resolveParty(bank: Bank, proposal: Proposal, type: 'Debit' | 'Credit'): ResolvedSide {
  const [proposed, other] = type === 'Debit' ? [proposal.debit, proposal.credit] : [proposal.credit, proposal.debit];
  if ('internal' in proposed) {
    const { internal } = proposed;
    return { type, master: internal, sub: internal, party: { internal }, code: 'OK' };
  }
  const { accountNumber } = proposed;
  const partnerId = proposal.partnerId ?? '';
  const subledger = findSubledger(bank, partnerId, accountNumber);
  const needsOther = subledger?.restricted === 1 || subledger?.debit_limit != null || subledger?.policies !== '[]';
  const otherSubledger =
    needsOther && 'accountNumber' in other ? findSubledger(bank, partnerId, other.accountNumber) : undefined;
  const authorized = authorizeSide(bank, {
    type,
    subledger,
    otherAccountType: 'internal' in other ? 'GeneralLedger' : (otherSubledger?.class ?? 'Deposit'),
    otherMaster: otherSubledger?.master,
    amount: proposal.amount,
    rail: proposal.rail,
    transactionCode: proposal.code,
    flags: proposal.flags ?? [],
    isForced: proposal.isForced,
  });
  const code = authorized === 'OK' && 'internal' in other && exceedsBank(bank, proposal) ? 'ERR' : authorized;
  const party = subledger && { subledger };
  return { type, master: subledger?.master ?? accountNumber, sub: accountNumber, party, code };
}

const OWN = `SELECT sum(abs(current)) AS volume FROM account WHERE number IN (${internalAccounts.map(() => '?').join(', ')})`;

/** Returns true if the bank's own accounts would exceed their largest figure. */
function exceedsBank({ store }: Bank, { amount, isForced }: Proposal): boolean {
  if (isForced) return false;
  const own = store.get<{ volume: number }>(OWN, ...internalAccounts.map(({ number }) => number));
  return (own?.volume ?? 0) + amount > LARGEST_VOLUME;
}

function renderFlags({ flags = [], isForced }: Proposal): string | null {
  const all = isForced ? ['FRC'] : flags;
  return all.length > 0 ? JSON.stringify(all) : null;
}

function scheduleOf(bank: Bank, proposal: Proposal, { party }: ResolvedSide) {
  if (!party || 'internal' in party || proposal.isAvailableAtOnce) return undefined;
  const { amount, rail, code } = proposal;
  return scheduleCredit(bank, { subledger: party.subledger, rail, transactionCode: code, amount });
}

/** Returns facts about the account of a side; all null if the partner has no such account. */
function ownerOf({ party }: ResolvedSide): { class: string | null; partner: string | null; product: string | null } {
  if (!party) return { class: null, partner: null, product: null };
  if ('internal' in party) return { class: 'GeneralLedger', partner: null, product: null };
  const { class: accountClass, partner_id, product_id } = party.subledger;
  return { class: accountClass, partner: partner_id, product: product_id };
}
