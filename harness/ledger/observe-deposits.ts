import type { CoreSchemas } from '../../generated/types/index.ts';
import type { TypedClient } from '../client/typed-client.ts';
import type { Books, ObservedTimeDeposit } from './books.ts';
import { isInterest } from './interest-activity.ts';
import { hasPassedMonth } from './passed-month.ts';
import { dataOf, type UnreadParts } from './unread-parts.ts';

/** One observation of the books, when accounts and records have been read. */
export interface ObservationSoFar {
  readonly api: TypedClient;
  readonly before: Books;
  readonly books: Books;
  readonly masters: readonly string[];
  /** The masters whose records were read. */
  readonly stale: ReadonlySet<string>;
  readonly sweep: boolean;
  readonly hasControl: boolean;
  readonly unread: UnreadParts;
}

type Deposits = Pick<Books, 'timeDeposits' | 'penaltyFees' | 'interestTerms'>;

/**
 * Reads the CDs whose records were read, with the penalties of active ones, and the interest terms of accounts with new
 * interest. Each Savings account is asked once whether it is a CD: the API does not distinguish them.
 */
export async function observeDeposits(look: ObservationSoFar): Promise<Deposits> {
  const { before, masters, stale } = look;
  const timeDeposits = new Map(before.timeDeposits);
  const penaltyFees = new Map(before.penaltyFees);
  const interestTerms = new Map(before.interestTerms);
  await Promise.all(
    masters.map(async (master) => {
      if (mayBeTimeDeposit(look, master) && (stale.has(master) || !timeDeposits.has(master))) {
        const deposit = await readTimeDeposit(look, master);
        if (deposit !== undefined) timeDeposits.set(master, deposit);
        const penalty = await readPenaltyFee(look, master, deposit?.status === 'Active');
        if (penalty) penaltyFees.set(master, penalty);
        else penaltyFees.delete(master);
      }
      if (!needsTerms(look, master)) return;
      const terms = await readTerms(look, master);
      if (terms) interestTerms.set(master, terms);
    }),
  );
  return {
    ...(timeDeposits.size > 0 ? { timeDeposits } : {}),
    ...(penaltyFees.size > 0 ? { penaltyFees } : {}),
    ...(interestTerms.size > 0 ? { interestTerms } : {}),
  };
}

function mayBeTimeDeposit({ before, books }: ObservationSoFar, master: string): boolean {
  const isSavings = books.accounts.get(`master:${master}`)?.accountType === 'Savings';
  return isSavings && before.timeDeposits?.get(master) !== null;
}

/**
 * Reads a CD; null if the bank answers that the account is not one, which a known CD cannot become. Undefined if the
 * answer cannot be used: then the account is asked again.
 */
async function readTimeDeposit({ api, before, unread }: ObservationSoFar, accountNumber: string) {
  const read = async () => {
    const result = await api.GET('/core/v1/dda/accounts/{accountNumber}/time-deposit', at(accountNumber));
    if (!before.timeDeposits?.get(accountNumber) && isNotTimeDeposit(result.response.status)) return null;
    return keepTimeDeposit(dataOf(result, [...TIME_DEPOSIT_FIELDS, 'earlyWithdrawal']));
  };
  return await unread.reading({ part: 'timeDeposits', subject: accountNumber }, read);
}

const TIME_DEPOSIT_FIELDS = [
  'status',
  'fundingAmount',
  'fundingDueDate',
  'fundedOn',
  'maturityDate',
  'rateBasisPoints',
  'dayCount',
  'ratePeriods',
  'penaltyTiers',
  'principalAmount',
] as const;

function keepTimeDeposit(deposit: CoreSchemas['TimeDeposit']): ObservedTimeDeposit {
  const { ratePeriods, penaltyTiers, earlyWithdrawal } = deposit;
  return {
    ...keep(deposit, TIME_DEPOSIT_FIELDS),
    ratePeriods: ratePeriods.map((period) => keep(period, ['startsOn', 'rateBasisPoints'])),
    penaltyTiers: penaltyTiers.map((tier) => keep(tier, ['months', 'feeDays'])),
    ...(earlyWithdrawal ? { waivesPenaltyFee: earlyWithdrawal.waivePenaltyFee } : {}),
  };
}

function keep<Value extends object, Name extends keyof Value>(value: Value, names: readonly Name[]): Pick<Value, Name> {
  const entries = names.flatMap((name) => (value[name] === undefined ? [] : [[name, value[name]]]));
  return Object.fromEntries(entries) as Pick<Value, Name>;
}

/** Returns true for a status that rejects the account; 401 and 429 reject the caller. */
function isNotTimeDeposit(status: number): boolean {
  return status >= 400 && status < 500 && status !== 401 && status !== 429;
}

async function readPenaltyFee({ api, unread }: ObservationSoFar, accountNumber: string, isActive: boolean) {
  if (!isActive) return undefined;
  const path = '/core/v1/dda/accounts/{accountNumber}/time-deposit/penalty-fee';
  const read = async () => keep(dataOf(await api.GET(path, at(accountNumber)), PENALTY_FIELDS), PENALTY_FIELDS);
  return await unread.reading({ part: 'timeDeposits', subject: accountNumber }, read);
}

const PENALTY_FIELDS = ['postingDate', 'penaltyFee'] as const;

/**
 * Returns true if the interest of an account may have to be computed: there is new interest, a month has passed, or the
 * terms could not be read before.
 */
function needsTerms({ before, books, stale, sweep, hasControl }: ObservationSoFar, master: string): boolean {
  if (!hasControl || !stale.has(master)) return false;
  if (books.accounts.get(`master:${master}`)?.accountType === 'GeneralLedger') return false;
  const known = new Set(before.records.get(master)?.activities.map(({ id }) => id));
  const { activities = [] } = books.records.get(master) ?? {};
  return (
    activities.some((activity) => isInterest(activity) && !known.has(activity.id)) ||
    (sweep && hasPassedMonth(books, master)) ||
    before.unread?.some(({ part, subject }) => part === 'interestTerms' && subject === master) === true
  );
}

async function readTerms({ api, unread }: ObservationSoFar, accountNumber: string) {
  const read = async () =>
    dataOf(await api.GET('/emulator/v1/accounts/{accountNumber}/interest-terms', at(accountNumber))).terms;
  return await unread.reading({ part: 'interestTerms', subject: accountNumber }, read);
}

function at(accountNumber: string) {
  return { params: { path: { accountNumber } } };
}
