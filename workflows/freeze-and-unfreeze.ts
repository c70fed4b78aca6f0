import { defineWorkflow, eq, moves, refused } from '../harness/index.ts';
import { fund } from '../harness/workflow/parts/funding.ts';
import { onboard, personOf } from '../harness/workflow/parts/onboarding.ts';
import { passMinutes } from './parts/minutes.ts';

export default defineWorkflow({
  id: 'freeze-and-unfreeze',
  summary: 'An account is frozen for ACH only, then completely, and works again after the restriction ends',
  inputs: (sources) => ({
    ...personOf(sources),
    product: sources.target.products.checking ?? '',
    fundingId: `${sources.label}F`,
  }),
  steps(w) {
    const { inputs, op } = w;
    const customerId = onboard(op, 'customer', inputs);
    const open = { customerId, productId: inputs.product };
    const a = op.openAccount('open-account', {
      title: 'Open the account',
      body: { ...open, title: 'Everyday' },
      status: 200,
      emits: ['Core.Account.Opened'],
    });
    const b = op.openAccount('open-other', {
      title: 'Open another account',
      body: { ...open, title: 'Other' },
      status: 200,
      emits: ['Core.Account.Opened'],
    });
    fund(op, 'account', { account: a, amount: 100_000, identification: inputs.fundingId });

    const path = { accountNumber: a.accountNumber };
    const transfer = (stepId: string, title: string, code: 'OK' | 'RES') =>
      op.createTransfer(stepId, {
        title,
        body: { debitAccountNumber: a.accountNumber, creditAccountNumber: b.accountNumber, amount: 2_500 },
        status: 200,
        check: (r) => [eq(r.debit.result.code, code), eq(r.status, code === 'OK' ? 'Complete' : 'Failed')],
        effects: code === 'OK' ? [moves(a, -2_500), moves(b, 2_500)] : [refused('RES')],
        emits: code === 'OK' ? ['Core.Transaction.Completed'] : [],
      });
    const freeze = (stepId: string, title: string, rail: 'Ach' | null) => {
      passMinutes(op, stepId);
      return op.createRestriction(stepId, {
        title,
        path,
        body: { appliesTo: 'All', rail, reason: 'Account Freeze' },
        status: 200,
        check: (r) => [eq(r.status, 'Active'), eq(r.restrictionType, 'Partner')],
        emits: ['Core.Restriction.Placed'],
      });
    };
    const unfreeze = (stepId: string, title: string, restriction: ReturnType<typeof freeze>) => {
      passMinutes(op, stepId);
      return op.removeRestriction(stepId, {
        title,
        path: { ...path, restrictionId: restriction.body.id },
        status: 200,
        check: (r) => [eq(r.status, 'Removed')],
        emits: ['Core.Restriction.Removed'],
      });
    };

    const ach = freeze('freeze-ach', 'Freeze the account for ACH', 'Ach');
    transfer('transfer-under-ach-freeze', 'A transfer passes', 'OK');
    const all = freeze('freeze-all', 'Freeze the whole account', null);
    transfer('transfer-under-freeze', 'A transfer is refused', 'RES');
    unfreeze('unfreeze-all', 'Lift the whole freeze', all);
    transfer('transfer-after-freeze', 'The transfer passes again', 'OK');
    unfreeze('unfreeze-ach', 'Lift the ACH freeze', ach);
    op.listRestrictions('no-restriction-left', {
      title: 'The account has no restriction',
      path,
      status: 200,
      check: (r) => [eq(r.hasNextPage, false)],
    });
    w.wait('Close the posting day', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
  },
});
