import { defineWorkflow, eq, memo, moves, ne, settles } from '../harness/index.ts';
import { fund } from '../harness/workflow/parts/funding.ts';
import { onboard, personOf, SOME_MINUTES } from '../harness/workflow/parts/onboarding.ts';
import { passMinutes } from './parts/minutes.ts';
import { receiverAtOtherBank, SOME_HOURS } from './parts/other-bank.ts';

const MONEY = 50_000;
const AMOUNT = 12_000;

export default defineWorkflow({
  id: 'return-of-a-push',
  summary: 'A payment is secured, sent and returned: its return is a separate payment, and every cent is back',
  inputs: (sources) => ({
    ...personOf(sources),
    product: sources.target.products.checking ?? '',
    fundingId: `${sources.label}F`,
    reference: `${sources.label}R`,
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
    fund(op, 'account', { account, amount: MONEY, identification: inputs.fundingId });
    const push = op.originateAchPayment('push', {
      title: 'Send $120.00 to another bank',
      body: {
        accountNumber: account.accountNumber,
        receiver: receiverAtOtherBank('Example Payee', inputs.reference),
        secCode: 'PPD',
        description: 'RENT',
        transactionType: 'Push',
        amount: AMOUNT,
        serviceType: 'SameDay',
      },
      status: 200,
      check: (r) => [ne(r.memoPostId, null)],
      effects: [memo(account, -AMOUNT)],
    });
    const path = { paymentId: push.body.id };
    passMinutes(op, 'push-waits');
    op.getAchPayment('push-waits', {
      title: 'The payment waits for its window',
      path,
      status: 200,
      check: (r) => [eq(r.status, 'Pending')],
      requires: ['control'],
    });
    op.getAchPayment('push-is-complete', {
      title: 'The payment is sent',
      path,
      status: 200,
      check: (r) => [eq(r.status, 'Complete')],
      poll: SOME_HOURS,
      effects: [settles(account, -AMOUNT)],
      emits: ['Ach.Payment.Sent', 'Core.Transaction.Completed'],
    });
    op.simulateInboundReturn('send-return', {
      title: 'Have the other bank return the payment',
      body: { paymentId: push.body.id, returnCode: 'R03' },
      status: 202,
    });
    op.listAchPayments('return-arrives', {
      title: 'The return names the returned payment',
      query: { originalPaymentId: push.body.id },
      status: 200,
      check: (r) => [
        eq(r.results.at(0).paymentType, 'Return'),
        eq(r.results.at(0).direction, 'Inbound'),
        eq(r.results.at(0).amount, AMOUNT),
        eq(r.results.at(0).returnCode, 'R03'),
      ],
      poll: SOME_MINUTES,
      effects: [moves(account, AMOUNT)],
      emits: ['Ach.Return.Received', 'Core.Transaction.Completed'],
    });
    op.getAccount('all-is-home', {
      title: 'The balance is the same as before',
      path: { accountNumber: account.accountNumber },
      status: 200,
      check: (r) => [eq(r.currentBalance, MONEY), eq(r.availableBalance, MONEY)],
    });
    w.wait('Close the posting day', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
  },
});
