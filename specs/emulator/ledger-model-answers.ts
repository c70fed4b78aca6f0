import { addCalendarDays } from '../../core/business-day.ts';
import { figuresOf, type Ledger, NO_ACCOUNT, type Place, totalsOf } from './ledger-model.ts';
import { changeStatus, closeAccount, closeOrReopen, createSubledger } from './ledger-model-accounts.ts';
import { advance, closeDay } from './ledger-model-days.ts';
import { bumpUp, requestWithdrawal, withdrawalOf } from './ledger-model-deposits.ts';
import { againstRail, convert, isComplete, judge, judgeSide, transact } from './ledger-model-transactions.ts';
import { DEPOSIT, placeOf, type RestrictStep, type Step } from './ledger-script.ts';

type StepOf<Kind extends Step['do']> = Extract<Step, { do: Kind }>;

const HOUR_MS = 3_600_000;
/** A transfer without flags. */
const plain = { do: 'transaction', code: 'Account Transfer', flags: [] } as const;

/** Applies a step to the model and predicts the bank's response in a few words. */
export function predict(ledger: Ledger, step: Step): string {
  const at = (number: number) => placeOf(number, ledger.accounts.length);
  switch (step.do) {
    case 'transfer':
      return transfer(ledger, { ...step, ...plain });
    case 'transaction':
      return transfer(ledger, step);
    case 'empty':
      return empty(ledger, step);
    case 'rail':
      return postRail(ledger, step);
    case 'hold':
      return placeHold(ledger, step);
    case 'internal hold':
      if (at(step.account) === NO_ACCOUNT) return 'not-found';
      return hold(ledger, { ...step, place: at(step.account), type: 'Internal' });
    case 'release':
      return release(ledger, step);
    case 'memo post':
      return announce(ledger, step);
    case 'capture':
    case 'remove memo post':
      return endMemoPost(ledger, step);
    case 'restrict':
      return restrict(ledger, step);
    case 'unrestrict':
      return unrestrict(ledger, step);
    case 'stop':
      if (at(step.account) === NO_ACCOUNT) return 'not-found';
      ledger.stops.push({
        account: at(step.account),
        rail: step.rail ?? undefined,
        amount: step.amount ?? undefined,
        isRemoved: false,
      });
      return 'done';
    case 'unstop':
      return unstop(ledger, step);
    case 'create subledger':
      return createSubledger(ledger, at(step.master));
    case 'close subledger':
    case 'reopen subledger':
      return closeOrReopen(ledger, at(step.account), step.do);
    case 'close account':
      return closeAccount(ledger, at(step.account));
    case 'status':
      return changeStatus(ledger, at(step.account), step.status);
    case 'fund deposit':
      return transfer(ledger, { ...plain, debit: step.from, credit: DEPOSIT, amount: step.amount });
    case 'bump up':
      return bumpUp(ledger, DEPOSIT);
    case 'request withdrawal':
      return requestWithdrawal(ledger, DEPOSIT, step.waived);
    case 'withdraw': {
      const amount = step.amount ?? withdrawalOf(ledger, DEPOSIT);
      return amount <= 0 ? 'empty' : transfer(ledger, { ...plain, debit: DEPOSIT, credit: step.into, amount });
    }
    case 'in turn':
      return step.steps.map((one) => predict(ledger, one)).join(', ');
    case 'close day':
      return closeDay(ledger);
    case 'advance':
      return advance(ledger, step.hours);
  }
}

function transfer(ledger: Ledger, { debit, credit, amount, code, flags }: StepOf<'transaction'>): string {
  const [payer, payee] = [placeOf(debit, ledger.accounts.length), placeOf(credit, ledger.accounts.length)];
  if (payer === payee) return 'same-account';
  const proposed = { debit: payer, credit: payee, amount, code, flags, rail: 'Internal' };
  const transaction = flags.includes('AUTH') ? judge(ledger, proposed) : transact(ledger, proposed);
  return `${isComplete(transaction) ? 'Complete' : 'Failed'} ${transaction.debitCode} ${transaction.creditCode}`;
}

/** Moves the whole balance of an account to another, or covers its deficit. */
function empty(ledger: Ledger, { account, into }: StepOf<'empty'>): string {
  const { current } = figuresOf(ledger, placeOf(account, ledger.accounts.length));
  if (current === 0) return 'empty';
  const [debit, credit] = current > 0 ? [account, into] : [into, account];
  return transfer(ledger, { ...plain, debit, credit, amount: Math.abs(current) });
}

function postRail(ledger: Ledger, { account, type, rail, code, amount }: StepOf<'rail'>): string {
  const place = placeOf(account, ledger.accounts.length);
  if (place === NO_ACCOUNT) return 'not-found';
  const transaction = transact(ledger, { ...againstRail(type, place), amount, code, rail });
  const side = type === 'Credit' ? transaction.creditCode : transaction.debitCode;
  return `${isComplete(transaction) ? 'Complete' : 'Failed'} ${side}`;
}

function placeHold(ledger: Ledger, { master, sub, amount, days }: StepOf<'hold'>): string {
  const count = ledger.accounts.length;
  const [masterPlace, place] = [placeOf(master, count), placeOf(sub ?? master, count)];
  const [account, owner] = [ledger.accounts[place], ledger.accounts[masterPlace]];
  if (!account || !owner || account.master !== masterPlace) return 'not-found';
  if (account.status !== 'Active' || owner.status !== 'Active') return 'account-not-active';
  const isEnough = totalsOf(ledger, masterPlace).available >= amount;
  const isOwnEnough = account.kind !== 'direct' || figuresOf(ledger, place).available >= amount;
  if (!isEnough || !isOwnEnough) return 'hold-exceeds-available';
  return hold(ledger, { place, amount, days, type: 'Partner' });
}

interface NewHold {
  readonly place: Place;
  readonly amount: number;
  readonly days: number | null;
  readonly type: 'Partner' | 'Internal';
}

function hold(ledger: Ledger, { place, amount, days, type }: NewHold): string {
  const it = ledger.accounts[place];
  if (it?.status === 'Closed' || ledger.accounts[it?.master ?? place]?.status === 'Closed') return 'account-closed';
  if (days !== null && days < 0) return 'invalid';
  const lastDay = days === null ? undefined : addCalendarDays(ledger.day, days);
  ledger.holds.push({ account: place, type, amount, lastDay, status: 'Active' });
  return 'done';
}

function release(ledger: Ledger, { nth, byBank, of }: StepOf<'release'>): string {
  const it = ledger.holds[placeOf(nth, ledger.holds.length)];
  if (it?.status !== 'Active') return 'not-found';
  const own = byBank ? it.account : ledger.accounts[it.account]?.master;
  if (of !== null && placeOf(of, ledger.accounts.length) !== own) return 'not-found';
  if (byBank && it.type === 'Partner') return 'not-found';
  if (!byBank && it.type === 'Internal') return 'set-by-the-bank';
  it.status = 'Released';
  return 'done';
}

function announce(ledger: Ledger, step: StepOf<'memo post'>): string {
  const { type, amount, affects, rail, code, days, posts } = step;
  const account = placeOf(step.account, ledger.accounts.length);
  if (account === NO_ACCOUNT) return 'not-found';
  if (days !== null && days < 0) return 'invalid';
  const result = judgeSide(ledger, type, { ...againstRail(type, account), amount, code, rail });
  const it = ledger.accounts[account];
  if (it?.status === 'Closed' || ledger.accounts[it?.master ?? account]?.status === 'Closed') return 'account-closed';
  if (affects && result !== 'OK') return `authorization-refused ${result}`;
  const lastDay = days === null ? undefined : addCalendarDays(ledger.day, days);
  ledger.memoPosts.push({ account, type, amount, affects, rail, code, lastDay, posts, status: 'Active' });
  return 'done';
}

function endMemoPost(ledger: Ledger, step: StepOf<'capture'> | StepOf<'remove memo post'>): string {
  const memo = ledger.memoPosts[placeOf(step.nth, ledger.memoPosts.length)];
  if (memo?.status !== 'Active') return 'not-found';
  if (step.do === 'capture') {
    const transaction = convert(ledger, memo, step.amount);
    const side = memo.type === 'Credit' ? transaction.creditCode : transaction.debitCode;
    return `${isComplete(transaction) ? 'Complete' : 'Failed'} ${side}`;
  }
  memo.status = 'Expired';
  return 'done';
}

function restrict(ledger: Ledger, request: RestrictStep): string {
  const count = ledger.accounts.length;
  const master = placeOf(request.account, count);
  const sub = request.sub === null ? undefined : placeOf(request.sub, count);
  const instant = (hours: number | null) => (hours === null ? undefined : ledger.now + hours * HOUR_MS);
  const [starts, expires] = [instant(request.starts), instant(request.expires)];
  if (ledger.accounts[master]?.master !== master) return 'not-found';
  if (sub !== undefined && request.appliesTo !== 'Account') return 'invalid';
  if (sub !== undefined && ledger.accounts[sub]?.master !== master) return 'not-found';
  if (expires !== undefined && expires <= Math.max(starts ?? expires - 1, ledger.now)) return 'invalid';
  ledger.restrictions.push({
    master,
    sub,
    appliesTo: request.appliesTo,
    byBank: request.byBank,
    starts,
    expires,
    isRemoved: false,
    rail: request.rail ?? undefined,
    type: request.type ?? undefined,
    otherType: request.otherType ?? undefined,
    threshold: request.threshold ?? undefined,
    code: request.code ?? undefined,
  });
  return 'done';
}

function unrestrict(ledger: Ledger, { nth, byBank, of }: StepOf<'unrestrict'>): string {
  const it = ledger.restrictions[placeOf(nth, ledger.restrictions.length)];
  if (!it || it.isRemoved) return 'not-found';
  if (of !== null && placeOf(of, ledger.accounts.length) !== it.master) return 'not-found';
  if (it.byBank && !byBank) return 'set-by-the-bank';
  it.isRemoved = true;
  return 'done';
}

function unstop(ledger: Ledger, { nth, of }: StepOf<'unstop'>): string {
  const it = ledger.stops[placeOf(nth, ledger.stops.length)];
  if (!it || it.isRemoved) return 'not-found';
  if (of !== null && placeOf(of, ledger.accounts.length) !== it.account) return 'not-found';
  it.isRemoved = true;
  return 'done';
}
