import { defineWorkflow, eq, holds, memo, moves, settles } from '../harness/index.ts';
import { fund, sendEntry } from '../harness/workflow/parts/funding.ts';
import { onboard, personOf, SOME_MINUTES } from '../harness/workflow/parts/onboarding.ts';

const MONEY = 20_000;
const SALARY = 90_000;
const CHECK = 10_000;

export default defineWorkflow({
  id: 'week-over-a-holiday',
  summary: 'Memorial Day 2026: a check, a salary and a transfer around four days with one posting day',
  inputs: (sources) => ({
    ...personOf(sources),
    product: sources.target.products.earlyDirectDeposit ?? '',
    friday: '2026-05-22',
    saturday: '2026-05-23',
    fundingId: `${sources.label}F`,
    payrollId: `${sources.label}P`,
  }),
  steps(w) {
    const { inputs, op } = w;
    w.wait('Wait for the Friday before the holiday', { until: inputs.friday });
    const customerId = onboard(op, 'customer', inputs);
    const open = { customerId, productId: inputs.product };
    const account = op.openAccount('open-account', {
      title: 'Open the account',
      body: { ...open, title: 'Everyday' },
      status: 200,
      emits: ['Core.Account.Opened'],
    });
    const subledger = op.createSubaccount('create-subledger', {
      title: 'Create a subledger',
      body: { masterAccountNumber: account.accountNumber, title: 'Holiday' },
      status: 200,
      emits: ['Core.SubAccount.Opened'],
    });
    fund(op, 'account', { account, amount: MONEY, identification: inputs.fundingId });
    op.postRailTransaction('deposit-check', {
      title: 'Deposit a check: one fifth is available',
      body: {
        accountNumber: account.accountNumber,
        rail: 'Check',
        transactionType: 'Credit',
        transactionCode: 'Check',
        amount: CHECK,
      },
      status: 200,
      check: (r) => [eq(r.status, 'Complete')],
      effects: [moves(account, CHECK), holds(account, 8_000)],
      emits: ['Core.Transaction.Completed'],
      requires: ['control'],
    });
    op.configureInboundSchedule('one-business-day', {
      title: 'Payroll files come one business day early',
      body: { standardBusinessDays: 1 },
      status: 200,
      requires: ['control'],
    });
    sendEntry(op, 'send-salary', 'Have the employer send the salary', {
      account,
      amount: SALARY,
      identification: inputs.payrollId,
      serviceType: 'Standard',
      description: 'PAYROLL',
    });
    const salary = op.listAchPayments('salary-is-available', {
      title: 'Tuesday’s salary is available on Friday',
      query: { receiverIdentification: inputs.payrollId },
      status: 200,
      check: (r) => [eq(r.results.at(0).effectiveDate, '2026-05-26')],
      poll: SOME_MINUTES,
      effects: [memo(account, SALARY)],
      emits: ['Ach.Payment.ReceivedEarly'],
    });
    w.wait('Close Friday: the next posting day is Tuesday', {
      until: 'posting-day-close',
      effects: [settles(account, SALARY), holds(account, -4_000)],
      emits: ['Core.Activity.Posted', 'Core.Transaction.Completed'],
    });
    w.wait('Wait for Saturday', { until: inputs.saturday });
    op.createTransfer('transfer-on-saturday', {
      title: 'Transfer money on Saturday',
      body: { debitAccountNumber: account.accountNumber, creditAccountNumber: subledger.accountNumber, amount: 30_000 },
      status: 200,
      check: (r) => [eq(r.status, 'Complete')],
      effects: [moves(account.own, -30_000), moves(subledger, 30_000)],
      emits: ['Core.Transaction.Completed'],
    });
    op.listActivities('saturday-carries-tuesday', {
      title: 'The transfer has Tuesday’s posting date',
      path: { accountNumber: account.accountNumber },
      status: 200,
      check: (r) => [
        eq(r.results.at(3).postingDate, '2026-05-26T00:00:00-04:00'),
        eq(r.results.at(3).status, 'Pending'),
      ],
    });
    w.wait('Wait for Tuesday: the holiday moves nothing', {
      until: salary.body.results.at(0).effectiveDate,
    });
    w.wait('Close Tuesday: the whole check is available', {
      until: 'posting-day-close',
      effects: [holds(account, -4_000)],
      emits: ['Core.Activity.Posted'],
    });
    op.getAccount('all-is-free', {
      title: 'The whole balance is available',
      path: { accountNumber: account.accountNumber },
      status: 200,
      check: (r) => [eq(r.currentBalance, MONEY + CHECK + SALARY), eq(r.availableBalance, MONEY + CHECK + SALARY)],
    });
  },
});
