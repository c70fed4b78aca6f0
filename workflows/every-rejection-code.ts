import { defineWorkflow, eq, moves, refused } from '../harness/index.ts';
import { fund } from '../harness/workflow/parts/funding.ts';
import { onboard, personOf } from '../harness/workflow/parts/onboarding.ts';

const MONEY = 10_000;
/** A valid account number without an account. */
const NOBODYS_ACCOUNT = '2000000006';

/** Account statuses that refuse transactions, with their codes; only the bank sets them. */
const STATUSES = [
  ['Inactive', 'INA'],
  ['Dormant', 'DRM'],
  ['Escheat', 'ESC'],
  ['ChargeOff', 'CHR'],
] as const;

export default defineWorkflow({
  id: 'every-rejection-code',
  summary: 'The bank refuses a transfer with each published rejection code, and no cent moves',
  inputs: (sources) => ({
    ...personOf(sources),
    product: sources.target.products.checking ?? '',
    fundingId: `${sources.label}F`,
  }),
  steps(w) {
    const { inputs, op } = w;
    const customerId = onboard(op, 'customer', inputs);
    const open = (name: string) =>
      op.openAccount(`open-${name}`, {
        title: `Open the ${name} account`,
        body: { customerId, productId: inputs.product, title: name },
        status: 200,
        emits: ['Core.Account.Opened'],
      });
    const [payer, payee, closed] = [open('payer'), open('payee'), open('closed')];
    fund(op, 'payer', { account: payer, amount: MONEY, identification: inputs.fundingId });
    const path = { accountNumber: payer.accountNumber };
    const refuse = (code: 'NSF' | 'RES' | 'STP' | (typeof STATUSES)[number][1], title: string, amount = 100) =>
      op.createTransfer(`refused-${code}`, {
        title,
        body: { debitAccountNumber: payer.accountNumber, creditAccountNumber: payee.accountNumber, amount },
        status: 200,
        check: (r) => [eq(r.status, 'Failed'), eq(r.debit.result.code, code), eq(r.credit.result.code, 'OK')],
        effects: [refused(code)],
      });

    refuse('NSF', 'More than the available balance: NSF', MONEY + 1);
    op.createTransfer('refused-ANF', {
      title: 'To an unknown account: ANF',
      body: { debitAccountNumber: payer.accountNumber, creditAccountNumber: NOBODYS_ACCOUNT, amount: 100 },
      status: 200,
      check: (r) => [eq(r.status, 'Failed'), eq(r.credit.result.code, 'ANF'), eq(r.debit.result.code, 'OK')],
    });
    op.closeAccount('close-account', {
      title: 'Close an empty account',
      path: { accountNumber: closed.accountNumber },
      status: 200,
      check: (r) => [eq(r.status, 'Closed')],
      emits: ['Core.Account.Closed'],
    });
    op.createTransfer('refused-CLS', {
      title: 'To a closed account: CLS',
      body: { debitAccountNumber: payer.accountNumber, creditAccountNumber: closed.accountNumber, amount: 100 },
      status: 200,
      check: (r) => [eq(r.status, 'Failed'), eq(r.credit.result.code, 'CLS'), eq(r.debit.result.code, 'OK')],
      effects: [refused('CLS')],
    });
    const restriction = op.createRestriction('restrict-transfers', {
      title: 'Restrict outgoing transfers',
      path,
      body: { appliesTo: 'All', rail: 'Internal', transactionType: 'Debit', reason: 'Restricted' },
      status: 200,
      emits: ['Core.Restriction.Placed'],
    });
    refuse('RES', 'Against a restriction: RES');
    op.removeRestriction('remove-restriction', {
      title: 'Remove the restriction',
      path: { ...path, restrictionId: restriction.body.id },
      status: 200,
      emits: ['Core.Restriction.Removed'],
    });
    const stop = op.placeStopPayment('stop-payment', {
      title: 'Stop payments of $1.00',
      path,
      body: { amount: 100 },
      status: 200,
      requires: ['control'],
    });
    refuse('STP', 'Against a stop payment: STP');
    op.removeStopPayment('remove-stop-payment', {
      title: 'Remove the stop payment',
      path: { ...path, stopPaymentId: stop.body.id },
      status: 200,
      requires: ['control'],
    });
    const setStatus = (status: (typeof STATUSES)[number][0] | 'Active') =>
      op.changeAccountStatus(`set-${status}`, {
        title: `The bank sets the account to ${status}`,
        path,
        body: { status },
        status: 200,
        requires: ['control'],
        emits: ['Core.Account.Status.Changed'],
      });
    for (const [status, code] of STATUSES) {
      setStatus(status);
      refuse(code, `From an account that is ${status}: ${code}`);
    }
    setStatus('Active');
    op.createTransfer('passes', {
      title: 'Without any restriction the transfer passes',
      body: { debitAccountNumber: payer.accountNumber, creditAccountNumber: payee.accountNumber, amount: MONEY },
      status: 200,
      check: (r) => [eq(r.status, 'Complete')],
      effects: [moves(payer, -MONEY), moves(payee, MONEY)],
      emits: ['Core.Transaction.Completed'],
    });
    w.wait('Close the posting day', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
  },
});
