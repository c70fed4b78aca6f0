import type { CoreSchemas, EmulatorSchemas } from '../../generated/types/index.ts';
import type { TestBank } from './test-bank.ts';

export type TimeDeposit = CoreSchemas['TimeDeposit'];
type Terms = EmulatorSchemas['TimeDepositTerms'];

/** The terms of the demo product: $1,000.00 for twelve months. */
export const TERMS: Terms = {
  termMonths: 12,
  fundingAmount: 100_000,
  fundingWindowDays: 10,
  periodMonths: 3,
  ratesBasisPoints: [300, 325, 350, 375],
  penaltyTiers: [
    { months: 6, feeDays: 90 },
    { months: 12, feeDays: 30 },
  ],
  bumpUpOffered: true,
};

/** A CD of a test with the checking account of the same customer. */
export interface Cd {
  readonly number: string;
  readonly main: string;
  read(): Promise<TimeDeposit>;
  /** Transfers cents from the checking account; returns the result code of the CD's side. */
  credit(cents: number): Promise<string>;
  /** Transfers cents to the checking account; returns the result code of the CD's side. */
  debit(cents: number): Promise<string>;
  penalty(): Promise<CoreSchemas['PenaltyFee']>;
  /** Requests an early withdrawal. */
  request(waivePenaltyFee?: boolean): Promise<TimeDeposit>;
}

/** Opens a CD, with changed terms of its product, and a checking account with money. */
export async function openCd(bank: TestBank, terms: Partial<Terms> = {}): Promise<Cd> {
  const path = { productId: bank.emulator.demo.products.timeDeposit };
  await bank.ok('configureTimeDepositTerms', { path, body: { ...TERMS, ...terms } });
  const customerId = await bank.customer();
  const [main, number] = [await bank.open('checking', customerId), await bank.open('timeDeposit', customerId)];
  await bank.inbound({ receiverAccountNumber: main, amount: 10_000_000 });
  const at = { path: { accountNumber: number } };
  return {
    number,
    main,
    read: () => bank.ok('getTimeDeposit', at),
    credit: async (cents) => (await bank.transfer(main, number, cents)).credit.result.code,
    debit: async (cents) => (await bank.transfer(number, main, cents)).debit.result.code,
    penalty: () => bank.ok('getPenaltyFee', at),
    request: (waivePenaltyFee = false) => bank.ok('requestEarlyWithdrawal', { ...at, body: { waivePenaltyFee } }),
  };
}

/** Opens and funds a CD. */
export async function fundedCd(bank: TestBank, terms: Partial<Terms> = {}): Promise<Cd> {
  const cd = await openCd(bank, terms);
  const { fundingAmount } = await cd.read();
  await cd.credit(fundingAmount);
  return cd;
}

/** Returns the books that a refused request must not change: the trial balance and the CD. */
export async function snapshot(bank: TestBank, { number }: Pick<Cd, 'number'>) {
  const { accounts, total } = await bank.trial();
  const { body } = await bank.send('getTimeDeposit', { path: { accountNumber: number } });
  return { accounts, total, body };
}
