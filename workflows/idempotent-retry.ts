import { defineWorkflow, eq, moves } from '../harness/index.ts';
import { fund } from '../harness/workflow/parts/funding.ts';
import { onboard, personOf } from '../harness/workflow/parts/onboarding.ts';

const MONEY = 10_000;
const RENT = 2_500;

export default defineWorkflow({
  id: 'idempotent-retry',
  summary: 'Responses are lost and requests retried with the same idempotency key: each is executed once',
  inputs: (sources) => ({
    ...personOf(sources),
    product: sources.target.products.checking ?? '',
    fundingId: `${sources.label}F`,
  }),
  steps(w) {
    const { inputs, op } = w;
    const customerId = onboard(op, 'customer', inputs);
    const payer = op.openAccount('open-payer', {
      title: 'Open the account of the payer',
      body: { customerId, productId: inputs.product, title: 'Payer' },
      status: 200,
      emits: ['Core.Account.Opened'],
    });
    const payee = op.openAccount('open-payee', {
      title: 'Open another account, and lose the response',
      body: { customerId, productId: inputs.product, title: 'Payee' },
      status: 200,
      losesAnswer: true,
      emits: ['Core.Account.Opened'],
    });
    fund(op, 'payer', { account: payer, amount: MONEY, identification: inputs.fundingId });
    op.listAccounts('two-accounts', {
      title: 'The customer has two accounts, not three',
      query: { customerId, pageSize: 2 },
      status: 200,
      check: (r) => [eq(r.hasNextPage, false)],
    });
    op.createSubaccount('create-subledger', {
      title: 'Create a subledger, and lose the response',
      body: { masterAccountNumber: payer.accountNumber, title: 'Savings' },
      status: 200,
      losesAnswer: true,
      emits: ['Core.SubAccount.Opened'],
    });
    op.listSubaccounts('one-subledger', {
      title: 'The payer has one subledger, not two',
      query: { masterAccountNumber: payer.accountNumber, pageSize: 1 },
      status: 200,
      check: (r) => [eq(r.hasNextPage, false)],
    });
    const transfer = op.createTransfer('pay', {
      title: 'Transfer money, and lose the response',
      body: { debitAccountNumber: payer.accountNumber, creditAccountNumber: payee.accountNumber, amount: RENT },
      status: 200,
      check: (r) => [eq(r.status, 'Complete')],
      losesAnswer: true,
      effects: [moves(payer, -RENT), moves(payee, RENT)],
      emits: ['Core.Transaction.Completed'],
    });
    op.getTransaction('read-transfer', {
      title: 'Read the transaction of the response',
      path: { transactionId: transfer.body.id },
      status: 200,
      check: (r) => [eq(r.amount, RENT), eq(r.status, 'Complete')],
    });
    op.getAccount('paid-once', {
      title: 'The money has left the account once',
      path: { accountNumber: payer.accountNumber },
      status: 200,
      check: (r) => [eq(r.currentBalance, MONEY - RENT), eq(r.transactionCount, 2)],
    });
    w.wait('Close the posting day', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
  },
});
