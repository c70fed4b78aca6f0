import type { EmulatorSchemas } from '../../generated/types/index.ts';
import type { TestBank } from './test-bank.ts';

export type Card = EmulatorSchemas['RateCardRequest'];
export type Activity = {
  readonly transactionId: string;
  readonly transactionCode: string;
  readonly amount: number;
  readonly postingDate: string;
};

/** Opens an account with interest and money on it; the default card pays 4 percent. */
export async function fundedSavings(bank: TestBank, cents: number, customerId?: string): Promise<string> {
  const number = await bank.open('interestSavings', customerId);
  if (cents > 0) await bank.inbound({ receiverAccountNumber: number, amount: cents });
  return number;
}

/** Lists interest and withholding of an account: posting day, code and cents. */
export async function interestOf(bank: TestBank, accountNumber: string): Promise<string[]> {
  const activities = await bank.list<Activity>('listActivities', accountNumber);
  return activities
    .filter(({ transactionCode }) => /^(Interest|Withholding)$/.test(transactionCode))
    .map(({ postingDate, transactionCode, amount }) => `${postingDate.slice(0, 10)} ${transactionCode} ${amount}`);
}

/** Returns the path of the product with interest. */
export const productPath = (bank: TestBank) => ({ productId: bank.emulator.demo.products.interestSavings });

/** Adds a rate card to the product; it pays 36.5 percent unless changed. */
export const addCard = (bank: TestBank, card: Partial<Card> = {}) =>
  bank.ok<EmulatorSchemas['RateCard']>('addRateCard', {
    path: productPath(bank),
    body: { tiers: [{ fromAmount: 0, rateBasisPoints: 3_650 }], ...card },
  });

/** Makes a cent of interest a day for each $10.00: 36.5 percent. */
export const useTenthPercentADay = (bank: TestBank) => addCard(bank, { isDefault: true });

/** Onboards a customer from whose interest a percentage is withheld. */
export async function withheldCustomer(bank: TestBank, percent: number): Promise<string> {
  const path = { customerId: await bank.customer() };
  const { profile } = await bank.ok<{ profile: object }>('getCustomer', { path });
  return await bank.customer({
    profile: { ...profile, taxId: '900000001', enableBackupWithholding: true, backupWithholdingPercent: percent },
  });
}

/** Returns the balances of the bank's own accounts by title, and the total of the trial balance. */
export async function ownBalances(bank: TestBank): Promise<Record<string, number>> {
  const { accounts, total } = await bank.trial();
  return { ...Object.fromEntries(accounts.map(({ title, currentBalance }) => [title, currentBalance])), total };
}
