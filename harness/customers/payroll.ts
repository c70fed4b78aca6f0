import { testRoutingNumbers } from '../personal-data/test-routing-numbers.ts';
import { holderOf } from './accounts.ts';
import type { AccountRecord, CustomerRecord, PayrollRecord } from './customer-record.ts';
import { drawPart } from './drawing.ts';

/** The number of employers of a seed. A change here is a new GENERATOR_VERSION. */
const EMPLOYERS = 40;

/**
 * Draws the employer of an employed person and its payments: a salary, and for some a bonus. Undefined for all other
 * customers.
 */
export function drawPayroll(
  customer: CustomerRecord['customer'],
  { seed, n, accounts }: { seed: number; n: number; accounts: readonly AccountRecord[] },
): PayrollRecord | undefined {
  const products = accounts.map((account) => account.product);
  const product = products.find((name) => name === 'earlyDirectDeposit') ?? products[0];
  if (customer.dueDiligence?.employmentStatus !== 'Employed' || product === undefined) return undefined;
  const { random } = drawPart(seed, n, 'payroll');
  const number = random.integer(1, EMPLOYERS);
  const salary = random.integer(90_000, 650_000);
  const bonus = random.integer(1, 100) <= 25 ? [{ description: 'BONUS', amount: random.integer(10_000, 300_000) }] : [];
  const employer = employerOf(seed, number);
  const entries = [{ description: 'PAYROLL', amount: salary }, ...bonus].map(({ description, amount }, index) => ({
    originatorRoutingNumber: employer.routingNumber,
    originatorName: employer.name,
    originatorIdentification: employer.identification,
    receiverAccountType: product === 'savings' ? ('Savings' as const) : ('Checking' as const),
    receiverName: holderOf(customer),
    receiverIdentification: `${customer.clientIdentifier}-${index + 1}`,
    secCode: 'PPD',
    description,
    transactionType: 'Push' as const,
    amount,
    serviceType: 'Standard',
  }));
  return { product, employer, entries };
}

/**
 * Returns an employer by its number; it is the same for all customers of a seed. No real company has its
 * identification.
 */
function employerOf(seed: number, number: number): PayrollRecord['employer'] {
  const { random, faker } = drawPart(seed, number, 'employer');
  return {
    name: `${faker.person.lastName()} Example Payroll`,
    identification: `TEST${String(number).padStart(6, '0')}`,
    routingNumber: random.pick(testRoutingNumbers).routingNumber,
  };
}
