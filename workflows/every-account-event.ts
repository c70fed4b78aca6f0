import { defineWorkflow, eq } from '../harness/index.ts';
import { onboard, personOf } from '../harness/workflow/parts/onboarding.ts';
import { passMinutes } from './parts/minutes.ts';

export default defineWorkflow({
  id: 'every-account-event',
  summary: 'Each event about an account and its subledger: one for each change, at its time',
  inputs(sources) {
    const other = personOf(sources);
    return {
      ...personOf(sources),
      otherCustomer: other.customer,
      otherAddress: other.address,
      otherPhone: other.phone,
      product: sources.target.products.checking ?? '',
    };
  },
  steps({ inputs, op }) {
    const customerId = onboard(op, 'customer', inputs);
    const otherId = onboard(op, 'other', {
      customer: inputs.otherCustomer,
      address: inputs.otherAddress,
      phone: inputs.otherPhone,
    });
    const account = op.openAccount('open-account', {
      title: 'Open the account',
      body: { customerId, productId: inputs.product, title: 'Everyday' },
      status: 200,
      emits: ['Core.Account.Opened'],
    });
    const path = { accountNumber: account.accountNumber };
    passMinutes(op, 'rename-account');
    op.changeAccountTitle('rename-account', {
      title: 'Rename the account',
      path,
      body: { title: 'Every day' },
      status: 200,
      emits: ['Core.Account.Title.Changed'],
    });
    const changeStatus = (stepId: string, title: string, status: 'Dormant' | 'Active') => {
      passMinutes(op, stepId);
      op.changeAccountStatus(stepId, {
        title,
        path,
        body: { status },
        status: 200,
        requires: ['control'],
        emits: ['Core.Account.Status.Changed'],
      });
    };
    changeStatus('make-dormant', 'The bank sets the account to Dormant', 'Dormant');
    changeStatus('make-active', 'The bank sets the account to Active', 'Active');

    passMinutes(op, 'add-holder');
    const relationship = op.addRelationship('add-holder', {
      title: 'Add another holder',
      path,
      body: { customerId: otherId, relationshipType: 'JointOwner' },
      status: 200,
      emits: ['Core.Account.Relationship.Added'],
    });
    passMinutes(op, 'remove-holder');
    op.removeRelationship('remove-holder', {
      title: 'Remove the other holder',
      path: { ...path, relationshipId: relationship.body.id },
      status: 200,
      emits: ['Core.Account.Relationship.Removed'],
    });

    passMinutes(op, 'open-subledger');
    const subledger = op.createSubaccount('open-subledger', {
      title: 'Open a subledger',
      body: { masterAccountNumber: account.accountNumber, title: 'Savings' },
      status: 200,
      emits: ['Core.SubAccount.Opened'],
    });
    const subledgerPath = { accountNumber: subledger.accountNumber };
    passMinutes(op, 'rename-subledger');
    op.changeSubaccountTitle('rename-subledger', {
      title: 'Rename the subledger',
      path: subledgerPath,
      body: { title: 'Vacation' },
      status: 200,
      emits: ['Core.SubAccount.Title.Changed'],
    });
    const closeSubledger = (stepId: string, title: string) => {
      passMinutes(op, stepId);
      op.closeSubaccount(stepId, {
        title,
        path: subledgerPath,
        status: 200,
        check: (r) => [eq(r.status, 'Closed')],
        emits: ['Core.SubAccount.Closed'],
      });
    };
    closeSubledger('close-subledger', 'Close the subledger');
    passMinutes(op, 'reopen-subledger');
    op.reopenSubaccount('reopen-subledger', {
      title: 'Reopen the subledger',
      path: subledgerPath,
      status: 200,
      check: (r) => [eq(r.status, 'Active')],
      emits: ['Core.SubAccount.Status.Changed'],
    });
    closeSubledger('close-subledger-again', 'Close the subledger again');

    passMinutes(op, 'restrict');
    const restriction = op.createRestriction('restrict', {
      title: 'Restrict the account',
      path,
      body: { appliesTo: 'All', reason: 'Account Freeze' },
      status: 200,
      check: (r) => [eq(r.status, 'Active')],
      emits: ['Core.Restriction.Placed'],
    });
    passMinutes(op, 'lift-restriction');
    op.removeRestriction('lift-restriction', {
      title: 'Lift the restriction',
      path: { ...path, restrictionId: restriction.body.id },
      status: 200,
      check: (r) => [eq(r.status, 'Removed')],
      emits: ['Core.Restriction.Removed'],
    });
    passMinutes(op, 'close-account');
    op.closeAccount('close-account', {
      title: 'Close the account',
      path,
      status: 200,
      check: (r) => [eq(r.status, 'Closed')],
      emits: ['Core.Account.Closed'],
    });
  },
});
