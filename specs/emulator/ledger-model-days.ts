import { addBusinessDays, easternInstant } from '../../core/business-day.ts';
import { inOrder, type Ledger, type Place, rules, signed, subledgersOf, totalsOf } from './ledger-model.ts';
import { setStatus } from './ledger-model-accounts.ts';
import { openDeposits } from './ledger-model-deposits.ts';
import { accrueAndPay } from './ledger-model-interest.ts';
import { convert } from './ledger-model-transactions.ts';

const CLOSE_TIME = '21:00';
const YEAR_MS = 365 * 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * Moves the clock to the closing time and closes the open posting day, or does nothing; returns the bank's response.
 */
export function closeDay(ledger: Ledger): string {
  const open = openLedgers(ledger);
  if (open.length > 0) return `general-ledger-not-zero ${open.length}`;
  ledger.now = Math.max(ledger.now, easternInstant(ledger.day, CLOSE_TIME));
  const closed = ledger.day;
  accrueAndPay(ledger);
  const posted = postLines(ledger);
  sweep(ledger);
  ledger.day = addBusinessDays(closed, 1);
  endHolds(ledger);
  openDeposits(ledger);
  endMemoPosts(ledger);
  ageAccounts(ledger);
  return `${closed} closed, ${posted} posted, ${ledger.day} open`;
}

/**
 * Moves the clock by hours and closes every posting day on its way. A day whose close fails stays open while the clock
 * moves.
 */
export function advance(ledger: Ledger, hours: number): string {
  const target = ledger.now + hours * HOUR_MS;
  while (easternInstant(ledger.day, CLOSE_TIME) <= target) {
    const answer = closeDay(ledger);
    if (answer.startsWith('general-ledger-not-zero')) break;
  }
  ledger.now = target;
  const isOver = target >= easternInstant(ledger.day, CLOSE_TIME);
  return isOver ? `${ledger.day} not closed for ${openLedgers(ledger).length}` : ledger.day;
}

function openLedgers(ledger: Ledger): Place[] {
  return ledger.accounts.flatMap(({ kind, master }, place) =>
    kind === 'generalLedger' && place === master && totalsOf(ledger, master).current !== 0 ? [place] : [],
  );
}

/**
 * Posts every line of the closing day, master by master, in the product's order, numbered from 1 with a running
 * balance.
 */
function postLines(ledger: Ledger): number {
  let count = 0;
  for (const [place, { master, kind }] of ledger.accounts.entries()) {
    if (place !== master) continue;
    const own = subledgersOf(ledger, master);
    const lines = ledger.lines.filter((line) => own.includes(line.account));
    let balance = 0;
    for (const line of lines) if (line.sequence !== undefined) balance += signed(line.type, line.transaction.amount);
    const pending = inOrder(
      lines.filter((line) => line.sequence === undefined),
      rules.order[kind],
    );
    for (const [at, line] of pending.entries()) {
      balance += signed(line.type, line.transaction.amount);
      Object.assign(line, { sequence: at + 1, balance });
      count += 1;
    }
  }
  return count;
}

function sweep({ internal }: Ledger): void {
  internal.fed += internal.ach + internal.other;
  internal.ach = 0;
  internal.other = 0;
}

function endHolds({ holds, day }: Ledger): void {
  for (const hold of holds)
    if (hold.status === 'Active' && hold.lastDay !== undefined && hold.lastDay < day) hold.status = 'Expired';
}

function endMemoPosts(ledger: Ledger): void {
  for (const memo of ledger.memoPosts) {
    if (memo.status !== 'Active' || memo.lastDay === undefined || memo.lastDay >= ledger.day) continue;
    if (memo.posts) convert(ledger, memo, memo.amount);
    else memo.status = 'Expired';
  }
}

/** Makes a deposit account Inactive after a year without a transaction or change, and Dormant after another. */
function ageAccounts(ledger: Ledger): void {
  for (const [place, account] of ledger.accounts.entries()) {
    const { master, kind, status, changedAt } = account;
    if (place !== master || kind === 'generalLedger' || changedAt > ledger.now - YEAR_MS) continue;
    if (status === 'Active') setStatus(ledger, account, 'Inactive');
    else if (status === 'Inactive') setStatus(ledger, account, 'Dormant');
  }
}
