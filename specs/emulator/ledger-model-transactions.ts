import { addBusinessDays } from '../../core/business-day.ts';
import {
  type Account,
  type Criteria,
  figuresOf,
  type Internal,
  type Ledger,
  type MemoPost,
  type Place,
  type Restriction,
  rules,
  type Side,
  scheduleOf,
  signed,
  type Transaction,
  totalsOf,
} from './ledger-model.ts';
import { isLocked, recordMovement } from './ledger-model-deposits.ts';

const STATUS_CODES = { Active: 'OK', Inactive: 'INA', Dormant: 'DRM', Escheat: 'ESC', ChargeOff: 'CHR', Closed: 'CLS' };

/** A transaction before its authorization; one side may be the GL of a rail. */
export interface Proposed {
  readonly debit: Place | 'internal';
  readonly credit: Place | 'internal';
  readonly amount: number;
  readonly code: string;
  readonly rail: string;
  readonly flags?: readonly string[];
  /** True if the bank forces it: nothing is checked or held. */
  readonly isForced?: boolean;
  /** The settlement account of a transaction of the bank itself. */
  readonly own?: Internal;
}

/**
 * Returns the result code of one side: OK, or the code of the first guard that fails (books.md, section 2; DOC-058).
 */
export function judgeSide(ledger: Ledger, type: Side, proposed: Proposed): string {
  const [place, other] = type === 'Debit' ? [proposed.debit, proposed.credit] : [proposed.credit, proposed.debit];
  const { flags = [], amount } = proposed;
  if (place === 'internal') return 'OK';
  const account = ledger.accounts[place];
  if (!account) return 'ANF';
  if (proposed.isForced) return 'OK';
  const lifts = (flag: string) => flags.includes(flag) || flags.includes('FRC');
  const ofMaster = STATUS_CODES[ledger.accounts[account.master]?.status ?? 'Active'];
  const ofSubledger = STATUS_CODES[account.status];
  if (ofMaster === 'CLS' || ofSubledger === 'CLS') return 'CLS';
  if (!lifts('STS') && ofMaster !== 'OK') return ofMaster;
  if (!lifts('STS') && ofSubledger !== 'OK') return ofSubledger;
  if (!lifts('STP') && type === 'Debit' && isStopped(ledger, place, proposed)) return 'STP';
  const side = { type, rail: proposed.rail, code: proposed.code, amount, otherType: typeOf(ledger, other) };
  if (isRestricted(ledger, place, side, lifts('RES'))) return 'RES';
  if (isLocked(ledger, account.master, type, amount)) return 'RES';
  if (!lifts('RES') && account.kind === 'direct' && rules.policies.direct.some((it) => matches(it, side))) return 'RES';
  const isWithin = other !== 'internal' && ledger.accounts[other]?.master === account.master;
  if (!lifts('RGD') && type === 'Debit' && !isWithin && isOverMonthlyDebits(ledger, account)) return 'RES';
  if (!lifts('NSF') && type === 'Debit' && !hasFunds(ledger, place, amount)) return 'NSF';
  return 'OK';
}

function typeOf({ accounts }: Ledger, place: Place | 'internal'): 'Deposit' | 'GeneralLedger' {
  if (place === 'internal') return 'GeneralLedger';
  return accounts[place]?.kind === 'generalLedger' ? 'GeneralLedger' : 'Deposit';
}

function isStopped({ stops }: Ledger, place: Place, { rail, amount }: Proposed): boolean {
  return stops.some(
    (stop) =>
      !stop.isRemoved && stop.account === place && (stop.rail ?? rail) === rail && (stop.amount ?? amount) === amount,
  );
}

type SideFacts = Required<Omit<Criteria, 'threshold'>> & { readonly amount: number };

/** Returns true if a restriction blocks the side. A partner lifts its own restrictions, never the bank's. */
function isRestricted(ledger: Ledger, place: Place, side: SideFacts, onlyByBank: boolean): boolean {
  return ledger.restrictions.some(
    (it) => (it.byBank || !onlyByBank) && isInForce(ledger, it) && covers(ledger, it, place) && matches(it, side),
  );
}

function isInForce({ now }: Ledger, { isRemoved, starts, expires }: Restriction): boolean {
  return !isRemoved && (starts ?? now) <= now && (expires ?? Number.POSITIVE_INFINITY) > now;
}

function covers({ accounts }: Ledger, { master, sub, appliesTo }: Restriction, place: Place): boolean {
  if (accounts[place]?.master !== master) return false;
  if (sub !== undefined) return sub === place;
  return appliesTo === 'All' || (appliesTo === 'Account') === (place === master);
}

function matches(criteria: Criteria, side: SideFacts): boolean {
  return (
    (criteria.rail ?? side.rail) === side.rail &&
    (criteria.type ?? side.type) === side.type &&
    (criteria.otherType ?? side.otherType) === side.otherType &&
    (criteria.code ?? side.code) === side.code &&
    (criteria.threshold === undefined || side.amount > criteria.threshold)
  );
}

function isOverMonthlyDebits({ accounts, lines, day }: Ledger, { kind, master }: Account): boolean {
  if (kind !== 'savings') return false;
  let count = 0;
  for (const line of lines) {
    const isOfMaster = accounts[line.account]?.master === master;
    const isLifted = line.transaction.flags.some((flag) => flag === 'RGD' || flag === 'FRC');
    const isThisMonth = line.day.slice(0, 7) === day.slice(0, 7);
    if (isOfMaster && isThisMonth && line.type === 'Debit' && line.activityType === 'External' && !isLifted) count += 1;
  }
  return count >= rules.monthlyDebits;
}

/** Returns true if the funds suffice. Passthrough: of the master; Direct: of the subledger too; a GL has no limit. */
function hasFunds(ledger: Ledger, place: Place, amount: number): boolean {
  const account = ledger.accounts[place];
  if (!account || account.kind === 'generalLedger') return true;
  const enough = totalsOf(ledger, account.master).available >= amount;
  return enough && (account.kind !== 'direct' || figuresOf(ledger, place).available >= amount);
}

/** Authorizes both sides; moves the money and writes two lines, or writes the failed sides. */
export function transact(ledger: Ledger, proposed: Proposed): Transaction {
  const transaction = judge(ledger, proposed);
  ledger.transactions.push(transaction);
  const { debit, credit, debitCode, creditCode, amount } = transaction;
  const sides = [
    { place: debit, type: 'Debit' as const, code: debitCode },
    { place: credit, type: 'Credit' as const, code: creditCode },
  ];
  const activityType = isInternal(ledger, proposed) ? 'Internal' : 'External';
  const { day } = ledger;
  for (const { place, type, code } of sides) {
    const account = place === 'internal' ? undefined : ledger.accounts[place];
    if (isComplete(transaction)) post(ledger, { transaction, place, type, activityType });
    else if (account && code !== 'OK' && place !== 'internal')
      ledger.exceptions.push({ account: place, type, activityType, code, amount, day });
  }
  if (!isComplete(transaction)) return transaction;
  holdLaterDays(ledger, transaction);
  if (transaction.own === undefined) for (const { place, type } of sides) moveDeposit(ledger, place, type, amount);
  return transaction;
}

function moveDeposit(ledger: Ledger, place: Place | 'internal', type: Side, amount: number): void {
  if (place === 'internal') return;
  const charge = (fee: number) => postOwn(ledger, { debit: place, amount: fee, code: 'Fee', own: 'fees' });
  recordMovement(ledger, place, { type, amount, charge });
}

/** Returns the result that a transaction would have. */
export function judge(ledger: Ledger, proposed: Proposed): Transaction {
  const [debitCode, creditCode] = [judgeSide(ledger, 'Debit', proposed), judgeSide(ledger, 'Credit', proposed)];
  const payee = proposed.credit === 'internal' ? undefined : ledger.accounts[proposed.credit];
  const isGood = debitCode === 'OK' && creditCode === 'OK';
  const schedule = isGood && payee && !proposed.isForced ? scheduleOf(ledger, payee, proposed) : undefined;
  return { flags: proposed.isForced ? ['FRC'] : [], ...proposed, debitCode, creditCode, ...schedule };
}

export function isComplete({ debitCode, creditCode }: Transaction): boolean {
  return debitCode === 'OK' && creditCode === 'OK';
}

function isInternal({ accounts }: Ledger, { debit, credit }: Proposed): boolean {
  if (debit === 'internal' || credit === 'internal') return false;
  const [payer, payee] = [accounts[debit], accounts[credit]];
  return payer !== undefined && payee !== undefined && payer.master === payee.master;
}

interface NewLine {
  readonly transaction: Transaction;
  readonly place: Place | 'internal';
  readonly type: Side;
  readonly activityType: 'Internal' | 'External';
}

function post(ledger: Ledger, { transaction, place, type, activityType }: NewLine): void {
  if (place === 'internal') {
    ledger.internal[transaction.own ?? (transaction.rail === 'Ach' ? 'ach' : 'other')] += signed(
      type,
      transaction.amount,
    );
    return;
  }
  ledger.lines.push({ transaction, account: place, type, activityType, day: ledger.day });
  const master = ledger.accounts[ledger.accounts[place]?.master ?? place];
  if (master) master.changedAt = ledger.now;
}

/** Places a hold for the share of each later day; its last day is the posting day before (books.md, section 3). */
function holdLaterDays(ledger: Ledger, { credit, schedule = [] }: Transaction): void {
  for (const [at, amount] of schedule.entries()) {
    if (at === 0 || amount === 0 || credit === 'internal') continue;
    const lastDay = addBusinessDays(ledger.day, at - 1);
    ledger.holds.push({ account: credit, type: 'Internal', amount, lastDay, status: 'Active' });
  }
}

/**
 * Replaces a memo post with its transaction: forced if it was authorized before, else if the account accepts it now.
 */
export function convert(ledger: Ledger, memo: MemoPost, amount: number): Transaction {
  if (memo.affects) memo.status = 'Converted';
  const transaction = transact(ledger, {
    ...againstRail(memo.type, memo.account),
    amount,
    rail: memo.rail,
    code: memo.code === 'Card Auth' ? 'Sale' : memo.code,
    isForced: memo.affects,
  });
  if (!memo.affects) memo.status = isComplete(transaction) ? 'Converted' : 'Expired';
  return transaction;
}

/** Returns the sides of a transaction between an account and the GL of a rail. */
export function againstRail(type: Side, place: Place): Pick<Proposed, 'debit' | 'credit'> {
  return type === 'Credit' ? { debit: 'internal', credit: place } : { debit: place, credit: 'internal' };
}

interface OwnTransaction {
  readonly debit?: Place;
  readonly credit?: Place;
  readonly amount: number;
  readonly code: string;
  readonly own: 'interest' | 'tax' | 'fees' | 'closing';
}

/** Posts a transaction of the bank itself, against one of its settlement accounts. */
export function postOwn(ledger: Ledger, { own, ...sides }: OwnTransaction): void {
  transact(ledger, { debit: 'internal', credit: 'internal', ...sides, rail: 'Internal', isForced: true, own });
}
