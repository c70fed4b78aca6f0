import {
  type Account,
  figuresOf,
  type Ledger,
  NOTHING,
  type Place,
  type Status,
  subledgersOf,
  totalsOf,
} from './ledger-model.ts';
import { pay } from './ledger-model-interest.ts';
import { postOwn } from './ledger-model-transactions.ts';

/** Creates a subledger of an active master. */
export function createSubledger(ledger: Ledger, master: Place): string {
  const owner = ledger.accounts[master];
  if (owner?.master !== master || owner.kind === 'generalLedger') return 'not-found';
  if (owner.status !== 'Active') return 'account-not-active';
  const account: Account = { master, kind: owner.kind, status: 'Active', changedAt: ledger.now, accrued: NOTHING };
  ledger.accounts.push(account);
  return 'done';
}

/** Counts the reasons against closing an account; undefined if there are none. */
function obstacles(ledger: Ledger, place: Place, { master }: Account): string | undefined {
  const own = place === master ? subledgersOf(ledger, master) : [place];
  const { current, hold: held } = place === master ? totalsOf(ledger, master) : figuresOf(ledger, place);
  const reasons = [
    current !== 0,
    held !== 0,
    ledger.memoPosts.some(({ account, status }) => status === 'Active' && own.includes(account)),
    own.some((at) => at !== place && ledger.accounts[at]?.status !== 'Closed'),
  ].filter(Boolean);
  return reasons.length === 0 ? undefined : `account-not-empty ${reasons.length}`;
}

/** Closes an empty master. */
export function closeAccount(ledger: Ledger, place: Place): string {
  const account = ledger.accounts[place];
  if (account?.master !== place) return 'not-found';
  if (account.status === 'Closed') return 'account-closed';
  const obstacle = obstacles(ledger, place, account);
  if (obstacle === undefined) closeMaster(ledger, place, account);
  return obstacle ?? 'done';
}

/** Pays the interest that has accrued, to be paid out outside the API, and closes the master. */
function closeMaster(ledger: Ledger, place: Place, account: Account): void {
  const net = pay(ledger, place);
  if (net > 0) postOwn(ledger, { debit: place, amount: net, code: 'Withdrawal', own: 'closing' });
  account.accrued = NOTHING;
  setStatus(ledger, account, 'Closed');
}

/** Closes an empty subledger, or reopens a closed one. */
export function closeOrReopen(ledger: Ledger, place: Place, act: 'close subledger' | 'reopen subledger'): string {
  const account = ledger.accounts[place];
  if (!account) return 'not-found';
  if (account.master === place) return 'implicit-subledger';
  if (act === 'close subledger') {
    if (account.status === 'Closed') return 'account-closed';
    const obstacle = obstacles(ledger, place, account);
    if (obstacle === undefined) setStatus(ledger, account, 'Closed');
    return obstacle ?? 'done';
  }
  if (account.status !== 'Closed') return 'account-not-closed';
  if (ledger.accounts[account.master]?.status !== 'Active') return 'account-not-active';
  setStatus(ledger, account, 'Active');
  return 'done';
}

/** Changes a status as bank staff may. */
export function changeStatus(ledger: Ledger, place: Place, status: Status): string {
  const account = ledger.accounts[place];
  if (!account) return 'not-found';
  const isMaster = account.master === place;
  if (account.status === 'Closed' && status !== 'Active' && status !== 'Closed') return 'account-closed';
  const isUnderClosed = !isMaster && ledger.accounts[account.master]?.status === 'Closed';
  if (isUnderClosed && status === 'Active') return 'account-not-active';
  const obstacle = status === 'Closed' ? obstacles(ledger, place, account) : undefined;
  if (obstacle !== undefined) return obstacle;
  if (status === 'Closed' && isMaster && account.status !== 'Closed') closeMaster(ledger, place, account);
  else setStatus(ledger, account, status);
  return 'done';
}

/** Sets a status. It is a change of the account, which ages from then on. */
export function setStatus({ now }: Ledger, account: Account, status: Status): void {
  Object.assign(account, { status, changedAt: now });
}
