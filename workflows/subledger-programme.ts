import { defineWorkflow, eq, moves } from '../harness/index.ts';
import { fund } from '../harness/workflow/parts/funding.ts';
import { businessOf, onboard } from '../harness/workflow/parts/onboarding.ts';

const BENEFICIARIES = 20;
const SHARE = 5_000;

export default defineWorkflow({
  id: 'subledger-programme',
  summary: 'One account for twenty beneficiaries: each has a subledger, and they sum to the master to the cent',
  inputs: (sources) => ({
    ...businessOf(sources, 'Example Programme'),
    product: sources.target.products.business ?? '',
    fundingId: `${sources.label}F`,
  }),
  steps(w) {
    const { inputs, op } = w;
    const customerId = onboard(op, 'business', inputs);
    const master = op.openAccount('open-master', {
      title: 'Open the account for all beneficiaries',
      body: { customerId, productId: inputs.product, title: 'Programme FBO' },
      status: 200,
      emits: ['Core.Account.Opened'],
    });
    fund(op, 'programme', { account: master, amount: BENEFICIARIES * SHARE, identification: inputs.fundingId });
    const subledgers = Array.from({ length: BENEFICIARIES }, (_, index) => {
      const name = `beneficiary-${String(index + 1).padStart(2, '0')}`;
      const subledger = op.createSubaccount(`create-${name}`, {
        title: `Create the subledger of ${name}`,
        body: {
          masterAccountNumber: master.accountNumber,
          title: name,
          beneficiary: { referenceId: name, firstName: 'Example', lastName: name, countryCode: 'US' },
        },
        status: 200,
        check: (r) => [eq(r.status, 'Active'), eq(r.beneficiary.referenceId, name)],
        emits: ['Core.SubAccount.Opened'],
      });
      op.createTransfer(`share-of-${name}`, {
        title: `Transfer the share of ${name}`,
        body: { debitAccountNumber: master.accountNumber, creditAccountNumber: subledger.accountNumber, amount: SHARE },
        status: 200,
        check: (r) => [eq(r.status, 'Complete')],
        effects: [moves(master.own, -SHARE), moves(subledger, SHARE)],
        emits: ['Core.Transaction.Completed'],
      });
      return subledger;
    });
    op.getSubaccount('nothing-of-its-own', {
      title: 'The master’s own share is zero',
      path: { accountNumber: master.accountNumber },
      status: 200,
      check: (r) => [eq(r.currentBalance, 0)],
    });
    const [first, second] = subledgers;
    if (!first || !second) return;
    op.createTransfer('between-beneficiaries', {
      title: 'One beneficiary pays another',
      body: { debitAccountNumber: first.accountNumber, creditAccountNumber: second.accountNumber, amount: SHARE },
      status: 200,
      check: (r) => [eq(r.status, 'Complete')],
      effects: [moves(first, -SHARE), moves(second, SHARE)],
      emits: ['Core.Transaction.Completed'],
    });
    op.closeSubaccount('close-empty', {
      title: 'Close the empty subledger',
      path: { accountNumber: first.accountNumber },
      status: 200,
      check: (r) => [eq(r.status, 'Closed')],
      emits: ['Core.SubAccount.Closed'],
    });
    w.wait('Close the posting day', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
    op.getAccount('sum-of-all', {
      title: 'The master is the sum of its subledgers',
      path: { accountNumber: master.accountNumber },
      status: 200,
      check: (r) => [eq(r.currentBalance, BENEFICIARIES * SHARE)],
    });
  },
});
