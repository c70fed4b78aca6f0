import type { CoreSchemas } from '../../generated/types/index.ts';
import { authorizeSide, type ResultCode } from './authorization.ts';
import { type Bank, openPostingDay, renderInstant } from './bank.ts';
import { findSubledger } from './find-subledger.ts';
import { activityTypeOf, type Party, postTransaction } from './post-transaction.ts';
import { type Rejection, reject } from './rejection.ts';

type Transaction = CoreSchemas['Transaction'];

/** A side that is proposed: the number of a deposit account, or of an internal one. */
export type ProposedParty = { readonly accountNumber: string } | { readonly internal: string };

/** A transaction before it is authorized. */
export interface Proposal {
  /** Whose accounts the deposit sides are. */
  readonly partnerId: string;
  readonly debit: ProposedParty;
  readonly credit: ProposedParty;
  readonly amount: number;
  readonly code: string;
  readonly description: string;
  readonly rail: CoreSchemas['Rail'];
  readonly railId?: string;
  readonly clientIdentifier?: string;
}

interface TransactionRow {
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
  readonly proposed_ms: number;
  readonly executed_ms: number | null;
  readonly debit_class: string | null;
  readonly debit_partner: string | null;
  readonly debit_product: string | null;
  readonly credit_class: string | null;
  readonly credit_partner: string | null;
  readonly credit_product: string | null;
}

/**
 * Moves money between two accounts of the partner, masters or subledgers in any combination. When a side fails
 * authorization nothing moves, and the answer is the transaction with that side's code (DOC-056, variant A).
 * Source: S-ACCT, Book Transfers (B01 to B10).
 */
export function createTransfer(
  bank: Bank,
  partnerId: string,
  request: CoreSchemas['TransferRequest'],
): Transaction | Rejection {
  const { debitAccountNumber, creditAccountNumber, amount, clientIdentifier } = request;
  if (debitAccountNumber === creditAccountNumber) return reject('same-account');
  return bank.store.atomically(() => {
    const row = executeTransaction(bank, {
      partnerId,
      debit: { accountNumber: debitAccountNumber },
      credit: { accountNumber: creditAccountNumber },
      amount,
      code: 'Account Transfer',
      description: `Transfer from ${debitAccountNumber} to ${creditAccountNumber}`,
      rail: 'Internal',
      ...(clientIdentifier === undefined ? {} : { clientIdentifier }),
    });
    return renderTransaction(row);
  });
}

/** A transaction with the accounts of its sides, where they are the partner's or the bank's own. */
const SELECT = `
  SELECT t.*, d.class AS debit_class, d.partner_id AS debit_partner, d.product_id AS debit_product,
    c.class AS credit_class, c.partner_id AS credit_partner, c.product_id AS credit_product
  FROM ledger_transaction t
  LEFT JOIN account d ON d.number = t.debit_master AND (d.partner_id = t.partner_id OR d.partner_id IS NULL)
  LEFT JOIN account c ON c.number = t.credit_master AND (c.partner_id = t.partner_id OR c.partner_id IS NULL)
  WHERE t.id = ? AND t.partner_id = ?`;

/** Gets one transaction of the partner, or `not-found`. */
export function getTransaction({ store }: Bank, partnerId: string, transactionId: string): Transaction | Rejection {
  const row = store.get<TransactionRow>(SELECT, transactionId.toLowerCase(), partnerId);
  return row ? renderTransaction(row) : reject('not-found', 'Transaction not found');
}

/**
 * Authorizes both sides, then either posts the transaction or records it as failed with a posting exception on each side
 * that failed. Belongs inside a commit. Source: S-ACCT, Transactions, Posting exceptions (X01 to X04, P01 to P03).
 */
export function executeTransaction(bank: Bank, proposal: Proposal): TransactionRow {
  const debit = resolveParty(bank, proposal, 'Debit');
  const credit = resolveParty(bank, proposal, 'Credit');
  const row = writeTransaction(bank, { proposal, debit, credit });
  if (row.status === 'Complete' && debit.party && credit.party) {
    const { id: transactionId, amount } = row;
    postTransaction(bank, { transactionId, amount, debit: debit.party, credit: credit.party });
  } else {
    const activityType = debit.party && credit.party ? activityTypeOf(debit.party, credit.party) : 'External';
    for (const side of [debit, credit]) writeException(bank, { transactionId: row.id, side, activityType });
  }
  return row;
}

interface ResolvedSide {
  readonly type: 'Debit' | 'Credit';
  /** As proposed: an unknown number stays what it was. */
  readonly master: string;
  readonly sub: string;
  readonly party: Party | undefined;
  readonly code: ResultCode;
}

function resolveParty(bank: Bank, proposal: Proposal, type: 'Debit' | 'Credit'): ResolvedSide {
  const [proposed, other] = type === 'Debit' ? [proposal.debit, proposal.credit] : [proposal.credit, proposal.debit];
  if ('internal' in proposed) {
    return {
      type,
      master: proposed.internal,
      sub: proposed.internal,
      party: { internal: proposed.internal },
      code: 'OK',
    };
  }
  const subledger = findSubledger(bank, proposal.partnerId, proposed.accountNumber);
  const code = authorizeSide(bank, {
    type,
    subledger,
    otherAccountType: 'internal' in other ? 'GeneralLedger' : 'Deposit',
    amount: proposal.amount,
    rail: proposal.rail,
    transactionCode: proposal.code,
  });
  const { accountNumber } = proposed;
  return {
    type,
    master: subledger?.master ?? accountNumber,
    sub: accountNumber,
    party: subledger && { subledger },
    code,
  };
}

interface NewTransaction {
  readonly proposal: Proposal;
  readonly debit: ResolvedSide;
  readonly credit: ResolvedSide;
}

/** Writes the transaction as it ended and gives it back as `SELECT` would read it. */
function writeTransaction(bank: Bank, { proposal, debit, credit }: NewTransaction): TransactionRow {
  const now = bank.clock.nowMs();
  const isComplete = debit.code === 'OK' && credit.code === 'OK';
  const stored = {
    id: bank.newId(),
    trace_number: bank.newTraceNumber(),
    status: isComplete ? 'Complete' : 'Failed',
    partner_id: proposal.partnerId,
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
    proposed_ms: now,
    executed_ms: isComplete ? now : null,
  } as const;
  const values = Object.values(stored);
  bank.store.run(`INSERT INTO ledger_transaction VALUES (NULL${', ?'.repeat(values.length)})`, ...values);
  const [payer, payee] = [ownerOf(debit), ownerOf(credit)];
  return {
    ...stored,
    debit_class: payer.class,
    debit_partner: payer.partner,
    debit_product: payer.product,
    credit_class: payee.class,
    credit_partner: payee.partner,
    credit_product: payee.product,
  };
}

/** What is known of a side's account: nothing of one that the partner does not have. */
function ownerOf({ party }: ResolvedSide): { class: string | null; partner: string | null; product: string | null } {
  if (!party) return { class: null, partner: null, product: null };
  if ('internal' in party) return { class: 'GeneralLedger', partner: null, product: null };
  return { class: 'Deposit', partner: party.subledger.partner_id, product: party.subledger.product_id };
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

function renderTransaction(row: TransactionRow): Transaction {
  return {
    id: row.id,
    traceNumber: row.trace_number,
    status: row.status,
    debit: {
      transactionType: 'Debit',
      masterAccountNumber: row.debit_master,
      subAccountNumber: row.debit_sub,
      ...renderOwner(row.debit_class, row.debit_partner, row.debit_product),
      result: { success: row.debit_code === 'OK', code: row.debit_code },
    },
    credit: {
      transactionType: 'Credit',
      masterAccountNumber: row.credit_master,
      subAccountNumber: row.credit_sub,
      ...renderOwner(row.credit_class, row.credit_partner, row.credit_product),
      result: { success: row.credit_code === 'OK', code: row.credit_code },
    },
    transactionCode: row.code,
    amount: row.amount,
    description: row.description,
    rail: row.rail,
    ...(row.rail_id === null ? {} : { railId: row.rail_id }),
    ...(row.client_identifier === null ? {} : { clientIdentifier: row.client_identifier }),
    proposedAt: renderInstant(row.proposed_ms),
    ...(row.executed_ms === null ? {} : { executedAt: renderInstant(row.executed_ms) }),
    lastModifiedAt: renderInstant(row.executed_ms ?? row.proposed_ms),
  };
}

/** What a side tells of its account; of one that the partner does not have, no more than the caller said. */
function renderOwner(accountClass: string | null, partnerId: string | null, productId: string | null) {
  const accountType =
    accountClass === null || accountClass === 'Deposit' ? ('Deposit' as const) : ('GeneralLedger' as const);
  return { accountType, ...(partnerId === null || productId === null ? {} : { partnerId, productId }) };
}
