import { type Bank, openPostingDay } from '../bank.ts';
import { emitEvent } from '../events/emit-event.ts';
import { recordDepositCredit, recordDepositDebit } from '../time-deposits/movements.ts';
import {
  authorizeTransaction,
  type Proposal,
  type ResolvedSide,
  type TransactionDecision,
  type TransactionRow,
} from './authorize-transaction.ts';
import { holdUntilAvailable } from './availability-schedule.ts';
import { feeIncome, isSettlementAccount } from './internal-accounts.ts';
import { activityTypeOf, type Party, postTransaction } from './post-transaction.ts';

/**
 * Authorizes both sides, then posts the transaction, or records it as Failed with a posting exception on each failed
 * side. Must run inside a commit. Source: S-ACCT, Transactions, Posting exceptions (X01 to X04, P01 to P03).
 */
export function executeTransaction(bank: Bank, proposal: Proposal): TransactionRow {
  const decision = authorizeTransaction(bank, proposal);
  const { debit, credit, row } = decision;
  writeTransaction(bank, decision);
  if (row.status === 'Complete' && debit.party && credit.party) {
    const { id: transactionId, amount } = row;
    postTransaction(bank, { transactionId, amount, debit: debit.party, credit: credit.party });
    holdCredit(bank, decision);
    emitCompleted(bank, decision);
    moveTimeDeposits(bank, decision);
  } else {
    const activityType = debit.party && credit.party ? activityTypeOf(debit.party, credit.party) : 'External';
    for (const side of [debit, credit]) writeException(bank, { transactionId: row.id, side, activityType });
  }
  return row;
}

/**
 * Emits the event of a completed transaction. ASSUMPTION: a transaction completes, with its event, when it is
 * executed; its activity has an event when it posts. Source: P-ACCTEVT.
 */
function emitCompleted(bank: Bank, { proposal: { partnerId }, row }: TransactionDecision): void {
  emitEvent(bank, 'Core.Transaction.Completed', {
    partnerId,
    path: { transactionId: row.id },
    details: () => ({
      transactionId: row.id,
      transactionCode: row.code,
      amount: row.amount,
      debitAccountNumber: row.debit_sub,
      creditAccountNumber: row.credit_sub,
      rail: row.rail,
      railId: row.rail_id,
      clientIdentifier: row.client_identifier,
    }),
  });
}

/**
 * Records the movement of a CD, and charges the penalty of its withdrawal in the same commit. Transactions of the bank
 * itself, such as interest, do not count. Source: S-ACCT (T01, T04).
 */
function moveTimeDeposits(bank: Bank, { proposal, debit, credit }: TransactionDecision): void {
  const { partnerId, amount } = proposal;
  if (isOwnSide(debit.party) || isOwnSide(credit.party)) return;
  if (isTimeDeposit(credit.party)) recordDepositCredit(bank, credit.party.subledger, amount);
  const penalty = isTimeDeposit(debit.party) ? recordDepositDebit(bank, debit.party.subledger, amount) : 0;
  if (penalty === 0) return;
  executeTransaction(bank, {
    partnerId,
    debit: { accountNumber: debit.sub },
    credit: { internal: feeIncome.number },
    amount: penalty,
    code: 'Fee',
    description: 'Penalty fee of the early withdrawal',
    rail: 'Internal',
    isForced: true,
  });
}

function isOwnSide(party: Party | undefined): boolean {
  return party !== undefined && 'internal' in party && isSettlementAccount(party.internal);
}

function isTimeDeposit(party: Party | undefined): party is Extract<Party, { subledger: unknown }> {
  return party !== undefined && 'subledger' in party && party.subledger.kind === 'TimeDeposit';
}

/** Places holds for the parts that the schedule makes available later. */
function holdCredit(bank: Bank, { proposal, credit, row }: TransactionDecision): void {
  if (row.schedule === null || row.clears_on === null || !credit.party || 'internal' in credit.party) return;
  const { amount, rail, railId, code: transactionCode } = proposal;
  const schedule = { amounts: JSON.parse(row.schedule) as number[], clearsOn: row.clears_on };
  const { subledger } = credit.party;
  holdUntilAvailable(bank, { subledger, rail, transactionCode, amount, railId }, schedule);
}

const COLUMNS = [
  'id',
  'trace_number',
  'status',
  'debit_master',
  'debit_sub',
  'debit_code',
  'credit_master',
  'credit_sub',
  'credit_code',
  'code',
  'amount',
  'description',
  'rail',
  'rail_id',
  'client_identifier',
  'flags',
  'schedule',
  'clears_on',
  'proposed_ms',
  'executed_ms',
] as readonly (keyof TransactionRow)[];

const INSERT = `INSERT INTO ledger_transaction (partner_id, ${COLUMNS.join(', ')}) VALUES (?${', ?'.repeat(COLUMNS.length)})`;

function writeTransaction(bank: Bank, { proposal, row }: TransactionDecision): void {
  bank.store.run(INSERT, proposal.partnerId, ...COLUMNS.map((column) => row[column]));
}

interface NewException {
  readonly transactionId: string;
  readonly side: ResolvedSide;
  readonly activityType: 'Internal' | 'External';
}

/** Writes a posting exception, only for a failed side whose account exists. */
function writeException(bank: Bank, { transactionId, side, activityType }: NewException): void {
  if (side.code === 'OK' || !side.party) return;
  bank.store.run(
    `INSERT INTO posting_exception (id, transaction_id, master, sub, type, activity_type, code, posting_day, created_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    bank.newId(),
    transactionId,
    side.master,
    side.sub,
    side.type,
    activityType,
    side.code,
    openPostingDay(bank),
    bank.clock.nowMs(),
  );
}
