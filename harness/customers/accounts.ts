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

/** The titles of a person's subledgers. A change here is a new GENERATOR_VERSION. */
const SUBLEDGER_TITLES = ['Rent', 'Taxes', 'Holidays', 'Rainy days', 'Repairs', 'Presents'] as const;

/** Draws one account on each of these products that fits the customer's classification. */
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

/** The last word of an account's title, by product. A change here is a new GENERATOR_VERSION. */
const TITLES: Readonly<Record<ProductName, string>> = {
  checking: 'checking',
  savings: 'savings',
  earlyDirectDeposit: 'salary',
  business: 'operations',
};

/**
 * Draws one to three subledgers: those of a person, or those that a business keeps for its own customers, each with a
 * profile.
 */
function drawSubledgers(
  customer: Customer,
  { seed, n, product }: { seed: number; n: number; product: ProductName },
): NonNullable<AccountRecord['subledgers']> {
  const count = drawPart(seed, n, `subledgers ${product}`).random.integer(1, 3);
  return Array.from({ length: count }, (_, index) => {
    const drawing = drawPart(seed, n, `subledger ${index} ${product}`);
    const clientIdentifier = `${customer.clientIdentifier}-${productWords[product]}-${index + 1}`;
    const isPersonal = customer.classification === 'Personal';
    const holder = isPersonal
      ? customer
      : drawBeneficiary(drawing, customer, `${n}-${productWords[product]}-${index + 1}`);
    const title = isPersonal ? drawing.random.pick(SUBLEDGER_TITLES) : `For ${holderOf(holder)}`;
    return { title, clientIdentifier, beneficiary: describeBeneficiary(holder, clientIdentifier) };
  });
}

/**
 * Draws a person for whom a business keeps money. The bank gets only a profile, so there is no tax id or
 * identification.
 */
function drawBeneficiary(drawing: Drawing, { partnerId }: Customer, reference: string): Customer {
  return drawPerson(drawing, { partnerId, reference, ssn: '', code: '' }).customer;
}

/** Builds the profile of a beneficiary. Source: S-SUB. */
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

/** Returns the name of a customer for the title of an account. */
export function holderOf({ name }: Customer): string {
  return name.entityName ?? `${name.firstName} ${name.lastName}`;
}

function missing(): never {
  throw new Error('A generated customer has an address');
}
