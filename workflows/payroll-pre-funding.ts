import { defineWorkflow, eq, type InputSources, moves, ne } from '../harness/index.ts';
import { fund } from '../harness/workflow/parts/funding.ts';
import { businessOf, onboard, personOf } from '../harness/workflow/parts/onboarding.ts';

const SALARIES = [125_000, 98_750, 143_210];
const TOTAL = SALARIES.reduce((sum, salary) => sum + salary, 0);

function employerOf(sources: InputSources) {
  const { customer: employer, address: employerAddress, phone: employerPhone } = businessOf(sources, 'Example Payroll');
  return { employer, employerAddress, employerPhone };
}

export default defineWorkflow({
  id: 'payroll-pre-funding',
  summary:
    'Salaries are paid from an overdrawn GL before the employer’s money arrives, and the GL ends the day at zero',
  inputs: (sources) => ({
    ...personOf(sources),
    ...employerOf(sources),
    ledgerProduct: sources.target.products.generalLedger ?? '',
    product: sources.target.products.checking ?? '',
    fundingId: `${sources.label}P`,
  }),
  steps(w) {
    const { inputs, op } = w;
    const { employer, employerAddress, employerPhone } = inputs;
    const employerId = onboard(op, 'employer', {
      customer: employer,
      address: employerAddress,
      phone: employerPhone,
    });
    const ledger = op.openAccount('open-ledger', {
      title: 'Open the payroll GL',
      body: { customerId: employerId, productId: inputs.ledgerProduct, title: 'Payroll' },
      status: 200,
      check: (r) => [eq(r.accountType, 'GeneralLedger')],
      emits: ['Core.Account.Opened'],
    });
    const customerId = onboard(op, 'employee', inputs);
    SALARIES.forEach((amount, index) => {
      const account = op.openAccount(`open-employee-${index + 1}`, {
        title: `Open the account of employee ${index + 1}`,
        body: { customerId, productId: inputs.product, title: `Employee ${index + 1}` },
        status: 200,
        emits: ['Core.Account.Opened'],
      });
      op.createTransaction(`pay-employee-${index + 1}`, {
        title: `Pay employee ${index + 1} from the GL`,
        body: {
          debitAccountNumber: ledger.accountNumber,
          creditAccountNumber: account.accountNumber,
          transactionCode: 'Payment',
          description: 'SALARY',
          amount,
        },
        status: 200,
        check: (r) => [eq(r.status, 'Complete'), eq(r.debit.accountType, 'GeneralLedger')],
        effects: [moves(ledger, -amount), moves(account, amount)],
        emits: ['Core.Transaction.Completed'],
      });
    });
    op.getAccount('ledger-is-overdrawn', {
      title: 'The GL is overdrawn',
      path: { accountNumber: ledger.accountNumber },
      status: 200,
      check: (r) => [ne(r.currentBalance, 0)],
    });
    fund(op, 'payroll-ledger', { account: ledger, amount: TOTAL, identification: inputs.fundingId });
    op.getAccount('ledger-is-at-zero', {
      title: 'The GL is back at zero',
      path: { accountNumber: ledger.accountNumber },
      status: 200,
      check: (r) => [eq(r.currentBalance, 0)],
    });
    w.wait('Close the posting day', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
  },
});
