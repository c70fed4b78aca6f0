import type { CoreSchemas, EmulatorSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import { payInterestOnClosing } from '../interest/pay-interest.ts';
import { type Rejection, reject } from '../rejection.ts';
import { emitAccountEvent, emitSubledgerEvent } from './account-events.ts';
import { renderAccount } from './accounts.ts';
import { type AccountRow, findMaster, type LedgerRow } from './find-master.ts';

/**
 * Closes a master account that is empty, and its implicit subledger with it. ASSUMPTION: an account closes only
 * without holds, memo posts and unfinished ACH payments, and after every created subledger is closed. Source: P-ROLES
 * (close), P-SUBCLOSE (zero balance, for subledgers).
 */
export function closeAccount(bank: Bank, partnerId: string, accountNumber: string): CoreSchemas['Account'] | Rejection {
  const account = findMaster(bank, partnerId, accountNumber);
  if (!account) return reject('not-found', 'Account not found');
  if (account.status === 'Closed') return reject('account-closed');
  const obstacle = findClosingObstacle(bank, account, 'master');
  if (obstacle) return obstacle;
  setStatus(bank, account, 'Closed');
  return renderAccount(bank, findMaster(bank, partnerId, accountNumber) as AccountRow);
}

/** Changes the title of a master account and of its implicit subledger. Inferred. */
export function changeAccountTitle(
  bank: Bank,
  partnerId: string,
  accountNumber: string,
  title: string,
): CoreSchemas['Account'] | Rejection {
  const account = findMaster(bank, partnerId, accountNumber);
  if (!account) return reject('not-found', 'Account not found');
  if (account.status === 'Closed') return reject('account-closed');
  const now = bank.clock.nowMs();
  bank.store.atomically(() => {
    for (const table of ['account', 'subledger'])
      bank.store.run(`UPDATE ${table} SET title = ?, modified_ms = ? WHERE number = ?`, title, now, accountNumber);
    emitAccountEvent(bank, 'Core.Account.Title.Changed', accountNumber);
  });
  return renderAccount(bank, findMaster(bank, partnerId, accountNumber) as AccountRow);
}

type Closable = Pick<LedgerRow, 'number' | 'current' | 'hold' | 'memo'>;

/** Returns a rejection with every reason why a master or subledger cannot be closed. */
export function findClosingObstacle({ store }: Bank, account: Closable, kind: 'master' | 'sub'): Rejection | undefined {
  const count = (sql: string) => store.get<{ count: number }>(sql, account.number)?.count ?? 0;
  const memoPosts = count(`SELECT count(*) AS count FROM memo_post WHERE ${kind} = ? AND status = 'Active'`);
  const open = `SELECT count(*) AS count FROM subledger WHERE master = ? AND number <> master AND status <> 'Closed'`;
  const subledgers = kind === 'master' ? count(open) : 0;
  const number = kind === 'master' ? '(SELECT number FROM subledger WHERE master = ?)' : '(?)';
  const payments = count(
    `SELECT count(*) AS count FROM ach_payment WHERE account IN ${number} AND direction = 'Outbound' AND
       status IN ('Created', 'Pending', 'Hold', 'Batched', 'Processing')`,
  );
  const batches = count(
    `SELECT count(*) AS count FROM client_batch WHERE account IN ${number} AND status = 'Processing'`,
  );
  const reasons = [
    ...(account.current === 0 ? [] : [`Current balance is ${account.current} cents, expected 0`]),
    ...(account.hold === 0 ? [] : [`Holds are ${account.hold} cents, expected 0`]),
    ...(memoPosts === 0 ? [] : [`Active memo posts are ${memoPosts}, expected 0`]),
    ...(payments === 0 ? [] : [`Unfinished ACH payments are ${payments}, expected 0`]),
    ...(batches === 0 ? [] : [`Client batches not yet imported are ${batches}, expected 0`]),
    ...(subledgers === 0 ? [] : [`Open subledgers are ${subledgers}, expected 0`]),
  ];
  return reasons.length === 0 ? undefined : reject('account-not-empty', ...reasons);
}

/**
 * Changes the status of any partner's master or subledger, as bank staff would: to Inactive, Dormant, Escheat,
 * ChargeOff and back, to Closed if it is empty, and from Closed to Active, which a partner cannot do. Source: S-SUB
 * (L16); D25.
 */
export function changeAccountStatus(
  bank: Bank,
  accountNumber: string,
  { status }: EmulatorSchemas['AccountStatusChange'],
): EmulatorSchemas['AccountStatusChange'] | Rejection {
  const sql = 'SELECT * FROM subledger WHERE number = ?';
  const subledger = bank.store.get<LedgerRow & { master: string }>(sql, accountNumber);
  if (!subledger) return reject('not-found', 'Account not found');
  const isMaster = subledger.master === accountNumber;
  const account = bank.store.get<AccountRow>('SELECT * FROM account WHERE number = ?', subledger.master) as AccountRow;
  const current = isMaster ? account.status : subledger.status;
  if (current === 'Closed' && status !== 'Active' && status !== 'Closed') return reject('account-closed');
  if (!isMaster && status === 'Active' && account.status === 'Closed') return reject('account-not-active');
  const obstacle =
    status === 'Closed'
      ? findClosingObstacle(bank, isMaster ? account : subledger, isMaster ? 'master' : 'sub')
      : undefined;
  if (obstacle) return obstacle;
  setStatus(bank, isMaster ? account : subledger, status);
  return { status };
}

/**
 * Sets the status of an account; a master and its implicit subledger share it. Emits one event if the status changes.
 */
function setStatus(
  bank: Bank,
  { number, status: before }: Pick<AccountRow, 'number' | 'status'>,
  status: CoreSchemas['AccountStatus'],
): void {
  const now = bank.clock.nowMs();
  const closed = status === 'Closed' ? now : null;
  bank.store.atomically(() => {
    if (status === 'Closed' && before !== 'Closed') payInterestOnClosing(bank, number);
    for (const table of ['account', 'subledger']) {
      const sql = `UPDATE ${table} SET status = ?, closed_ms = ?, modified_ms = ? WHERE number = ?`;
      bank.store.run(sql, status, closed, now, number);
    }
    if (status === before) return;
    const change = status === 'Closed' ? 'Closed' : 'Status.Changed';
    const isMaster = bank.store.get('SELECT 1 FROM account WHERE number = ?', number) !== undefined;
    if (isMaster) emitAccountEvent(bank, `Core.Account.${change}`, number);
    else emitSubledgerEvent(bank, `Core.SubAccount.${change}`, number);
  });
}

const YEAR_MS = 365 * 86_400_000;

/**
 * Makes accounts Inactive after one year without a transaction or change, and Dormant after one more year. ASSUMPTION:
 * an account ages at the close of a posting day and from its last change, interest counts as a transaction, and a GL
 * does not age. Must run inside the commit of the close. Source: L-COREREF.
 */
export function ageAccounts(bank: Bank): void {
  const sql = `SELECT number, status FROM account WHERE class = 'Deposit' AND status IN ('Active', 'Inactive')
    AND max(modified_ms, coalesce(transacted_ms, opened_ms)) <= ?`;
  const idle = bank.store.all<Pick<AccountRow, 'number' | 'status'>>(sql, bank.clock.nowMs() - YEAR_MS);
  for (const account of idle) setStatus(bank, account, account.status === 'Active' ? 'Inactive' : 'Dormant');
}
