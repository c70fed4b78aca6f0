import { defineWorkflow, eq, type InputSources, moves, type Ref } from '../harness/index.ts';
import { fund } from '../harness/workflow/parts/funding.ts';
import { A_SCREENING, onboardUnscreened, personOf } from '../harness/workflow/parts/onboarding.ts';

const MONEY = 10_000;

/**
 * Returns a person whose name decides the screening. The name is the emulator's own; a sandbox has other names.
 * Source: P-OFAC (published names of listed persons, which are not repeated here).
 */
function personCalled(sources: InputSources, lastName: string) {
  const { customer, address, phone } = personOf(sources);
  return { customer: { ...customer, name: { ...customer.name, lastName } }, address, phone };
}

function exposedOf(sources: InputSources) {
  const { customer, address, phone } = personCalled(sources, 'Pep-Positive List-Positive');
  return { exposed: customer, exposedAddress: address, exposedPhone: phone };
}

function clearOf(sources: InputSources) {
  const { customer, address, phone } = personOf(sources);
  return { clear: customer, clearAddress: address, clearPhone: phone };
}

export default defineWorkflow({
  id: 'screening-turns-positive',
  summary: 'A customer without a clear OFAC screening opens no account, neither before the screening nor after a hit',
  inputs: (sources) => ({
    ...personCalled(sources, 'Ofac-Positive'),
    ...exposedOf(sources),
    ...clearOf(sources),
    product: sources.target.products.checking ?? '',
    fundingId: `${sources.label}F`,
    /** Marks each attempt to open an account, so that one list shows their results. */
    marker: `${sources.label}A`,
  }),
  steps(w) {
    const { inputs, op } = w;
    const { exposed, exposedAddress, exposedPhone, clear, clearAddress, clearPhone } = inputs;
    const refuse = (stepId: string, title: string, customerId: Ref<string>) =>
      op.openAccount(stepId, {
        title,
        body: { customerId, productId: inputs.product, title: 'Refused', clientIdentifier: inputs.marker },
        status: 400,
      });
    const open = (who: string, customerId: Ref<string>) =>
      op.openAccount(`open-${who}`, {
        title: `Open an account for the ${who} customer`,
        body: { customerId, productId: inputs.product, title: who, clientIdentifier: inputs.marker },
        status: 200,
        check: (r) => [eq(r.status, 'Active'), eq(r.customerId, customerId)],
        emits: ['Core.Account.Opened'],
      });

    const hitId = onboardUnscreened(op, 'customer', inputs);
    op.getCustomer('not-screened', {
      title: 'The customer is not screened yet',
      path: { customerId: hitId },
      status: 200,
      check: (r) => [eq(r.status, 'Active'), eq(r.ofac, 'Pending')],
    });
    refuse('refused-before', 'No account before the screening', hitId);
    op.getCustomer('hit', {
      title: 'The screening turns positive',
      path: { customerId: hitId },
      status: 200,
      check: (r) => [eq(r.ofac, 'Positive'), eq(r.pepScan, 'Clear'), eq(r.internalList, 'Clear')],
      poll: A_SCREENING,
      emits: ['Core.Customer.Ofac.Changed', 'Core.Customer.PepScan.Changed'],
    });
    refuse('refused-after', 'No account after the hit', hitId);

    const exposedId = onboardUnscreened(op, 'exposed-customer', {
      customer: exposed,
      address: exposedAddress,
      phone: exposedPhone,
    });
    op.getCustomer('exposed', {
      title: 'Another is on two lists, but OFAC is clear',
      path: { customerId: exposedId },
      status: 200,
      check: (r) => [eq(r.ofac, 'Clear'), eq(r.pepScan, 'Positive'), eq(r.internalList, 'Positive')],
      poll: A_SCREENING,
      emits: ['Core.Customer.Ofac.Changed', 'Core.Customer.PepScan.Changed'],
    });
    const clearId = onboardUnscreened(op, 'clear-customer', {
      customer: clear,
      address: clearAddress,
      phone: clearPhone,
    });
    op.getCustomer('clear', {
      title: 'A third is on no list',
      path: { customerId: clearId },
      status: 200,
      check: (r) => [eq(r.ofac, 'Clear'), eq(r.pepScan, 'Clear'), eq(r.internalList, 'Clear')],
      poll: A_SCREENING,
      emits: ['Core.Customer.Ofac.Changed', 'Core.Customer.PepScan.Changed'],
    });
    const [a, b] = [open('exposed', exposedId), open('clear', clearId)];
    fund(op, 'clear-account', { account: b, amount: MONEY, identification: inputs.fundingId });
    op.createTransfer('pay', {
      title: 'Transfer between both accounts',
      body: { debitAccountNumber: b.accountNumber, creditAccountNumber: a.accountNumber, amount: MONEY },
      status: 200,
      check: (r) => [eq(r.status, 'Complete')],
      effects: [moves(b, -MONEY), moves(a, MONEY)],
      emits: ['Core.Transaction.Completed'],
    });
    refuse('refused-still', 'The bank still refuses the OFAC hit', hitId);
    op.listAccounts('accounts', {
      title: 'Five attempts, two accounts',
      query: { clientIdentifier: inputs.marker, pageSize: 2 },
      status: 200,
      check: (r) => [
        eq(r.results.at(0).accountNumber, a.body.accountNumber),
        eq(r.results.at(1).accountNumber, b.body.accountNumber),
        eq(r.hasNextPage, false),
      ],
    });
    w.wait('Close the posting day', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
  },
});
