import { defineWorkflow, eq, moves } from '../harness/index.ts';
import { fund } from '../harness/workflow/parts/funding.ts';
import { onboard, personOf } from '../harness/workflow/parts/onboarding.ts';

const MONEY = 10_000;
const RENT = 2_500;

export default defineWorkflow({
  id: 'idempotent-retry',
  summary: 'Answers are lost and requests sent again with the same idempotency key: each happens once, to the cent',
  inputs: (sources) => ({
    ...personOf(sources),
    product: sources.target.products.checking ?? '',
    fundingId: `${sources.label}F`,
  }),
  steps(w) {
    const { inputs, op } = w;
    const customerId = onboard(op, 'customer', inputs);
    const payer = op.openAccount('open-payer', {
      title: 'Open the account that pays',
      body: { customerId, productId: inputs.product, title: 'Payer' },
      status: 200,
      emits: ['Core.Account.Opened'],
    });
    const payee = op.openAccount('open-payee', {
      title: 'Open another, and lose the answer',
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
    op.createSubaccount('create-pot', {
      title: 'Create a subledger, and lose the answer',
      body: { masterAccountNumber: payer.accountNumber, title: 'Pot' },
      status: 200,
      losesAnswer: true,
      emits: ['Core.SubAccount.Opened'],
    });
    op.listSubaccounts('one-pot', {
      title: 'There is one such subledger',
      query: { masterAccountNumber: payer.accountNumber, pageSize: 1 },
      status: 200,
      check: (r) => [eq(r.hasNextPage, false)],
    });
    const transfer = op.createTransfer('pay', {
      title: 'Transfer money, and lose the answer',
      body: { debitAccountNumber: payer.accountNumber, creditAccountNumber: payee.accountNumber, amount: RENT },
      status: 200,
      check: (r) => [eq(r.status, 'Complete')],
      losesAnswer: true,
      effects: [moves(payer, -RENT), moves(payee, RENT)],
      emits: ['Core.Transaction.Completed'],
    });
    op.getTransaction('read-transfer', {
      title: 'Read the transaction that it named',
      path: { transactionId: transfer.body.id },
      status: 200,
      check: (r) => [eq(r.amount, RENT), eq(r.status, 'Complete')],
    });
    op.getAccount('paid-once', {
      title: 'The money has left once',
      path: { accountNumber: payer.accountNumber },
      status: 200,
      check: (r) => [eq(r.currentBalance, MONEY - RENT), eq(r.transactionCount, 2)],
    });
    w.wait('Close the posting day', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
  },
});
