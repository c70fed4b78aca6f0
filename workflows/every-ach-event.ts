import { defineWorkflow, eq, type Input, memo, moves, settles } from '../harness/index.ts';
import { fund } from '../harness/workflow/parts/funding.ts';
import { onboard, personOf, SOME_MINUTES } from '../harness/workflow/parts/onboarding.ts';
import { passMinutes } from './parts/minutes.ts';
import { receiverAtOtherBank, SOME_HOURS } from './parts/other-bank.ts';

const MONEY = 50_000;
const AMOUNT = 12_000;
const PULLED = 100;

/** Builds a payment to or from an account at another bank; a pull secures no money before it is sent. */
function entryOf(transactionType: 'Push' | 'Pull', amount: number, reference: Input<string>) {
  const receiver = receiverAtOtherBank('Example Payee', reference);
  const serviceType = 'SameDay' as const;
  return { receiver, secCode: 'PPD' as const, description: 'RENT', transactionType, amount, serviceType };
}

export default defineWorkflow({
  id: 'every-ach-event',
  summary: 'Each event about an ACH payment or batch: one for each change, at its time',
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
    const { accountNumber } = account;
    fund(op, 'account', { account, amount: MONEY, identification: inputs.fundingId });

    const pull = (stepId: string, title: string) =>
      op.originateAchPayment(stepId, {
        title,
        body: { accountNumber, ...entryOf('Pull', PULLED, inputs.reference) },
        status: 200,
      });
    const canceled = pull('pull-to-cancel', 'Originate a payment to be canceled');
    passMinutes(op, 'cancel');
    op.cancelAchPayment('cancel', {
      title: 'Cancel the payment',
      path: { paymentId: canceled.body.id },
      status: 200,
      check: (r) => [eq(r.status, 'Canceled')],
      emits: ['Ach.Payment.Canceled'],
    });
    const rejected = pull('pull-to-reject', 'Originate a payment that the bank rejects');
    passMinutes(op, 'reject');
    op.reviewAchPayment('reject', {
      title: 'The bank rejects the payment',
      path: { paymentId: rejected.body.id },
      body: { decision: 'Reject' },
      status: 200,
      check: (r) => [eq(r.status, 'Rejected')],
      requires: ['control'],
      emits: ['Ach.Payment.Rejected'],
    });

    const batch = op.originateClientBatch('batch', {
      title: 'Originate a batch',
      body: {
        accountNumber,
        payments: [entryOf('Pull', PULLED, inputs.reference), entryOf('Pull', PULLED, inputs.reference)],
      },
      status: 200,
    });
    const batchPath = { clientBatchId: batch.body.id };
    op.getClientBatch('batch-is-imported', {
      title: 'The batch is imported',
      path: batchPath,
      status: 200,
      check: (r) => [eq(r.status, 'Imported')],
      poll: SOME_MINUTES,
      emits: ['Ach.Batch.Imported'],
    });
    passMinutes(op, 'cancel-batch');
    op.cancelClientBatch('cancel-batch', {
      title: 'Cancel the batch',
      path: batchPath,
      status: 200,
      check: (r) => [eq(r.status, 'Canceled')],
      emits: ['Ach.Batch.Canceled'],
    });
    op.listAchPayments('batch-is-canceled', {
      title: 'The payments of the batch are canceled',
      query: { clientBatchId: batch.body.id },
      status: 200,
      check: (r) => [eq(r.results.at(0).status, 'Canceled'), eq(r.results.at(1).status, 'Canceled')],
      emits: ['Ach.Payment.Canceled'],
    });

    const push = op.originateAchPayment('push', {
      title: 'Send $120.00 to another bank',
      body: { accountNumber, ...entryOf('Push', AMOUNT, inputs.reference) },
      status: 200,
      effects: [memo(account, -AMOUNT)],
    });
    const path = { paymentId: push.body.id };
    const review = (stepId: string, title: string, decision: 'Hold' | 'Escalate' | 'Release') => {
      passMinutes(op, stepId);
      op.reviewAchPayment(stepId, {
        title,
        path,
        body: { decision },
        status: 200,
        requires: ['control'],
        emits: decision === 'Escalate' ? ['Ach.Hold.Escalated'] : [],
      });
    };
    review('hold', 'The bank holds the payment for review', 'Hold');
    review('escalate', 'The bank escalates the review', 'Escalate');
    review('escalate-again', 'The bank escalates the review again', 'Escalate');
    review('release', 'The bank releases the payment', 'Release');
    op.getAchPayment('push-is-complete', {
      title: 'The payment is sent',
      path,
      status: 200,
      check: (r) => [eq(r.status, 'Complete')],
      poll: SOME_HOURS,
      effects: [settles(account, -AMOUNT)],
      emits: ['Ach.Payment.Sent', 'Core.Transaction.Completed'],
    });
    op.simulateInboundCorrection('send-correction', {
      title: 'Have the other bank correct the payment',
      body: { ...path, changeCode: 'C01', correctedData: '2' },
      status: 202,
    });
    op.listAchPayments('correction-arrives', {
      title: 'The notification of change has amount zero',
      query: { originalPaymentId: push.body.id },
      status: 200,
      check: (r) => [eq(r.results.at(0).paymentType, 'Correction'), eq(r.results.at(0).amount, 0)],
      poll: SOME_MINUTES,
      emits: ['Ach.Noc.Received'],
    });
    passMinutes(op, 'send-return');
    op.simulateInboundReturn('send-return', {
      title: 'Have the other bank return the payment',
      body: { ...path, returnCode: 'R03' },
      status: 202,
    });
    op.listAchPayments('return-arrives', {
      title: 'The whole amount is returned',
      query: { originalPaymentId: push.body.id },
      status: 200,
      // The list starts with the oldest: the return follows the correction.
      check: (r) => [eq(r.results.at(1).paymentType, 'Return'), eq(r.results.at(1).amount, AMOUNT)],
      poll: SOME_MINUTES,
      effects: [moves(account, AMOUNT)],
      emits: ['Ach.Return.Received', 'Core.Transaction.Completed'],
    });
    w.wait('Close the posting day', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
  },
});
