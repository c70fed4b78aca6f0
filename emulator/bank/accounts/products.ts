import type { CoreSchemas, EmulatorSchemas } from '../../../generated/types/index.ts';
import type { Bank } from '../bank.ts';
import { type Rejection, reject } from '../rejection.ts';

/** The kinds of product: the four of S-ACCT (A03), and a GL for a partner's use. */
export type ProductKind = 'Checking' | 'Savings' | 'TimeDeposit' | 'DebitCard' | 'GeneralLedger';

/** The rules of a product, which apply to all its accounts. Source: A04, A11. */
export interface Product {
  readonly id: string;
  readonly kind: ProductKind;
  readonly classification: 'Personal' | 'Business';
  readonly ledger_type: 'Passthrough' | 'Direct';
  readonly edd_enabled: number;
  /** The largest amount, in cents, that is paid early. */
  readonly edd_threshold: number;
  /** The order in which a day's activity is numbered at its close (X06). */
  readonly posting_order: 'CreditsFirst' | 'DebitsFirst' | 'Execution';
  /** The number of debits that a calendar month allows (Regulation D, A02); null: no limit. */
  readonly debit_limit: number | null;
  /** JSON: the availability rules, by rail and transaction code (V01). */
  readonly availability: string;
  /** JSON: restrictions that apply to every account (R11). */
  readonly policies: string;
  readonly day_count: DayCount;
  readonly interest_balance: EmulatorSchemas['InterestBalance'];
  /** The id of the rate card of every account without a card of its own; null: no interest. */
  readonly default_card: string | null;
  /** JSON: the terms of a time deposit; null until they are configured. */
  readonly time_deposit: string | null;
}

type DayCount = EmulatorSchemas['DayCount'];

/**
 * The account type that the API shows. A time deposit is "a special type of savings account" (S-ACCT). ASSUMPTION: an
 * account of a debit card product is shown as Checking.
 */
export const accountTypes = {
  Checking: 'Checking',
  Savings: 'Savings',
  TimeDeposit: 'Savings',
  DebitCard: 'Checking',
  GeneralLedger: 'GeneralLedger',
} as const satisfies Record<ProductKind, CoreSchemas['AccountType']>;

/** The settings of a product of the demo bank. */
export interface ProductSetup {
  readonly id: string;
  readonly kind: ProductKind;
  readonly classification: Product['classification'];
  readonly ledgerType: Product['ledger_type'];
  readonly eddEnabled: boolean;
  /** Its default rate card, with a flat yearly rate; absent: no interest. */
  readonly rateCard?: { readonly id: string; readonly rateBasisPoints: number };
  readonly timeDeposit?: EmulatorSchemas['TimeDepositTerms'];
}

/** ASSUMPTION: by default, a product pays early up to $10,000.00. Source: D22 (a threshold for each product). */
const EDD_THRESHOLD = 1_000_000;
/**
 * ASSUMPTION: a savings product allows six debits a month, as Regulation D did until 2020; the bank says only that the
 * product's rules decide.
 */
const SAVINGS_DEBITS = 6;
/**
 * ASSUMPTION: the amount of an ACH pull is available on the third posting day, as in the example of S-ACCT. A check
 * becomes available in parts ("each day") of 20, 40 and 40 percent.
 */
const AVAILABILITY: EmulatorSchemas['AvailabilityRule'][] = [
  { rail: 'Ach', transactionCode: 'Outgoing ACH', percentages: [0, 0, 100] },
  { rail: 'Check', transactionCode: 'Check', percentages: [20, 40, 40] },
];

/** ASSUMPTION: by default, a year has 365 days for interest; nothing public names the day count (T10). */
const DAY_COUNT: DayCount = 'Actual365';

/** Writes a product of a new bank. */
export function addProduct(bank: Bank, setup: ProductSetup): void {
  const { store } = bank;
  const { id, kind, classification, ledgerType, eddEnabled, rateCard, timeDeposit } = setup;
  store.run(
    'INSERT INTO product VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    id,
    kind,
    classification,
    ledgerType,
    Number(eddEnabled),
    EDD_THRESHOLD,
    'CreditsFirst',
    kind === 'Savings' ? SAVINGS_DEBITS : null,
    JSON.stringify(kind === 'GeneralLedger' ? [] : AVAILABILITY),
    '[]',
    DAY_COUNT,
    'Closing' satisfies EmulatorSchemas['InterestBalance'],
    rateCard?.id ?? null,
    timeDeposit ? JSON.stringify(timeDeposit) : null,
  );
}

export function findProduct({ store }: Bank, productId: string): Product | undefined {
  return store.get<Product>('SELECT * FROM product WHERE id = ?', productId.toLowerCase());
}

type EarlyDirectDeposit = EmulatorSchemas['EarlyDirectDeposit'];

/**
 * Enables or disables Early Direct Deposit for a product, as bank staff would (E08). Without a threshold, the present
 * one stays.
 */
export function configureEarlyDirectDeposit(
  bank: Bank,
  productId: string,
  { enabled, thresholdAmount }: EarlyDirectDeposit,
): EarlyDirectDeposit | Rejection {
  const product = findProduct(bank, productId);
  if (!product) return reject('not-found', 'Product not found');
  const threshold = thresholdAmount ?? product.edd_threshold;
  bank.store.run(
    'UPDATE product SET edd_enabled = ?, edd_threshold = ? WHERE id = ?',
    Number(enabled),
    threshold,
    product.id,
  );
  return { enabled, thresholdAmount: threshold };
}

/** Changes the given rules of a product, as bank staff would; they apply from now on. */
export function configureProductRules(
  bank: Bank,
  productId: string,
  request: EmulatorSchemas['ProductRulesRequest'],
): EmulatorSchemas['ProductRules'] | Rejection {
  const product = findProduct(bank, productId);
  if (!product) return reject('not-found', 'Product not found');
  const { postingOrder = product.posting_order, monthlyDebitLimit = product.debit_limit } = request;
  const off = (request.availability ?? []).findIndex(({ percentages }) => sum(percentages) !== 100);
  if (off >= 0) return reject('invalid', `Availability[${off}].Percentages must add up to 100`);
  const availability = request.availability ? JSON.stringify(request.availability) : product.availability;
  const policies = request.policies ? JSON.stringify(request.policies) : product.policies;
  bank.store.run(
    'UPDATE product SET posting_order = ?, debit_limit = ?, availability = ?, policies = ? WHERE id = ?',
    postingOrder,
    monthlyDebitLimit,
    availability,
    policies,
    product.id,
  );
  return { postingOrder, monthlyDebitLimit, availability: JSON.parse(availability), policies: JSON.parse(policies) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
