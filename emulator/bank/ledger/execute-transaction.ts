import type { CoreSchemas } from '../../../generated/types/index.ts';
import { findSubledger } from '../accounts/find-subledger.ts';
import { type Bank, openPostingDay } from '../bank.ts';
import { authorizeSide } from './authorization.ts';
import { holdUntilAvailable, scheduleCredit } from './availability.ts';
import { activityTypeOf, type Party, postTransaction } from './post-transaction.ts';
import type { Flag, ResultCode } from './transaction-side.ts';

/** A side that is proposed: the number of an account of the partner, or of an internal one. */
export type ProposedParty = { readonly accountNumber: string } | { readonly internal: string };

/** A transaction before it is authorized. */
export interface Proposal {
  /** Whose accounts the sides are; null where both are the bank's own. */
  readonly partnerId: string | null;
  readonly debit: ProposedParty;
  readonly credit: ProposedParty;
  readonly amount: number;
  readonly code: string;
  readonly description: string;
  readonly rail: CoreSchemas['Rail'];
  readonly railId?: string | undefined;
  readonly clientIdentifier?: string | undefined;
  /** Checks that the partner lifts. */
  readonly flags?: readonly Flag[] | undefined;
  /** Whether the bank itself posts it whatever the checks say; recorded as FRC. */
  readonly isForced?: boolean;
  /** Whether a credit is free at once, though the product has a schedule for its kind. */
  readonly isAvailableAtOnce?: boolean;
}

/** A transaction as it is stored, with the accounts of its sides where they are the partner's or the bank's own. */
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
  /** JSON, or null when no check was lifted. */
  readonly flags: string | null;
  /** JSON: cents for each posting day; null when all is available at once. */
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

interface ResolvedSide {
  readonly type: 'Debit' | 'Credit';
  /** As proposed: an unknown number stays what it was. */
  readonly master: string;
  readonly sub: string;
  readonly party: Party | undefined;
  readonly code: ResultCode;
}

/** A proposal whose sides have been looked up and authorized, as a record that is not written yet. */
interface Judged {
  readonly proposal: Proposal;
  readonly debit: ResolvedSide;
  readonly credit: ResolvedSide;
  readonly row: TransactionRow;
}

/**
 * Authorizes both sides, then either posts the transaction or records it as failed with a posting exception on each side
 * that failed. Belongs inside a commit. Source: S-ACCT, Transactions, Posting exceptions (X01 to X04, P01 to P03).
 */
export function executeTransaction(bank: Bank, proposal: Proposal): TransactionRow {
  const judged = judge(bank, proposal);
  const { debit, credit, row } = judged;
  writeTransaction(bank, judged);
  if (row.status === 'Complete' && debit.party && credit.party) {
    const { id: transactionId, amount } = row;
    postTransaction(bank, { transactionId, amount, debit: debit.party, credit: credit.party });
    holdCredit(bank, judged);
  } else {
    const activityType = debit.party && credit.party ? activityTypeOf(debit.party, credit.party) : 'External';
    for (const side of [debit, credit]) writeException(bank, { transactionId: row.id, side, activityType });
  }
  return row;
}

/** What a transaction would end as: nothing is moved or recorded. Source: P-REF (AUTH). */
export function testTransaction(bank: Bank, proposal: Proposal): TransactionRow {
  const { row } = judge(bank, proposal);
  bank.keepTraceNumbers();
  return { ...row, executed_ms: null, schedule: null, clears_on: null };
}

function judge(bank: Bank, proposal: Proposal): Judged {
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
    ...{ debit_class: payer.class, debit_partner: payer.partner, debit_product: payer.product },
    ...{ credit_class: payee.class, credit_partner: payee.partner, credit_product: payee.product },
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
  const code = authorizeSide(bank, {
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
  const party = subledger && { subledger };
  return { type, master: subledger?.master ?? accountNumber, sub: accountNumber, party, code };
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

/** Holds what a schedule does not make available at once. */
function holdCredit(bank: Bank, { proposal, credit, row }: Judged): void {
  if (row.schedule === null || row.clears_on === null || !credit.party || 'internal' in credit.party) return;
  const { amount, rail, railId, code: transactionCode } = proposal;
  const schedule = { amounts: JSON.parse(row.schedule) as number[], clearsOn: row.clears_on };
  const { subledger } = credit.party;
  holdUntilAvailable(bank, { subledger, rail, transactionCode, amount, railId }, schedule);
}

const COLUMNS = [
  ...['id', 'trace_number', 'status', 'debit_master', 'debit_sub', 'debit_code', 'credit_master', 'credit_sub'],
  ...['credit_code', 'code', 'amount', 'description', 'rail', 'rail_id', 'client_identifier', 'flags', 'schedule'],
  ...['clears_on', 'proposed_ms', 'executed_ms'],
] as readonly (keyof TransactionRow)[];

const INSERT = `INSERT INTO ledger_transaction (partner_id, ${COLUMNS.join(', ')}) VALUES (?${', ?'.repeat(COLUMNS.length)})`;

function writeTransaction(bank: Bank, { proposal, row }: Judged): void {
  bank.store.run(INSERT, proposal.partnerId, ...COLUMNS.map((column) => row[column]));
}

/** What is known of a side's account: nothing of one that the partner does not have. */
function ownerOf({ party }: ResolvedSide): { class: string | null; partner: string | null; product: string | null } {
  if (!party) return { class: null, partner: null, product: null };
  if ('internal' in party) return { class: 'GeneralLedger', partner: null, product: null };
  const { class: accountClass, partner_id, product_id } = party.subledger;
  return { class: accountClass, partner: partner_id, product: product_id };
}

interface NewException {
  readonly transactionId: string;
  readonly side: ResolvedSide;
  readonly activityType: 'Internal' | 'External';
}

/** Only on a side that failed, and only where there is an account to write it on. */
function writeException(bank: Bank, { transactionId, side, activityType }: NewException): void {
  if (side.code === 'OK' || !side.party) return;
  bank.store.run(
    `INSERT INTO posting_exception (id, transaction_id, master, sub, type, activity_type, code, posting_day, created_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[bank.newId(), transactionId, side.master, side.sub, side.type, activityType, side.code],
    ...[openPostingDay(bank), bank.clock.nowMs()],
  );
}
