import { drawAccounts } from './accounts.ts';
import { drawBusiness } from './business.ts';
import {
  type CustomerRecord,
  GENERATOR_VERSION,
  NOBODYS_ID,
  type PartName,
  type ProductName,
} from './customer-record.ts';
import { drawPart, happens } from './drawing.ts';
import { drawPayroll } from './payroll.ts';
import { drawPerson } from './person.ts';
import type { Trigger } from './screening-triggers.ts';
import { codeOf, einOf, MOST_CUSTOMERS, ssnOf, type TaxIdSource } from './tax-ids.ts';

/** What a customer is asked to be. Nothing here changes a value that it is not about; `parts` and `products` are about accounts. */
export interface CustomerOptions {
  /** The partner's id, as the bank gave it; one that no bank has unless told. */
  readonly partnerId?: string;
  /** One customer in five is a Business unless told. */
  readonly classification?: 'Personal' | 'Business';
  /** What the record has beyond the customer; nothing unless told. Subledgers and payroll want accounts. */
  readonly parts?: readonly PartName[];
  /** Products on which accounts are opened, where the classification may; unless told business, and checking or, with payroll, Early Direct Deposit. */
  readonly products?: readonly ProductName[];
  /** What makes the screening say something else than Clear. */
  readonly trigger?: Trigger;
  /** Where tax ids come from; never-issued numbers unless told. */
  readonly taxIds?: TaxIdSource;
}

const BUSINESS_PERCENT = 20;

/**
 * Customer n of a seed (n from 1, seed an integer of 32 bits): a pure function of both, of the options, and of
 * `GENERATOR_VERSION`; neither the clock nor what was drawn before has a part in it. It is valid by the contract, its fields fit
 * together, and none of them is anybody's (`explainCustomer`). Throws a RangeError for a seed or a number that is none.
 */
export function customer(seed: number, n: number, options: CustomerOptions = {}): CustomerRecord {
  checkNumbers(seed, n);
  const { partnerId = NOBODYS_ID, parts = [], taxIds, trigger } = options;
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
    throw new RangeError(`Cannot draw a customer of seed ${seed}: wanted an integer of 32 bits`);
  if (!Number.isInteger(n) || n < 1 || n > MOST_CUSTOMERS)
    throw new RangeError(`Cannot draw customer ${n}: wanted an integer from 1 to ${MOST_CUSTOMERS}`);
}

function knownBy(trigger: Trigger | undefined) {
  return trigger?.birthDate === undefined ? {} : { known: { birthDate: trigger.birthDate } };
}

function productsOf({ products, parts = [] }: CustomerOptions): readonly ProductName[] {
  return products ?? [parts.includes('payroll') ? 'earlyDirectDeposit' : 'checking', 'business'];
}
