import fc from 'fast-check';
import { KINDS, NO_ACCOUNT, rules, type Side, type Status } from './ledger-model.ts';

/** One act on a bank. A number selects an account or record among the existing ones. */
export type Step =
  | { readonly do: 'transfer'; debit: number; credit: number; amount: number }
  | { readonly do: 'transaction'; debit: number; credit: number; amount: number; code: string; flags: readonly Flag[] }
  | { readonly do: 'empty'; account: number; into: number }
  | { readonly do: 'rail'; account: number; type: Side; rail: Rail; code: string; amount: number }
  | { readonly do: 'hold'; master: number; sub: number | null; amount: number; days: number | null }
  | { readonly do: 'internal hold'; account: number; amount: number; days: number | null }
  | { readonly do: 'release'; nth: number; byBank: boolean; of: number | null }
  | {
      readonly do: 'memo post';
      account: number;
      type: Side;
      amount: number;
      affects: boolean;
      rail: Rail | 'Ach';
      code: string;
      days: number | null;
      posts: boolean;
    }
  | { readonly do: 'capture'; nth: number; amount: number }
  | { readonly do: 'remove memo post'; nth: number }
  | ({ readonly do: 'restrict' } & RestrictStep)
  | { readonly do: 'unrestrict'; nth: number; byBank: boolean; of: number | null }
  | { readonly do: 'stop'; account: number; rail: Rail | null; amount: number | null }
  | { readonly do: 'unstop'; nth: number; of: number | null }
  | { readonly do: 'create subledger'; master: number }
  | { readonly do: 'close subledger'; account: number }
  | { readonly do: 'reopen subledger'; account: number }
  | { readonly do: 'close account'; account: number }
  | { readonly do: 'status'; account: number; status: Status }
  | { readonly do: 'fund deposit'; from: number; amount: number }
  | { readonly do: 'bump up' }
  | { readonly do: 'request withdrawal'; waived: boolean }
  | { readonly do: 'withdraw'; into: number; amount: number | null }
  | { readonly do: 'in turn'; readonly steps: readonly Step[] }
  | { readonly do: 'close day' }
  | { readonly do: 'advance'; hours: number };

export interface RestrictStep {
  account: number;
  byBank: boolean;
  sub: number | null;
  appliesTo: 'All' | 'Account' | 'SubAccounts';
  rail: Rail | 'Internal' | null;
  type: Side | null;
  otherType: 'Deposit' | 'GeneralLedger' | null;
  threshold: number | null;
  code: string | null;
  /** Hours from now. */
  starts: number | null;
  expires: number | null;
}

type Rail = 'Wire' | 'Check' | 'Card';
type Flag = 'FRC' | 'NSF' | 'RES' | 'STP' | 'PRE' | 'STS' | 'RGD' | 'AUTH';

/** A number without an account or record. */
const NOWHERE = 999;

/** Returns the index that a number of a script selects among `length`. */
export function placeOf(number: number, length: number): number {
  return number === NOWHERE || length === 0 ? NO_ACCOUNT : number % length;
}

/** Funds every deposit master except the CD, and creates a subledger of it, so that scripts can move money. */
export const OPENING: readonly Step[] = KINDS.flatMap((kind, at): Step[] => {
  if (kind === 'generalLedger' || kind === 'deposit') return [];
  const funding = { account: at, type: 'Credit', rail: 'Wire', code: 'Incoming Wire', amount: 1_000 } as const;
  return [
    { do: 'rail', ...funding },
    { do: 'create subledger', master: at },
  ];
});

const GENERAL_LEDGER = KINDS.indexOf('generalLedger');
const EARNING = KINDS.indexOf('earning');
/** The index of the CD in the model and in the script. */
export const DEPOSIT = KINDS.indexOf('deposit');
/** The subledger that the opening creates under the account with interest. */
const EARNING_SUBLEDGER = 9;
/** Empties and closes the account with interest: rarely a result of random steps. */
const CLOSE_EARNING: Step = {
  do: 'in turn',
  steps: [
    { do: 'empty', account: EARNING_SUBLEDGER, into: 0 },
    { do: 'close subledger', account: EARNING_SUBLEDGER },
    { do: 'empty', account: EARNING, into: 0 },
    { do: 'close account', account: EARNING },
  ],
};
const subledger = fc.constantFrom(6, 7, 8, 9, 10, 11);
const account = fc.oneof(
  { weight: 30, arbitrary: fc.oneof(fc.constantFrom(0, 1, 2, EARNING), subledger) },
  { weight: 2, arbitrary: fc.constant(DEPOSIT) },
  { weight: 1, arbitrary: fc.constant(GENERAL_LEDGER) },
  { weight: 1, arbitrary: fc.constant(NOWHERE) },
);
const oftenSubledger = fc.oneof({ weight: 5, arbitrary: subledger }, { weight: 1, arbitrary: account });
const master = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(0, 1, 2, EARNING, DEPOSIT, GENERAL_LEDGER) },
  { weight: 1, arbitrary: account },
);
const nth = fc.oneof({ weight: 9, arbitrary: fc.nat(7) }, { weight: 1, arbitrary: fc.constant(NOWHERE) });
const amount = fc.oneof(fc.constantFrom(1, 100, 200, 300, 301, 1_000), fc.integer({ min: 1, max: 1_200 }));
const type = fc.constantFrom<Side>('Credit', 'Debit');
const rail = fc.constantFrom<Rail>('Wire', 'Check', 'Card');
const code = fc.constantFrom('Account Transfer', 'Check', 'Sale');
const flags = fc.uniqueArray(fc.constantFrom<Flag>('NSF', 'RES', 'STP', 'STS', 'RGD', 'FRC', 'PRE', 'AUTH'), {
  maxLength: 2,
});
const days = fc.oneof(...[null, -1, 0, 1, 2, 5].map((it) => fc.constant(it)));
const byBank = fc.boolean();
/** Usually the account of the record. */
const of = fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: account });

/** Omits a value more often than not, so that criteria match sometimes. */
function sometimes<Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}

/** Up to the ends of a restriction's period, or days; to the bump-up or maturity of a CD; or until accounts age. */
const someHours = fc.oneof(
  { weight: 50, arbitrary: fc.constantFrom(0, 1, 5, 24, 48, 120) },
  { weight: 30, arbitrary: fc.constantFrom(28 * 24, 58 * 24) },
  { weight: 1, arbitrary: fc.constantFrom(370 * 24, 740 * 24) },
);

/** Builds the arbitrary of a kind of step from an arbitrary for each of its fields. */
function step<Kind extends Step['do']>(
  kind: Kind,
  fields: {
    [Field in Exclude<keyof Extract<Step, { do: Kind }>, 'do'>]: fc.Arbitrary<Extract<Step, { do: Kind }>[Field]>;
  },
): fc.Arbitrary<Step> {
  return fc.record(fields as Record<string, fc.Arbitrary<unknown>>).map((values) => ({ do: kind, ...values }) as Step);
}

const restricting = {
  account: master,
  byBank,
  sub: sometimes(account),
  appliesTo: fc.constantFrom<RestrictStep['appliesTo']>('Account', 'All', 'SubAccounts'),
  rail: sometimes(fc.constantFrom<Rail | 'Internal'>('Internal', 'Wire', 'Check', 'Card')),
  type: sometimes(type),
  otherType: sometimes(fc.constantFrom<'Deposit' | 'GeneralLedger'>('Deposit', 'GeneralLedger')),
  threshold: sometimes(amount),
  code: sometimes(code),
  starts: sometimes(fc.constantFrom(-5, 0, 1, 5, 24)),
  expires: sometimes(fc.constantFrom(-1, 0, 1, 5, 24, 48)),
};

const weighted: readonly (readonly [weight: number, steps: fc.Arbitrary<Step>])[] = [
  [20, step('transfer', { debit: account, credit: account, amount })],
  [10, step('transaction', { debit: account, credit: account, amount, code, flags })],
  [6, step('empty', { account, into: account })],
  [3, step('empty', { account: fc.constant(GENERAL_LEDGER), into: account })],
  [10, step('rail', { account, type, rail, code, amount })],
  [5, step('hold', { master, sub: fc.option(subledger, { freq: 1 }), amount, days })],
  [3, step('internal hold', { account, amount, days })],
  [4, step('release', { nth, byBank, of })],
  [
    6,
    step('memo post', {
      account,
      type,
      amount,
      affects: fc.boolean(),
      rail: fc.constantFrom<Rail | 'Ach'>('Card', 'Check', 'Ach'),
      code: fc.constantFrom('Card Auth', 'Check', 'Outgoing ACH'),
      days,
      posts: fc.boolean(),
    }),
  ],
  [3, step('capture', { nth, amount })],
  [2, step('remove memo post', { nth })],
  [5, step('restrict', restricting)],
  [3, step('unrestrict', { nth, byBank, of })],
  [3, step('stop', { account, rail: sometimes(rail), amount: sometimes(amount) })],
  [2, step('unstop', { nth, of })],
  [5, step('create subledger', { master })],
  [4, step('close subledger', { account: oftenSubledger })],
  [2, step('reopen subledger', { account: oftenSubledger })],
  [2, step('close account', { account: master })],
  [
    3,
    step('status', {
      account,
      status: fc.constantFrom<Status>('Active', 'Inactive', 'Dormant', 'Escheat', 'ChargeOff', 'Closed'),
    }),
  ],
  [
    9,
    step('fund deposit', {
      from: account,
      amount: fc.oneof(
        { weight: 6, arbitrary: fc.constant(rules.deposit.fundingAmount) },
        { weight: 1, arbitrary: amount },
      ),
    }),
  ],
  [2, fc.constant<Step>(CLOSE_EARNING)],
  [10, fc.constant<Step>({ do: 'bump up' })],
  [3, step('request withdrawal', { waived: fc.boolean() })],
  [5, step('withdraw', { into: account, amount: sometimes(amount) })],
  [8, fc.constant<Step>({ do: 'close day' })],
  [6, step('advance', { hours: someHours })],
];

/** Any step; the ones that move money occur more often. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })));
