import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import { findProduct, type Product, type ProductKind, type ProductSetup } from '../accounts/products.ts';
import { type Bank, openPostingDay } from '../bank.ts';
import { type Rejection, reject } from '../rejection.ts';
import { type InterestTerms, setInterestTerms } from './interest-terms.ts';

type RateCard = EmulatorSchemas['RateCard'];

interface RateCardRow {
  readonly id: string;
  readonly product_id: string;
  /** JSON: the tiers by rising amount. */
  readonly tiers: string;
  readonly minimum_balance: number;
}

/**
 * Adds a rate card to a product, as bank staff would. A default card applies from the open posting day to every account
 * of the product without a card of its own. Source: P-RATES, P-CARDS.
 */
export function addRateCard(
  bank: Bank,
  productId: string,
  { tiers, minimumBalance = 0, isDefault = false }: EmulatorSchemas['RateCardRequest'],
): RateCard | Rejection {
  const product = findProduct(bank, productId);
  if (!product) return reject('not-found', 'Product not found');
  const problem = findKindProblem(product, ['TimeDeposit', 'GeneralLedger']) ?? findTierProblem(tiers);
  if (problem) return problem;
  const { store } = bank;
  const rateCardId = bank.newId();
  return store.atomically(() => {
    const row = {
      id: rateCardId,
      product_id: product.id,
      tiers: JSON.stringify(tiers),
      minimum_balance: minimumBalance,
    };
    writeRateCard(bank, row);
    if (isDefault) {
      store.run('UPDATE product SET default_card = ? WHERE id = ?', rateCardId, product.id);
      applyDefaultTerms(bank, product.id);
    }
    return { rateCardId, productId: product.id, tiers, minimumBalance, isDefault };
  });
}

/** Writes the default rate card of a product of a new bank. */
export function addFirstRateCard(bank: Bank, { id, rateCard }: ProductSetup): void {
  if (!rateCard) return;
  const tiers = [{ fromAmount: 0, rateBasisPoints: rateCard.rateBasisPoints }];
  writeRateCard(bank, { id: rateCard.id, product_id: id, tiers: JSON.stringify(tiers), minimum_balance: 0 });
}

function writeRateCard({ store }: Bank, { id, product_id, tiers, minimum_balance }: RateCardRow): void {
  const sql = 'INSERT INTO rate_card (id, product_id, tiers, minimum_balance) VALUES (?, ?, ?, ?)';
  store.run(sql, id, product_id, tiers, minimum_balance);
}

/** Returns a rejection if the product is of a kind that has no such settings; a CD has the rates of its own terms. */
function findKindProblem({ kind }: Product, without: readonly ProductKind[]): Rejection | undefined {
  const isWithout = without.includes(kind);
  return isWithout ? reject('invalid', `ProductId must name a product of another kind than ${kind}`) : undefined;
}

/** Returns a rejection if the tiers do not begin at 0 and rise. */
function findTierProblem(tiers: readonly EmulatorSchemas['RateTier'][]): Rejection | undefined {
  const wrong = tiers.findIndex(({ fromAmount }, at) =>
    at === 0 ? fromAmount !== 0 : fromAmount <= (tiers[at - 1]?.fromAmount ?? 0),
  );
  if (wrong < 0) return undefined;
  const rule = wrong === 0 ? 'must be 0' : 'must be more than that of the tier before';
  return reject('invalid', `Tiers[${wrong}].FromAmount ${rule}`);
}

/** Assigns another rate card of its product to an account, from the open posting day on. Source: P-RATES. */
export function assignRateCard(
  bank: Bank,
  accountNumber: string,
  { rateCardId }: EmulatorSchemas['RateCardAssignment'],
): EmulatorSchemas['RateCardAssignment'] | Rejection {
  const { store } = bank;
  const account = store.get<{ product_id: string; status: string }>(
    `SELECT product_id, status FROM account WHERE number = ? AND class = 'Deposit'`,
    accountNumber,
  );
  const product = account && findProduct(bank, account.product_id);
  if (!product) return reject('not-found', 'Account not found');
  if (account.status === 'Closed') return reject('account-closed');
  const card = findCard(bank, rateCardId.toLowerCase());
  if (card?.product_id !== product.id) return reject('not-found', 'Rate card not found');
  store.atomically(() => {
    setInterestTerms(bank, accountNumber, termsOf(product, card), { fromDay: openPostingDay(bank) });
    store.run('UPDATE interest SET has_own_card = 1 WHERE account = ?', accountNumber);
  });
  return { rateCardId: card.id };
}

/**
 * Changes the day count and the balance of a product's interest, from the open posting day on. ASSUMPTION: a CD keeps
 * the settings with which it was opened, like its other terms.
 */
export function configureInterest(
  bank: Bank,
  productId: string,
  request: EmulatorSchemas['InterestSettingsRequest'],
): EmulatorSchemas['InterestSettings'] | Rejection {
  const product = findProduct(bank, productId);
  if (!product) return reject('not-found', 'Product not found');
  const problem = findKindProblem(product, ['GeneralLedger']);
  if (problem) return problem;
  const { dayCount = product.day_count, balance = product.interest_balance } = request;
  bank.store.atomically(() => {
    const sql = 'UPDATE product SET day_count = ?, interest_balance = ? WHERE id = ?';
    bank.store.run(sql, dayCount, balance, product.id);
    if (product.kind !== 'TimeDeposit') changeSettings(bank, product.id, { dayCount, balance });
  });
  return { dayCount, balance };
}

/** Starts the interest of a new account if its product has a default rate card. */
export function startInterest(bank: Bank, accountNumber: string, product: Product): void {
  const card = product.default_card === null ? undefined : findCard(bank, product.default_card);
  if (card) setInterestTerms(bank, accountNumber, termsOf(product, card), { fromDay: openPostingDay(bank) });
}

function findCard({ store }: Bank, rateCardId: string): RateCardRow | undefined {
  return store.get<RateCardRow>('SELECT * FROM rate_card WHERE id = ?', rateCardId);
}

function termsOf({ day_count, interest_balance }: Product, { tiers, minimum_balance }: RateCardRow): InterestTerms {
  return {
    dayCount: day_count,
    balance: interest_balance,
    minimumBalance: minimum_balance,
    tiers: JSON.parse(tiers) as InterestTerms['tiers'],
  };
}

/** Applies the default card to every account of the product without a card of its own; a closed one can be reopened. */
function applyDefaultTerms(bank: Bank, productId: string): void {
  const product = findProduct(bank, productId) as Product;
  const accounts = bank.store.all<{ number: string }>(
    `SELECT a.number FROM account a LEFT JOIN interest i ON i.account = a.number
     WHERE a.product_id = ? AND coalesce(i.has_own_card, 0) = 0`,
    productId,
  );
  for (const { number } of accounts) startInterest(bank, number, product);
}

/** Changes the settings of every account of the product that has interest terms; their tiers do not change. */
function changeSettings(bank: Bank, productId: string, settings: EmulatorSchemas['InterestSettings']): void {
  const accounts = bank.store.all<{ account: string; terms: string; last_day: string | null }>(
    `SELECT i.account, i.terms, i.last_day FROM interest i JOIN account a ON a.number = i.account
     WHERE a.product_id = ?`,
    productId,
  );
  for (const { account, terms, last_day } of accounts) {
    const changed = { ...(JSON.parse(terms) as InterestTerms), ...settings };
    setInterestTerms(bank, account, changed, { fromDay: openPostingDay(bank), lastDay: last_day });
  }
}
