import type { AchSchemas } from '../../../generated/types/index.ts';
import { type Rejection, reject } from '../rejection.ts';

type Request = AchSchemas['OriginateAchPaymentRequest'];
/** The fields of a payment that the rules check; a payment of a batch has only its own part. */
export type ProposedPayment = Pick<Request, 'receiver' | 'secCode' | 'transactionType' | 'amount' | 'serviceType'> &
  Partial<Request>;

/** The largest amount of a SameDay payment, $1,000,000.00 in cents. Source: L-ACHREF (D21). */
const SAME_DAY_LIMIT = 100_000_000;

/** The network rules, each with its message. Source: L-ACHREF, P-ACH. */
const rules: readonly { readonly isBroken: (payment: ProposedPayment) => boolean; readonly message: string }[] = [
  {
    isBroken: ({ serviceType, amount }) => serviceTypeOf(serviceType) === 'SameDay' && amount > SAME_DAY_LIMIT,
    message: `SameDay allows at most ${SAME_DAY_LIMIT} cents; use Standard`,
  },
  {
    isBroken: ({ serviceType, secCode }) => serviceTypeOf(serviceType) === 'SameDay' && secCode === 'IAT',
    message: 'SameDay does not allow IAT; use Standard',
  },
  {
    isBroken: ({ secCode, transactionType, extendedDetails }) =>
      secCode === 'WEB' && transactionType === 'Pull' && extendedDetails?.paymentType === undefined,
    message: 'WEB with Pull requires ExtendedDetails.PaymentType',
  },
  {
    isBroken: ({ secCode, extendedDetails }) => secCode === 'POS' && extendedDetails?.cardTransactionType === undefined,
    message: 'POS requires ExtendedDetails.CardTransactionType',
  },
  {
    isBroken: ({ secCode, iatDetails }) => secCode !== 'IAT' && iatDetails !== undefined,
    message: 'IatDetails is allowed for IAT only',
  },
];

/** Checks a payment against the network rules; returns every rule that it breaks. */
export function checkPayment(payment: ProposedPayment): Rejection | undefined {
  if (!isRoutingNumber(payment.receiver.routingNumber))
    return reject('invalid', 'Receiver.RoutingNumber has an invalid check digit');
  const broken = rules.filter(({ isBroken }) => isBroken(payment)).map(({ message }) => message);
  return broken.length > 0 ? reject('payment-not-allowed', ...broken) : undefined;
}

/** Returns the spelling of a service type that is stored and shown (DOC-014, variant B). */
export function serviceTypeOf(text: string): 'Standard' | 'SameDay' {
  return text.toLowerCase() === 'sameday' ? 'SameDay' : 'Standard';
}

/**
 * Returns true if the weighted sum of the nine digits is a multiple of ten. ASSUMPTION: a routing number with an
 * invalid check digit is rejected. Source: ABA routing number policy.
 */
function isRoutingNumber(text: string): boolean {
  const sum = [...text].reduce((total, digit, place) => total + Number(digit) * ([3, 7, 1][place % 3] ?? 0), 0);
  return sum % 10 === 0;
}
