import type { CoreSchemas } from '../generated/types/index.ts';
import {
  type AccountHandle,
  defineWorkflow,
  eq,
  type Input,
  type InputSources,
  moves,
  refused,
  type WorkflowBuilder,
} from '../harness/index.ts';
import { fund } from '../harness/workflow/parts/funding.ts';
import { businessOf, onboard, personOf } from '../harness/workflow/parts/onboarding.ts';

const MONEY = 100_000;
const IN_EACH_SUBLEDGER = 20_000;
const THRESHOLD = 1_000;
const CODE = 'Payment';

type Request = Omit<CoreSchemas['RestrictionRequest'], 'reason'>;
type Criteria = { readonly [Key in keyof Request]: Input<Request[Key]> };

interface Payment {
  readonly what: string;
  readonly debit: AccountHandle;
  readonly credit: AccountHandle;
  readonly amount?: number;
  readonly transactionCode?: string;
}

/** A freeze as in the bank's sample: a restriction without criteria. Source: S-ACCT. */
const FREEZE: Criteria = {
  appliesTo: 'All',
  subAccountNumber: null,
  rail: null,
  transactionType: null,
  otherAccountType: null,
  amountThreshold: null,
  transactionCode: null,
};

/** One criterion: payments that match it, and payments that differ from them in this criterion alone. */
interface Row {
  readonly id: string;
  readonly what: string;
  readonly criteria: Criteria;
  readonly refused: readonly Payment[];
  readonly passes: readonly Payment[];
}

type Accounts = Readonly<
  Record<'account' | 'subledger' | 'otherSubledger' | 'other' | 'third' | 'ledger', AccountHandle>
>;

function buildRows({ account, subledger, otherSubledger, other, third, ledger }: Accounts): Row[] {
  const fromOwn = { what: 'from its own share', debit: account, credit: other };
  const toOwn = { what: 'to its own share', debit: other, credit: account };
  const fromSubledger = { what: 'from the subledger', debit: subledger, credit: other };
  const fromOtherSubledger = { what: 'from the other subledger', debit: otherSubledger, credit: other };
  const elsewhere = { what: 'between other accounts', debit: other, credit: third };
  const fromLedger = { what: 'from a GL', debit: ledger, credit: account };
  const tooMuch = { ...fromOwn, what: 'of $10.01', amount: THRESHOLD + 1 };
  const justEnough = { ...fromOwn, what: 'of $10.00', amount: THRESHOLD };
  const otherCode = { ...fromOwn, what: 'with another code', transactionCode: 'Fee' };
  return [
    {
      id: 'all',
      what: 'the account and its subledgers',
      criteria: FREEZE,
      refused: [fromOwn, toOwn, fromSubledger],
      passes: [elsewhere],
    },
    {
      id: 'own-share',
      what: 'the account’s own share',
      criteria: { appliesTo: 'Account' },
      refused: [fromOwn],
      passes: [fromSubledger],
    },
    {
      id: 'subledgers',
      what: 'the subledgers',
      criteria: { appliesTo: 'SubAccounts' },
      refused: [fromSubledger, fromOtherSubledger],
      passes: [fromOwn],
    },
    {
      id: 'one-subledger',
      what: 'one subledger',
      criteria: { appliesTo: 'Account', subAccountNumber: subledger.accountNumber },
      refused: [fromSubledger],
      passes: [fromOtherSubledger, fromOwn],
    },
    {
      id: 'debits',
      what: 'debits',
      criteria: { appliesTo: 'All', transactionType: 'Debit' },
      refused: [fromOwn],
      passes: [toOwn],
    },
    {
      id: 'credits',
      what: 'credits',
      criteria: { appliesTo: 'All', transactionType: 'Credit' },
      refused: [toOwn],
      passes: [fromOwn],
    },
    {
      id: 'other-type',
      what: 'money from a GL',
      criteria: { appliesTo: 'All', otherAccountType: 'GeneralLedger' },
      refused: [fromLedger],
      passes: [toOwn],
    },
    {
      id: 'amount',
      what: 'more than $10.00',
      criteria: { appliesTo: 'All', amountThreshold: THRESHOLD },
      refused: [tooMuch],
      passes: [justEnough],
    },
    {
      id: 'code',
      what: `the code ${CODE}`,
      criteria: { appliesTo: 'All', transactionCode: CODE },
      refused: [fromOwn],
      passes: [otherCode],
    },
  ];
}

/**
 * Builds the steps with all criteria at once: each payment that passes differs from the refused one in one criterion.
 */
function buildLastRow({ account, subledger, otherSubledger, other, ledger }: Accounts): Row {
  const fits = { what: 'every criterion matches', debit: subledger, credit: other, amount: THRESHOLD + 1 };
  return {
    id: 'together',
    what: 'by all criteria at once',
    criteria: {
      appliesTo: 'Account',
      subAccountNumber: subledger.accountNumber,
      rail: 'Internal',
      transactionType: 'Debit',
      otherAccountType: 'Deposit',
      amountThreshold: THRESHOLD,
      transactionCode: CODE,
    },
    refused: [fits],
    passes: [
      { ...fits, what: 'but for the subledger', debit: otherSubledger },
      { ...fits, what: 'but for the account', debit: account },
      { ...fits, what: 'but for the direction', debit: other, credit: subledger },
      { ...fits, what: 'but for the other side', credit: ledger },
      { ...fits, what: 'but for direction and other side', debit: ledger, credit: subledger },
      { ...fits, what: 'but for the amount', amount: THRESHOLD },
      { ...fits, what: 'but for the code', transactionCode: 'Fee' },
    ],
  };
}

/** Builds the steps for each criterion; a refusal is read from the restricted account. */
function buildSteps(op: WorkflowBuilder<never>['op'], { account, subledger, otherSubledger }: Accounts) {
  const path = { accountNumber: account.accountNumber };
  const restricted: readonly AccountHandle[] = [account, subledger, otherSubledger];
  const pay = (stepId: string, payment: Payment, isRefused: boolean) => {
    const { what, debit, credit, amount = 100, transactionCode = CODE } = payment;
    const [side, far] = restricted.includes(debit) ? (['debit', 'credit'] as const) : (['credit', 'debit'] as const);
    op.createTransaction(stepId, {
      title: `${isRefused ? 'Refused' : 'Passes'}: ${what}`,
      body: {
        debitAccountNumber: debit.accountNumber,
        creditAccountNumber: credit.accountNumber,
        amount,
        transactionCode,
      },
      status: 200,
      check: (r) => [
        eq(r.status, isRefused ? 'Failed' : 'Complete'),
        eq(r[side].result.code, isRefused ? 'RES' : 'OK'),
        eq(r[far].result.code, 'OK'),
      ],
      effects: isRefused ? [refused('RES')] : [moves(debit, -amount), moves(credit, amount)],
      emits: isRefused ? [] : ['Core.Transaction.Completed'],
    });
  };
  return {
    place: (id: string, what: string, criteria: Criteria) =>
      op.createRestriction(`restrict-${id}`, {
        title: `Restrict ${what}`,
        path,
        body: { ...criteria, reason: 'Restricted' },
        status: 200,
        check: (r) => [eq(r.status, 'Active'), eq(r.restrictionType, 'Partner')],
        emits: ['Core.Restriction.Placed'],
      }),
    lift: (id: string, restriction: { readonly body: { readonly id: Input<string> } }) =>
      op.removeRestriction(`lift-${id}`, {
        title: 'Lift the restriction',
        path: { ...path, restrictionId: restriction.body.id },
        status: 200,
        check: (r) => [eq(r.status, 'Removed')],
        emits: ['Core.Restriction.Removed'],
      }),
    refuse(id: string, payments: readonly Payment[]) {
      for (const [index, payment] of payments.entries()) pay(`${id}-refused-${index + 1}`, payment, true);
    },
    pass(id: string, payments: readonly Payment[]) {
      for (const [index, payment] of payments.entries()) pay(`${id}-passes-${index + 1}`, payment, false);
    },
  };
}

function employerOf(sources: InputSources) {
  const { customer: employer, address: employerAddress, phone: employerPhone } = businessOf(sources, 'Example Payroll');
  return { employer, employerAddress, employerPhone };
}

export default defineWorkflow({
  id: 'every-restriction-criterion',
  summary: 'Each criterion of a restriction alone, then all at once: matching payments are refused, all others pass',
  inputs: (sources) => ({
    ...personOf(sources),
    ...employerOf(sources),
    product: sources.target.products.checking ?? '',
    ledgerProduct: sources.target.products.generalLedger ?? '',
    fundingId: `${sources.label}F`,
    otherFundingId: `${sources.label}O`,
    railId: `${sources.label}R`,
    tuesday: '2026-03-03',
    startsAt: '2026-03-03T00:00:00-05:00',
    wednesday: '2026-03-04',
    expiresAt: '2026-03-04T00:00:00-05:00',
  }),
  steps(w) {
    const { inputs, op } = w;
    const { employer, employerAddress, employerPhone } = inputs;
    const employerId = onboard(op, 'employer', {
      customer: employer,
      address: employerAddress,
      phone: employerPhone,
    });
    const customerId = onboard(op, 'customer', inputs);
    const open = (title: string, holder = { customerId, productId: inputs.product }) =>
      op.openAccount(`open-${title.toLowerCase()}`, {
        title: `Open the account ${title}`,
        body: { ...holder, title },
        status: 200,
        emits: ['Core.Account.Opened'],
      });
    const [account, other, third] = [open('Restricted'), open('Other'), open('Third')];
    const ledger = open('Ledger', { customerId: employerId, productId: inputs.ledgerProduct });
    fund(op, 'account', { account, amount: MONEY, identification: inputs.fundingId });
    fund(op, 'other-account', { account: other, amount: MONEY, identification: inputs.otherFundingId });
    const addSubledger = (title: string) => {
      const subledger = op.createSubaccount(`create-${title.toLowerCase()}`, {
        title: `Create the subledger ${title}`,
        body: { masterAccountNumber: account.accountNumber, title },
        status: 200,
        emits: ['Core.SubAccount.Opened'],
      });
      op.createTransfer(`fill-${title.toLowerCase()}`, {
        title: `Fill the subledger ${title}`,
        body: {
          debitAccountNumber: account.accountNumber,
          creditAccountNumber: subledger.accountNumber,
          amount: IN_EACH_SUBLEDGER,
        },
        status: 200,
        effects: [moves(account.own, -IN_EACH_SUBLEDGER), moves(subledger, IN_EACH_SUBLEDGER)],
        emits: ['Core.Transaction.Completed'],
      });
      return subledger;
    };
    const accounts = {
      account,
      subledger: addSubledger('Savings'),
      otherSubledger: addSubledger('Vacation'),
      other,
      third,
      ledger,
    };
    const { place, lift, refuse, pass } = buildSteps(op, accounts);
    const fromOwn = { what: 'from its own share', debit: account, credit: other };
    const toOwn = { what: 'to its own share', debit: other, credit: account };

    for (const row of buildRows(accounts)) {
      const restriction = place(row.id, row.what, row.criteria);
      refuse(row.id, row.refused);
      pass(row.id, row.passes);
      lift(row.id, restriction);
    }

    const rail = place('rail', 'book transfers', { appliesTo: 'All', rail: 'Internal' });
    refuse('rail', [fromOwn, toOwn]);
    fund(op, 'restricted-account', { account, amount: MONEY, identification: inputs.railId });
    lift('rail', rail);

    const last = buildLastRow(accounts);
    const wire = place('another-rail', 'wires, which there are none of', { appliesTo: 'All', rail: 'Wire' });
    const together = place(last.id, last.what, last.criteria);
    refuse(last.id, last.refused);
    pass(last.id, last.passes);
    lift(last.id, together);
    lift('another-rail', wire);

    place('period', 'Tuesday alone', { appliesTo: 'All', startsAt: inputs.startsAt, expiresAt: inputs.expiresAt });
    pass('before', [fromOwn]);
    w.wait('Wait for Tuesday', { until: inputs.tuesday, emits: ['Core.Activity.Posted'] });
    refuse('within', [fromOwn, toOwn]);
    w.wait('Wait for Wednesday', { until: inputs.wednesday });
    pass('after', [fromOwn, toOwn]);
    w.wait('Close the posting day', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
  },
});
