import { drawAccounts } from './accounts.ts';
import { drawBusiness } from './business.ts';
import {
  type CustomerRecord,
  GENERATOR_VERSION,
  type PartName,
  type ProductName,
  UNASSIGNED_ID,
} from './customer-record.ts';
import { codeOf, einOf, MOST_CUSTOMERS, ssnOf, type TaxIdSource } from './customer-tax-ids.ts';
import { drawPart, happens } from './drawing.ts';
import { drawPayroll } from './payroll.ts';
import { drawPerson } from './person.ts';
import type { Trigger } from './screening-triggers.ts';

/**
 * The options of a customer. Each one changes only the values that it concerns; `parts` and `products` concern
 * accounts.
 */
export interface CustomerOptions {
  /** The id of the partner, assigned by the bank. Default: an id that no bank assigns. */
  readonly partnerId?: string;
  /** Default: one customer in five is a Business. */
  readonly classification?: 'Personal' | 'Business';
  /** The optional parts of the record. Default: none. Subledgers and payroll need accounts. */
  readonly parts?: readonly PartName[];
  /**
   * The products of the accounts. Default: business for a Business; for persons checking or, with payroll, Early Direct
   * Deposit.
   */
  readonly products?: readonly ProductName[];
  /** The trigger of a screening result other than Clear. */
  readonly trigger?: Trigger;
  /** The source of tax ids. Default: numbers that were never issued. */
  readonly taxIds?: TaxIdSource;
}

const BUSINESS_PERCENT = 20;

/**
 * Generates customer n of a seed (n from 1, seed a 32-bit integer). It is a pure function of both, of the options and
 * of `GENERATOR_VERSION`: neither the clock nor earlier calls matter. The record is valid by the contract, its fields
 * are consistent, and none belongs to a real person (see `explainCustomer`). Throws a RangeError for an invalid seed or
 * number.
 */
export function customer(seed: number, n: number, options: CustomerOptions = {}): CustomerRecord {
  checkNumbers(seed, n);
  const { partnerId = UNASSIGNED_ID, parts = [], taxIds, trigger } = options;
  const drawing = drawPart(seed, n, 'customer');
  const drawn = happens(drawing, BUSINESS_PERCENT) ? 'Business' : 'Personal';
  const numbersOf = (person: number) => {
    const key = { seed, n, person };
    return { ssn: ssnOf(key, taxIds), code: codeOf(key) };
  };
  const { owners = [], ...plain }: Pick<CustomerRecord, 'customer' | 'identifications'> & Partial<CustomerRecord> =
    (options.classification ?? drawn) === 'Business'
      ? drawBusiness(drawing, {
          partnerId,
          seed,
          n,
          ein: einOf({ seed, n }, taxIds),
          code: numbersOf(0).code,
          ownerNumbers: numbersOf,
        })
      : drawPerson(drawing, { partnerId, reference: String(n), ...numbersOf(0), ...knownBy(trigger) });
  const own = { ...plain.customer, clientIdentifier: `crosscheck-${seed}-${n}` };
  const triggered = trigger ? trigger.change(own) : own;
  const accounts = parts.includes('accounts')
    ? drawAccounts(triggered, { seed, n, products: productsOf(options), hasSubledgers: parts.includes('subledgers') })
    : undefined;
  const payroll = accounts && parts.includes('payroll') ? drawPayroll(triggered, { seed, n, accounts }) : undefined;
  return {
    generatorVersion: GENERATOR_VERSION,
    seed,
    n,
    owners,
    customer: triggered,
    identifications: plain.identifications,
    ...(accounts ? { accounts } : {}),
    ...(payroll ? { payroll } : {}),
  };
}

function checkNumbers(seed: number, n: number): void {
  if (!Number.isInteger(seed) || (seed | 0) !== seed)
    throw new RangeError(`Cannot generate a customer of seed ${seed}: expected a 32-bit integer`);
  if (!Number.isInteger(n) || n < 1 || n > MOST_CUSTOMERS)
    throw new RangeError(`Cannot generate customer ${n}: expected an integer from 1 to ${MOST_CUSTOMERS}`);
}

function knownBy(trigger: Trigger | undefined) {
  return trigger?.birthDate === undefined ? {} : { known: { birthDate: trigger.birthDate } };
}

function productsOf({ products, parts = [] }: CustomerOptions): readonly ProductName[] {
  return products ?? [parts.includes('payroll') ? 'earlyDirectDeposit' : 'checking', 'business'];
}
