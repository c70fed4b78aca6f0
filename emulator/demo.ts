import type { Target } from '../core/target.ts';

/** One partner of the demo bank with its OAuth client. */
export interface DemoPartner {
  readonly partnerId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const partners: readonly [DemoPartner, DemoPartner] = [
  {
    partnerId: '5f0c1a52-8b1e-4d57-9a61-3c2e7d90b001',
    clientId: 'demo-partner',
    clientSecret: 'demo-partner-secret',
  },
  {
    partnerId: '5f0c1a52-8b1e-4d57-9a61-3c2e7d90b002',
    clientId: 'demo-other-partner',
    clientSecret: 'demo-other-partner-secret',
  },
];

/**
 * The fixed data of every demo bank: two partners, an operator, products. The credentials are not valid at a real
 * bank.
 */
export const demo = {
  audience: 'https://api.crbcos.com/',
  partners,
  operator: { clientId: 'demo-operator', clientSecret: 'demo-operator-secret' },
  products: {
    /** Checking, Personal, Passthrough, without Early Direct Deposit. */
    checking: '7d1b6a0e-2f43-4c8e-8a57-b1f0c4d2a001',
    savings: '7d1b6a0e-2f43-4c8e-8a57-b1f0c4d2a002',
    /** Checking, Business. */
    business: '7d1b6a0e-2f43-4c8e-8a57-b1f0c4d2a003',
    /** Checking, Personal, with Early Direct Deposit. */
    earlyDirectDeposit: '7d1b6a0e-2f43-4c8e-8a57-b1f0c4d2a004',
    /** Checking, Personal, with Direct subledgers. */
    direct: '7d1b6a0e-2f43-4c8e-8a57-b1f0c4d2a005',
    /** A GL for a partner's use: Business, may be overdrawn, must be at zero at each close. */
    generalLedger: '7d1b6a0e-2f43-4c8e-8a57-b1f0c4d2a006',
    /** Savings, Personal, with interest of 4.00 % a year. */
    interestSavings: '7d1b6a0e-2f43-4c8e-8a57-b1f0c4d2a007',
    /** A twelve-month CD of $1,000.00, Personal, with a bump-up every three months. */
    timeDeposit: '7d1b6a0e-2f43-4c8e-8a57-b1f0c4d2a008',
    /** An account with a debit card, Personal. */
    debitCard: '7d1b6a0e-2f43-4c8e-8a57-b1f0c4d2a009',
  },
} as const;

/** Returns the demo bank at `baseUrl` as a target, with the credentials of its first partner and of the operator. */
export function demoTarget(baseUrl: string) {
  const [{ partnerId, clientId, clientSecret }] = demo.partners;
  return {
    kind: 'emulator',
    baseUrl,
    tokenUrl: `${baseUrl}/connect/token`,
    audience: demo.audience,
    partnerId,
    partner: { clientId, clientSecret },
    operator: demo.operator,
    products: demo.products,
  } as const satisfies Target;
}
