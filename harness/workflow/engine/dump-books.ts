import { isIdField } from '../../events/emitting-step.ts';
import type { AuditorState } from '../../ledger/auditor.ts';
import type { Books, KnownAccount, TrialBalance } from '../../ledger/books.ts';
import { isPersonal } from '../../masking/personal-names.ts';
import { SealedValue, type Sealer } from '../../masking/sealed-value.ts';
import type { HiddenValues } from './hidden-values.ts';

/**
 * Dumps the state of an auditor as JSON: figures, codes, ids and dates as they are, any other text as an HMAC for a
 * later comparison. Titles are omitted.
 */
export function dumpAudited(
  { accounts, books, isComparable = true }: AuditorState,
  sealer: Sealer,
  hidden: HiddenValues,
): unknown {
  const seal = (value: unknown) => sealValue(value, [], { sealer, hidden });
  const { trialBalance, unread } = books;
  return {
    accounts: accounts.map(({ accountNumber, masterAccountNumber, kind }) => ({
      accountNumber,
      masterAccountNumber,
      kind,
    })),
    // Values sealed with an earlier secret cannot be compared in later sessions either.
    sealedWith: isComparable ? sealer.check : '',
    books: {
      ...books,
      accounts: [...books.accounts].map(([key, account]) => [key, { ...account, title: account.accountNumber }]),
      records: [...books.records].map(([master, records]) => [master, seal(records)]),
      transactions: [...books.transactions].map(([id, transaction]) => [id, seal(transaction)]),
      payments: [...books.payments].map(([id, payment]) => [id, seal(payment)]),
      ...Object.fromEntries(MAPS.flatMap((name) => (books[name] ? [[name, [...books[name]]]] : []))),
      ...(trialBalance ? { trialBalance: withoutTitles(trialBalance) } : {}),
      ...(unread ? { unread: hidden.mask(unread) } : {}),
    },
  };
}

/** The maps of the books without free text. */
const MAPS = ['timeDeposits', 'penaltyFees', 'interestTerms', 'statements', 'taxForms'] as const;

function withoutTitles({ accounts, total }: TrialBalance): TrialBalance {
  return { accounts: accounts.map(({ title: _, ...account }) => account), total };
}

interface Sealing {
  readonly sealer: Sealer;
  readonly hidden: HiddenValues;
}

/** The bank's own reason for a hold, by which laws distinguish it from a partner's hold. */
const AVAILABILITY = 'Availability';
const CODES: ReadonlySet<string> = new Set(['status', 'rail', 'source', 'appliesTo', 'direction', 'code', 'flags']);
const CODE_NAME = /(?:Number|Type|At|Date|Code)$/;
const CODE = /^[\w .:+/#,-]{1,64}$/;

function sealValue(value: unknown, names: readonly string[], sealing: Sealing): unknown {
  if (value instanceof SealedValue) return value;
  if (Array.isArray(value)) return value.map((item) => sealValue(item, names, sealing));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !sealing.hidden.isIn(name))
        .map(([name, child]) => [name, sealValue(child, [...names, name], sealing)]),
    );
  const mustSeal = typeof value === 'string' ? !isCode(value, names, sealing) : isSecretNumber(value, names, sealing);
  return mustSeal ? new SealedValue(sealing.sealer, sealing.sealer.hmacOf(value)) : value;
}

const FIGURES: ReadonlySet<string> = new Set([
  'amount',
  'balance',
  'schedule',
  'amountThreshold',
  'sequenceNumber',
  'clientBatchSequence',
]);

/**
 * Returns true for a number that is secret; figures of the books are never masked, whatever secret has the same digits.
 */
function isSecretNumber(value: unknown, names: readonly string[], { hidden }: Sealing): boolean {
  return typeof value === 'number' && !FIGURES.has(names.at(-1) ?? '') && hidden.isSecret(value);
}

function isCode(text: string, names: readonly string[], { hidden }: Sealing): boolean {
  const name = names.at(-1) ?? '';
  if (name === 'reason') return text === AVAILABILITY;
  if (isPersonal(name) || hidden.isIn(text) || !CODE.test(text)) return false;
  return isIdField(name) || CODES.has(name) || CODE_NAME.test(name) || /Ids?$/.test(name);
}

/** Books whose maps are lists of entries. */
type DumpedBooks = {
  [Key in keyof Books]: NonNullable<Books[Key]> extends ReadonlyMap<infer Name, infer Value>
    ? [Name, Value][]
    : Books[Key];
};

/** Restores the state of an auditor. `sealerOf` builds the sealer that compares with values of a checkpoint. */
export function restoreAudited(dumped: unknown, sealerOf: (check: string | undefined) => Sealer): AuditorState {
  const { accounts, books, sealedWith } = dumped as {
    readonly accounts: KnownAccount[];
    readonly books: DumpedBooks;
    readonly sealedWith?: string;
  };
  const sealer = sealerOf(sealedWith);
  const { accounts: figures, records, transactions, payments, ...others } = unseal(books, sealer) as DumpedBooks;
  const further = MAPS.flatMap((name) => (others[name] ? [[name, new Map<string, unknown>(others[name])]] : []));
  const maps = { accounts: new Map(figures), records: new Map(records), ...Object.fromEntries(further) };
  return {
    accounts,
    isComparable: sealer.canCompare,
    books: { ...others, ...maps, transactions: new Map(transactions), payments: new Map(payments) },
  };
}

function unseal(value: unknown, sealer: Sealer): unknown {
  if (Array.isArray(value)) return value.map((item) => unseal(item, sealer));
  if (typeof value !== 'object' || value === null) return value;
  const { 'x-hmac': hmac } = value as { 'x-hmac'?: unknown };
  if (typeof hmac === 'string') return new SealedValue(sealer, hmac);
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, unseal(child, sealer)]));
}
