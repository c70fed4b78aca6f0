import type { CoreSchemas } from '../../../generated/types/index.ts';
import { type Bank, renderDay, renderInstant } from '../bank.ts';
import { renderSchedule } from '../ledger/availability-schedule.ts';
import { type HoldRow, renderHold } from '../ledger/holds.ts';
import { type MemoPostRow, renderMemoPost } from '../ledger/memo-posts.ts';
import type { ResultCode } from '../ledger/transaction-side.ts';
import { listNumbered, listPage, type Page, type PageQuery } from '../listing.ts';
import { type Rejection, reject } from '../rejection.ts';
import { findMaster } from './find-master.ts';

type Activity = CoreSchemas['Activity'];
type MemoPost = CoreSchemas['MemoPost'];
type PostingException = CoreSchemas['PostingException'];

interface TransactionFacts {
  readonly id: string;
  readonly transaction_id: string;
  readonly master: string;
  readonly sub: string;
  readonly type: 'Debit' | 'Credit';
  readonly activity_type: 'External' | 'Internal';
  readonly posting_day: string;
  readonly created_ms: number;
  readonly trace_number: string;
  readonly transaction_code: string;
  readonly description: string;
  readonly rail: CoreSchemas['Rail'];
  readonly rail_id: string | null;
  readonly transaction_amount: number;
  /** JSON: cents for each posting day, of the credit side. */
  readonly schedule: string | null;
  readonly clears_on: string | null;
  readonly product_id: string;
  readonly partner_id: string;
}

interface ActivityRow extends TransactionFacts {
  readonly amount: number;
  readonly status: 'Pending' | 'Posted';
  readonly executed_ms: number;
  readonly modified_ms: number;
  readonly posted_ms: number | null;
  readonly sequence: number | null;
  readonly balance: number | null;
}

const WITH_TRANSACTION = `t.trace_number, t.code AS transaction_code, t.description, t.rail, t.rail_id, t.amount AS transaction_amount,
  t.schedule, t.clears_on, t.executed_ms, a.product_id, a.partner_id`;
const JOINED =
  'JOIN ledger_transaction t ON t.id = r.transaction_id JOIN account a ON a.number = r.master WHERE r.master = ?';

/** Lists the activity of a master and its subledgers in order of execution. Source: S-ACCT (X05 to X11). */
export function listActivities(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  page: PageQuery,
): Page<Activity> | Rejection {
  const master = findMaster(bank, partnerId, accountNumber);
  if (!master) return reject('not-found', 'Account not found');
  return listNumbered(bank, page, {
    sql: `SELECT r.*, ${WITH_TRANSACTION} FROM activity r ${JOINED} AND r.ordinal > ? ORDER BY r.ordinal`,
    values: [master.number],
    render: (row: ActivityRow) => renderActivity(bank, row),
  });
}

export function listHolds(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  page: PageQuery,
): Page<CoreSchemas['Hold']> | Rejection {
  const render = (row: HoldRow) => renderHold({ ...row, partner_id: partnerId });
  return listOfMaster(bank, {
    partnerId,
    accountNumber,
    page,
    sql: 'SELECT * FROM hold WHERE master = ? ORDER BY seq',
    render,
  });
}

export function listMemoPosts(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  page: PageQuery,
): Page<MemoPost> | Rejection {
  const render = (row: MemoPostRow) => renderMemoPost(row, partnerId);
  return listOfMaster(bank, {
    partnerId,
    accountNumber,
    page,
    sql: 'SELECT * FROM memo_post WHERE master = ? ORDER BY seq',
    render,
  });
}

/** Lists the posting exceptions of a master and its subledgers. Source: S-ACCT (P01 to P03). */
export function listPostingExceptions(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  page: PageQuery,
): Page<PostingException> | Rejection {
  const sql = `SELECT r.*, ${WITH_TRANSACTION} FROM posting_exception r ${JOINED} ORDER BY r.seq`;
  return listOfMaster(bank, { partnerId, accountNumber, page, sql, render: renderException });
}

interface MasterQuery<Row, Item> {
  readonly partnerId: string;
  readonly accountNumber: string;
  readonly page: PageQuery;
  /** A query with one parameter, the master's number. */
  readonly sql: string;
  readonly render: (row: Row) => Item;
}

function listOfMaster<Row, Item>(
  bank: Bank,
  { partnerId, accountNumber, page, sql, render }: MasterQuery<Row, Item>,
): Page<Item> | Rejection {
  const master = findMaster(bank, partnerId, accountNumber);
  if (!master) return reject('not-found', 'Account not found');
  return listPage(bank, page, { sql, values: [master.number], render });
}

/** Renders the fields that activity and posting exceptions share: an exception looks like an activity record (P02). */
function renderTransactionFacts(row: TransactionFacts) {
  return {
    id: row.id,
    transactionId: row.transaction_id,
    traceNumber: row.trace_number,
    transactionType: row.type,
    activityType: row.activity_type,
    source: 'Transaction' as const,
    masterAccountNumber: row.master,
    subAccountNumber: row.sub,
    transactionCode: row.transaction_code,
    description: row.description,
    rail: row.rail,
    ...(row.rail_id === null ? {} : { railId: row.rail_id }),
    productId: row.product_id,
    partnerId: row.partner_id,
    postingDate: renderDay(row.posting_day),
    createdAt: renderInstant(row.created_ms),
  };
}

function renderActivity(bank: Bank, row: ActivityRow): Activity {
  return {
    ...renderTransactionFacts(row),
    ...(row.type === 'Credit' ? renderSchedule(bank, row) : {}),
    status: row.status,
    amount: row.amount,
    executedAt: renderInstant(row.executed_ms),
    lastModifiedAt: renderInstant(row.modified_ms),
    ...(row.posted_ms === null ? {} : { postedAt: renderInstant(row.posted_ms) }),
    ...(row.sequence === null ? {} : { sequenceNumber: row.sequence }),
    ...(row.balance === null ? {} : { balance: row.balance }),
  };
}

function renderException(row: TransactionFacts & { readonly code: ResultCode }): PostingException {
  return {
    ...renderTransactionFacts(row),
    amount: row.transaction_amount,
    result: { success: false, code: row.code },
    lastModifiedAt: renderInstant(row.created_ms),
  };
}
