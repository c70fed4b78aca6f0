import { defineWorkflow, eq, holds, moves } from '../harness/index.ts';
import { onboard, personOf } from '../harness/workflow/parts/onboarding.ts';
import { passMinutes } from './parts/minutes.ts';
import { receiverAtOtherBank, SOME_HOURS } from './parts/other-bank.ts';

const AMOUNT = 2_700;

export default defineWorkflow({
  id: 'ach-pull-with-hold',
  summary: 'A pull from another bank posts at once and is available two posting days later, as in the bank’s example',
  inputs: (sources) => ({
    ...personOf(sources),
    product: sources.target.products.checking ?? '',
    reference: `${sources.label}A`,
  }),
  steps(w) {
    const { inputs, op } = w;
    const customerId = onboard(op, 'customer', inputs);
    const account = op.openAccount('open-account', {
      title: 'Open the account',
      body: { customerId, productId: inputs.product, title: 'Everyday' },
      status: 200,
      emits: ['Core.Account.Opened'],
    });
    const pull = op.originateAchPayment('pull', {
      title: 'Pull $27.00 from another bank',
      body: {
        accountNumber: account.accountNumber,
        receiver: receiverAtOtherBank('Example Payer', inputs.reference),
        secCode: 'PPD',
        description: 'PULL',
        transactionType: 'Pull',
        amount: AMOUNT,
        serviceType: 'SameDay',
      },
      status: 200,
      check: (r) => [eq(r.direction, 'Outbound'), eq(r.amount, AMOUNT)],
    });
    const path = { accountNumber: account.accountNumber };
    passMinutes(op, 'pull-waits');
    op.getAchPayment('pull-waits', {
      title: 'The pull waits for its window',
      path: { paymentId: pull.body.id },
      status: 200,
      check: (r) => [eq(r.status, 'Pending')],
      requires: ['control'],
    });
    const done = op.getAchPayment('pull-is-complete', {
      title: 'The money is posted and on hold',
      path: { paymentId: pull.body.id },
      status: 200,
      check: (r) => [eq(r.status, 'Complete')],
      poll: SOME_HOURS,
      effects: [moves(account, AMOUNT), holds(account, AMOUNT)],
      emits: ['Ach.Payment.Sent', 'Core.Transaction.Completed'],
    });
    op.getTransaction('read-transaction', {
      title: 'It is available on the third posting day',
      path: { transactionId: done.body.coreTransactionId },
      status: 200,
      check: (r) => [eq(r.schedule.at(2), AMOUNT), eq(r.isClearing, true), eq(r.transactionCode, 'Outgoing ACH')],
    });
    op.listHolds('read-hold', {
      title: 'One hold covers the whole amount',
      path,
      status: 200,
      check: (r) => [eq(r.results.at(0).reason, 'Availability'), eq(r.results.at(0).amount, AMOUNT)],
    });
    w.wait('Close the first posting day', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
    w.wait('Close the second posting day', { until: 'posting-day-close', effects: [holds(account, -AMOUNT)] });
    op.listActivities('not-clearing', {
      title: 'The money is available',
      path,
      status: 200,
      check: (r) => [eq(r.results.at(0).isClearing, false), eq(r.results.at(0).status, 'Posted')],
    });
  },
});
