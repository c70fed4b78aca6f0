import { defineWorkflow, eq, memo, moves, ne, settles } from '../harness/index.ts';
import { sendEntry } from '../harness/workflow/parts/funding.ts';
import { onboard, personOf, SOME_MINUTES } from '../harness/workflow/parts/onboarding.ts';

const SALARY = 120_000;
const BONUS = 30_000;
const RENT = 90_000;

/** Posting dates are Eastern midnights. Source: X13. */
const MONDAY = '2026-06-22T00:00:00-04:00';
const TUESDAY = '2026-06-23T00:00:00-04:00';

export default defineWorkflow({
  id: 'early-deposit-over-a-long-weekend',
  summary: 'Juneteenth 2026: a salary comes two business days early, which are five calendar days, and pays the rent',
  inputs: (sources) => ({
    ...personOf(sources),
    product: sources.target.products.earlyDirectDeposit ?? '',
    wednesday: '2026-06-17',
    thursday: '2026-06-18',
    saturday: '2026-06-20',
    monday: '2026-06-22',
    tuesday: '2026-06-23',
    salaryId: `${sources.label}S`,
    bonusId: `${sources.label}B`,
  }),
  steps(w) {
    const { inputs, op } = w;
    w.wait('Wait for the Wednesday before Juneteenth', { until: inputs.wednesday });
    const customerId = onboard(op, 'customer', inputs);
    const open = (title: string) =>
      op.openAccount(`open-${title.toLowerCase()}`, {
        title: `Open the ${title.toLowerCase()} account`,
        body: { customerId, productId: inputs.product, title },
        status: 200,
        emits: ['Core.Account.Opened'],
      });
    const [account, landlord] = [open('Everyday'), open('Rent')];
    const path = { accountNumber: account.accountNumber };
    const comeAhead = (standardBusinessDays: number, title: string) =>
      op.configureInboundSchedule(`days-ahead-${standardBusinessDays}`, {
        title,
        body: { standardBusinessDays },
        status: 200,
        requires: ['control'],
      });
    const payroll = { account, serviceType: 'Standard', description: 'PAYROLL' } as const;

    comeAhead(3, 'Payroll files come three business days early');
    sendEntry(op, 'send-salary', 'The employer sends the salary', {
      ...payroll,
      amount: SALARY,
      identification: inputs.salaryId,
    });
    op.listAchPayments('salary-is-announced', {
      title: 'On Wednesday the salary is not available',
      query: { receiverIdentification: inputs.salaryId },
      status: 200,
      check: (r) => [eq(r.results.at(0).effectiveDate, inputs.tuesday), ne(r.results.at(0).memoPostId, null)],
      poll: SOME_MINUTES,
      emits: ['Ach.Payment.Received'],
    });
    w.wait('Close Wednesday: the salary is available', {
      until: 'posting-day-close',
      effects: [memo(account, SALARY)],
      emits: ['Ach.Payment.ReceivedEarly'],
    });
    w.wait('Wait for Thursday', { until: inputs.thursday });
    comeAhead(1, 'Payroll files come one business day early');
    sendEntry(op, 'send-bonus', 'The employer sends a bonus', {
      ...payroll,
      amount: BONUS,
      identification: inputs.bonusId,
    });
    op.listAchPayments('bonus-is-early', {
      title: 'Monday’s bonus is available on Thursday',
      query: { receiverIdentification: inputs.bonusId },
      status: 200,
      check: (r) => [eq(r.results.at(0).effectiveDate, inputs.monday), ne(r.results.at(0).memoPostId, null)],
      poll: SOME_MINUTES,
      effects: [memo(account, BONUS)],
      emits: ['Ach.Payment.ReceivedEarly'],
    });
    w.wait('Close Thursday: the bonus is booked', {
      until: 'posting-day-close',
      effects: [settles(account, BONUS)],
      emits: ['Core.Transaction.Completed'],
    });
    w.wait('Friday is Juneteenth: no money moves', { until: inputs.saturday });
    op.getAccount('available-on-saturday', {
      title: 'All is available, only the bonus is booked',
      path,
      status: 200,
      check: (r) => [eq(r.availableBalance, SALARY + BONUS), eq(r.currentBalance, BONUS)],
    });
    op.createTransfer('pay-rent', {
      title: 'Pay the rent from the early salary',
      body: { debitAccountNumber: account.accountNumber, creditAccountNumber: landlord.accountNumber, amount: RENT },
      status: 200,
      check: (r) => [eq(r.status, 'Complete')],
      effects: [moves(account, -RENT), moves(landlord, RENT)],
      emits: ['Core.Transaction.Completed'],
    });
    w.wait('Wait for Monday: no money moves', { until: inputs.monday });
    w.wait('Close Monday: the salary is booked', {
      until: 'posting-day-close',
      effects: [settles(account, SALARY)],
      emits: ['Core.Activity.Posted', 'Core.Transaction.Completed'],
    });
    op.listMemoPosts('converted', {
      title: 'Both memo posts became transactions',
      path,
      query: { pageSize: 2 },
      status: 200,
      check: (r) => [
        eq(r.results.at(0).status, 'Converted'),
        eq(r.results.at(1).status, 'Converted'),
        eq(r.hasNextPage, false),
      ],
    });
    w.wait('Close Tuesday', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
    op.listActivities('posting-dates', {
      title: 'Each entry has its posting date',
      path,
      status: 200,
      check: (r) => [
        eq(r.results.at(0).amount, BONUS),
        eq(r.results.at(0).postingDate, MONDAY),
        eq(r.results.at(1).amount, RENT),
        eq(r.results.at(1).postingDate, MONDAY),
        eq(r.results.at(2).amount, SALARY),
        eq(r.results.at(2).postingDate, TUESDAY),
      ],
    });
    op.getAccount('all-is-booked', {
      title: 'Available equals current',
      path,
      status: 200,
      check: (r) => [eq(r.currentBalance, SALARY + BONUS - RENT), eq(r.availableBalance, SALARY + BONUS - RENT)],
    });
  },
});
