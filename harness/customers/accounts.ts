import type { CoreSchemas } from '../../generated/types/index.ts';
import { type AccountRecord, type CustomerRecord, type ProductName, productWords } from './customer-record.ts';
import { type Drawing, drawPart } from './drawing.ts';
import { drawPerson } from './person.ts';

type Customer = CustomerRecord['customer'];

export interface AccountsKey {
  readonly seed: number;
  readonly n: number;
  readonly products: readonly ProductName[];
  readonly hasSubledgers: boolean;
}

const POTS = ['Rent', 'Taxes', 'Holidays', 'Rainy days', 'Repairs', 'Presents'] as const;

/** Draws one account on each of these products that the customer's classification may open. */
export function drawAccounts(customer: Customer, { seed, n, products, hasSubledgers }: AccountsKey): AccountRecord[] {
  const isBusiness = customer.classification === 'Business';
  const fitting = [...new Set(products)].filter((product) => (product === 'business') === isBusiness);
  const {
    addressType: _,
    classification: _2,
    isPrimary: _3,
    ...statementAddress
  } = customer.primaryAddress ?? missing();
  return fitting.map((product) => ({
    product,
    account: {
      title: `${holderOf(customer)}, ${TITLES[product]}`,
      statementAddress,
      clientIdentifier: `${customer.clientIdentifier}-${productWords[product]}`,
    },
    ...(hasSubledgers ? { subledgers: drawSubledgers(customer, { seed, n, product }) } : {}),
  }));
}

const TITLES: Readonly<Record<ProductName, string>> = {
  checking: 'checking',
  savings: 'savings',
  earlyDirectDeposit: 'salary',
  business: 'operations',
};

/** One to three subledgers: a person's own pots, or what a business keeps for customers of its own, each with their profile. */
function drawSubledgers(
  customer: Customer,
  { seed, n, product }: { seed: number; n: number; product: ProductName },
): NonNullable<AccountRecord['subledgers']> {
  const count = drawPart(seed, n, `subledgers ${product}`).random.integer(1, 3);
  return Array.from({ length: count }, (_, at) => {
    const drawing = drawPart(seed, n, `subledger ${at} ${product}`);
    const clientIdentifier = `${customer.clientIdentifier}-${productWords[product]}-${at + 1}`;
    const isPot = customer.classification === 'Personal';
    const holder = isPot ? customer : drawCustomerOf(drawing, customer, `${n}-${productWords[product]}-${at + 1}`);
    const title = isPot ? drawing.random.pick(POTS) : `For ${holderOf(holder)}`;
    return { title, clientIdentifier, beneficiary: describeBeneficiary(holder, clientIdentifier) };
  });
}

/** A person for whom a business keeps money; known to the bank by a profile only, so without tax id and papers. */
function drawCustomerOf(drawing: Drawing, { partnerId }: Customer, reference: string): Customer {
  return drawPerson(drawing, { partnerId, reference, ssn: '', code: '' }).customer;
}

/** The profile of a beneficiary. Source: S-SUB. */
function describeBeneficiary(
  { name, primaryAddress, primaryPhone, primaryEmail }: Customer,
  referenceId: string,
): CoreSchemas['BeneficiaryRequest'] {
  const { street1: streetAddress1, city, state, postalCode, countryCode } = primaryAddress ?? missing();
  return {
    referenceId,
    firstName: name.firstName ?? '',
    middleName: name.middleName ?? '',
    lastName: name.lastName ?? '',
    streetAddress1,
    city,
    state,
    postalCode,
    countryCode,
    phoneNumber: primaryPhone?.phoneNumber ?? '',
    emailAddress: primaryEmail?.emailAddress ?? '',
  };
}

/** The name of a customer as an account's title has it. */
export function holderOf({ name }: Customer): string {
  return name.entityName ?? `${name.firstName} ${name.lastName}`;
}

function missing(): never {
  throw new Error('A generated customer has an address');
}
