import { defineWorkflow, eq, memo, moves, ne, settles } from '../harness/index.ts';
import { fund, sendEntry } from '../harness/workflow/parts/funding.ts';
import { onboard, personOf, SOME_MINUTES } from '../harness/workflow/parts/onboarding.ts';

const SALARY = 100_000;
const OTHER_CODE = 20_000;
const SAME_DAY = 3_000;
const LATE_FILE = 400;
const LATE_EMPLOYER = 50;

export default defineWorkflow({
  id: 'early-deposit-too-late',
  summary: 'One salary is early; a late file, a late employer, another SEC code and same-day service are not',
  inputs: (sources) => ({
    ...personOf(sources),
    product: sources.target.products.earlyDirectDeposit ?? '',
    monday: '2026-03-09',
    tuesday: '2026-03-10',
    payday: '2026-03-11',
    dayAfter: '2026-03-12',
    salaryId: `${sources.label}S`,
    otherCodeId: `${sources.label}C`,
    sameDayId: `${sources.label}D`,
    lateFileId: `${sources.label}L`,
    lateEmployerId: `${sources.label}E`,
  }),
  steps(w) {
    const { inputs, op } = w;
    w.wait('Wait for the Monday before payday', { until: inputs.monday });
    const customerId = onboard(op, 'customer', inputs);
    const account = op.openAccount('open-account', {
      title: 'Open the account',
      body: { customerId, productId: inputs.product, title: 'Everyday' },
      status: 200,
      emits: ['Core.Account.Opened'],
    });
    const path = { accountNumber: account.accountNumber };
    const payroll = { account, serviceType: 'Standard', description: 'PAYROLL' } as const;

    op.configureInboundSchedule('on-time', {
      title: 'Payroll files come two business days early',
      body: { standardBusinessDays: 2 },
      status: 200,
      requires: ['control'],
    });
    sendEntry(op, 'send-salary', 'Have an employer send the salary in time', {
      ...payroll,
      amount: SALARY,
      identification: inputs.salaryId,
    });
    const salary = op.listAchPayments('salary-is-early', {
      title: 'Wednesday’s salary is available on Monday',
      query: { receiverIdentification: inputs.salaryId },
      status: 200,
      check: (r) => [eq(r.results.at(0).effectiveDate, inputs.payday), ne(r.results.at(0).memoPostId, null)],
      poll: SOME_MINUTES,
      effects: [memo(account, SALARY)],
      emits: ['Ach.Payment.ReceivedEarly'],
    });
    sendEntry(op, 'send-other-code', 'Have an employer send SEC code CCD', {
      ...payroll,
      secCode: 'CCD',
      amount: OTHER_CODE,
      identification: inputs.otherCodeId,
    });
    const announced = op.listAchPayments('other-code-is-announced', {
      title: 'The CCD payment is announced, not available',
      query: { receiverIdentification: inputs.otherCodeId },
      status: 200,
      check: (r) => [eq(r.results.at(0).effectiveDate, inputs.payday), eq(r.results.at(0).status, 'Pending')],
      poll: SOME_MINUTES,
      emits: ['Ach.Payment.Received'],
    });
    op.listMemoPosts('two-memo-posts', {
      title: 'Only the salary is available early',
      path,
      query: { pageSize: 2 },
      status: 200,
      check: (r) => [
        eq(r.results.at(0).id, salary.body.results.at(0).memoPostId),
        eq(r.results.at(0).affectsAvailability, true),
        eq(r.results.at(1).id, announced.body.results.at(0).memoPostId),
        eq(r.results.at(1).affectsAvailability, false),
      ],
    });
    fund(op, 'account', { account, amount: SAME_DAY, identification: inputs.sameDayId });

    w.wait('Wait for Tuesday: no money moves', { until: inputs.tuesday, emits: ['Core.Activity.Posted'] });
    w.wait('Wait for payday', {
      until: inputs.payday,
      effects: [settles(account, SALARY), moves(account, OTHER_CODE)],
      emits: ['Core.Transaction.Completed'],
    });
    op.configureInboundSchedule('late', {
      title: 'Payroll files come on their effective date',
      body: { standardBusinessDays: 0 },
      status: 200,
      requires: ['control'],
    });
    sendEntry(op, 'send-late-file', 'Have an employer send a late file', {
      ...payroll,
      amount: LATE_FILE,
      identification: inputs.lateFileId,
    });
    op.listAchPayments('late-file-posts', {
      title: 'The late file posts on payday',
      query: { receiverIdentification: inputs.lateFileId },
      status: 200,
      check: (r) => [eq(r.results.at(0).effectiveDate, inputs.payday), eq(r.results.at(0).status, 'Complete')],
      poll: SOME_MINUTES,
      effects: [moves(account, LATE_FILE)],
      emits: ['Ach.Payment.Received', 'Core.Transaction.Completed'],
    });
    w.wait('Wait for the day after payday', { until: inputs.dayAfter, emits: ['Core.Activity.Posted'] });
    sendEntry(op, 'send-late-salary', 'Have the late employer send the salary', {
      ...payroll,
      amount: LATE_EMPLOYER,
      identification: inputs.lateEmployerId,
    });
    op.listAchPayments('late-salary-posts', {
      title: 'It posts one day after payday',
      query: { receiverIdentification: inputs.lateEmployerId },
      status: 200,
      check: (r) => [eq(r.results.at(0).effectiveDate, inputs.dayAfter), eq(r.results.at(0).status, 'Complete')],
      poll: SOME_MINUTES,
      effects: [moves(account, LATE_EMPLOYER)],
      emits: ['Ach.Payment.Received', 'Core.Transaction.Completed'],
    });
    op.listMemoPosts('no-other-memo-post', {
      title: 'Same-day and late credits had no memo post',
      path,
      query: { pageSize: 2 },
      status: 200,
      check: (r) => [
        eq(r.results.at(0).status, 'Converted'),
        eq(r.results.at(1).status, 'Converted'),
        eq(r.hasNextPage, false),
      ],
    });
    w.wait('Close the posting day', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
  },
});
