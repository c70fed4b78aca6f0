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
 * The data of every demo bank, the same in every run: two partners, an operator and products. The credentials open no
 * real bank.
 */
export const demo = {
  audience: 'https://api.crbcos.com/',
  partners,
  operator: { clientId: 'demo-operator', clientSecret: 'demo-operator-secret' },
  products: {
    /** Checking for persons, Passthrough, Early Direct Deposit disabled. */
    checking: '7d1b6a0e-2f43-4c8e-8a57-b1f0c4d2a001',
    savings: '7d1b6a0e-2f43-4c8e-8a57-b1f0c4d2a002',
    /** Checking for businesses. */
    business: '7d1b6a0e-2f43-4c8e-8a57-b1f0c4d2a003',
    /** Checking for persons with Early Direct Deposit. */
    earlyDirectDeposit: '7d1b6a0e-2f43-4c8e-8a57-b1f0c4d2a004',
    /** Checking for persons whose subledgers are Direct. */
    direct: '7d1b6a0e-2f43-4c8e-8a57-b1f0c4d2a005',
    /** A GL that a partner may use: for businesses, may be overdrawn, at zero at each close. */
    generalLedger: '7d1b6a0e-2f43-4c8e-8a57-b1f0c4d2a006',
  },
} as const;

/** Returns the demo bank at `baseUrl` as a target: called as its first partner, with the operator's credentials. */
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
