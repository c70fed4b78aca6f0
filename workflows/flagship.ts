import { defineWorkflow, eq, fund, memo, moves, ne, refused, sendEntry, settles } from '../harness/index.ts';
import {
  identifiedPersonOf,
  onboardUnscreened,
  SOME_MINUTES,
  waitForScreening,
} from '../harness/workflow/parts/onboarding.ts';

/** Cents of the worked journey, against which the books of the project are proven. */
const FUNDING = 50_000;
const TO_SUBLEDGER = 2_500;
const TO_SECOND_MASTER = 10_000;
const THRESHOLD = 10_000;
const SALARY = 125_000;

export default defineWorkflow({
  id: 'flagship',
  summary: 'From onboarding to an early payday: a customer, two accounts, a subledger, and every cent accounted for',
  inputs: (sources) => ({
    ...identifiedPersonOf(sources),
    product: sources.target.products.earlyDirectDeposit ?? '',
    fundingId: `${sources.label}F`,
    smallDebitId: `${sources.label}S`,
    largeDebitId: `${sources.label}L`,
    payrollId: `${sources.label}P`,
  }),
  steps(w) {
    const { inputs, op } = w;

    const customerId = onboardUnscreened(op, 'customer', inputs);
    op.addIdentification('add-identification', {
      title: 'Add an identification of the customer',
      path: { customerId },
      body: inputs.identification,
      status: 200,
      check: (r) => [eq(r.status, 'Active'), eq(r.customerId, customerId)],
      emits: ['Core.Customer.Identification.Added'],
    });
    waitForScreening(op, 'customer', customerId);
    op.getCustomer('read-customer', {
      title: 'Read the customer: every list is clear',
      path: { customerId },
      status: 200,
      check: (r) => [eq(r.ofac, 'Clear'), eq(r.pepScan, 'Clear'), eq(r.internalList, 'Clear')],
    });

    const open = { customerId, productId: inputs.product };
    const a = op.openAccount('open-main', {
      title: 'Open the main account',
      body: { ...open, title: 'Main' },
      status: 200,
      check: (r) => [eq(r.status, 'Active'), eq(r.currentBalance, 0)],
      emits: ['Core.Account.Opened'],
    });
    const b = op.openAccount('open-second', {
      title: 'Open a second account',
      body: { ...open, title: 'Second' },
      status: 200,
      check: (r) => [eq(r.status, 'Active')],
      emits: ['Core.Account.Opened'],
    });

    const funding = fund(op, 'customer', { account: a, amount: FUNDING, identification: inputs.fundingId });
    op.getTransaction('read-funding', {
      title: 'Read the transaction of the funding',
      path: { transactionId: funding.body.results.at(0).coreTransactionId },
      status: 200,
      check: (r) => [eq(r.status, 'Complete'), eq(r.rail, 'Ach'), eq(r.credit.result.code, 'OK')],
    });

    const s = op.createSubaccount('create-subledger', {
      title: 'Create a subledger of the main account',
      body: { masterAccountNumber: a.accountNumber, title: 'Savings' },
      status: 200,
      check: (r) => [eq(r.masterAccountNumber, a.accountNumber), eq(r.currentBalance, 0)],
      emits: ['Core.SubAccount.Opened'],
    });
    op.createTransfer('transfer-to-subledger', {
      title: 'Transfer to the subledger',
      body: { debitAccountNumber: a.accountNumber, creditAccountNumber: s.accountNumber, amount: TO_SUBLEDGER },
      status: 200,
      check: (r) => [eq(r.status, 'Complete'), eq(r.debit.result.code, 'OK'), eq(r.credit.result.code, 'OK')],
      effects: [moves(a.own, -TO_SUBLEDGER), moves(s, TO_SUBLEDGER)],
      emits: ['Core.Transaction.Completed'],
    });
    op.createTransfer('transfer-to-second', {
      title: 'Transfer to the second account',
      body: { debitAccountNumber: a.accountNumber, creditAccountNumber: b.accountNumber, amount: TO_SECOND_MASTER },
      status: 200,
      check: (r) => [eq(r.status, 'Complete'), eq(r.transactionCode, 'Account Transfer'), eq(r.rail, 'Internal')],
      effects: [moves(a.own, -TO_SECOND_MASTER), moves(b, TO_SECOND_MASTER)],
      emits: ['Core.Transaction.Completed'],
    });

    const restriction = op.createRestriction('restrict', {
      title: 'Restrict ACH debits over $100',
      path: { accountNumber: a.accountNumber },
      body: {
        appliesTo: 'All',
        rail: 'Ach',
        transactionType: 'Debit',
        amountThreshold: THRESHOLD,
        reason: 'Restricted',
      },
      status: 200,
      check: (r) => [eq(r.status, 'Active'), eq(r.amountThreshold, THRESHOLD)],
      emits: ['Core.Restriction.Placed'],
    });
    op.listRestrictions('read-restriction', {
      title: 'Read the restriction',
      path: { accountNumber: a.accountNumber },
      status: 200,
      check: (r) => [eq(r.results.at(0).id, restriction.body.id)],
    });
    const bill = { account: a, transactionType: 'Pull', description: 'BILL' } as const;
    sendEntry(op, 'send-large-debit', 'Have another bank pull $100.01', {
      ...bill,
      amount: THRESHOLD + 1,
      identification: inputs.largeDebitId,
    });
    op.listPostingExceptions('large-debit-is-refused', {
      title: 'The bill of $100.01 is refused',
      path: { accountNumber: a.accountNumber },
      status: 200,
      check: (r) => [eq(r.results.at(0).result.code, 'RES'), eq(r.results.at(0).amount, THRESHOLD + 1)],
      poll: SOME_MINUTES,
      effects: [refused('RES')],
    });
    sendEntry(op, 'send-small-debit', 'Have another bank pull $100.00', {
      ...bill,
      amount: THRESHOLD,
      identification: inputs.smallDebitId,
    });
    op.listAchPayments('small-debit-passes', {
      title: 'The bill of $100.00 is paid',
      query: { receiverIdentification: inputs.smallDebitId },
      status: 200,
      check: (r) => [eq(r.results.at(0).status, 'Complete')],
      poll: SOME_MINUTES,
      effects: [moves(a, -THRESHOLD)],
      emits: ['Ach.Payment.Received', 'Core.Transaction.Completed'],
    });

    op.configureInboundSchedule('payroll-two-days-early', {
      title: 'Payroll files come two business days early',
      body: { standardBusinessDays: 2 },
      status: 200,
      requires: ['control'],
    });
    sendEntry(op, 'send-salary', 'Have the employer send the salary', {
      account: a,
      amount: SALARY,
      identification: inputs.payrollId,
      description: 'PAYROLL',
      serviceType: 'Standard',
    });
    const salary = op.listAchPayments('salary-is-available-early', {
      title: 'The salary is available early',
      query: { receiverIdentification: inputs.payrollId },
      status: 200,
      check: (r) => [ne(r.results.at(0).memoPostId, null), eq(r.results.at(0).amount, SALARY)],
      poll: SOME_MINUTES,
      effects: [memo(a, SALARY)],
      emits: ['Ach.Payment.ReceivedEarly'],
    });

    w.wait('Close the posting day', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
    op.listActivities('posted', {
      title: 'The first day is posted',
      path: { accountNumber: a.accountNumber },
      status: 200,
      check: (r) => [eq(r.results.at(0).status, 'Posted'), eq(r.results.at(0).sequenceNumber, 1)],
    });
    w.wait('Wait for the effective date', {
      until: salary.body.results.at(0).effectiveDate,
      effects: [settles(a, SALARY)],
      emits: ['Core.Transaction.Completed'],
    });
    w.wait('Close the effective date', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
  },
});
