import { defineWorkflow, eq, fund, holds, interest, moves } from '../harness/index.ts';
import { onboard, personOf } from '../harness/workflow/parts/onboarding.ts';

const MONEY = 2_000_000;
const CHECK = 100_000;

/** The days by which the statement of each month is there. */
const STATEMENT_DAYS = {
  january: '2027-02-02',
  february: '2027-03-02',
  march: '2027-04-02',
  april: '2027-05-04',
  may: '2027-06-02',
  june: '2027-07-02',
  july: '2027-08-03',
  august: '2027-09-02',
  september: '2027-10-02',
  october: '2027-11-02',
  november: '2027-12-02',
  december: '2028-01-04',
};
const MONTHS = Object.keys(STATEMENT_DAYS) as (keyof typeof STATEMENT_DAYS)[];

export default defineWorkflow({
  id: 'year-of-savings',
  summary: 'A savings account for a year: interest each month, twelve statements, and the 1099-INT',
  inputs: (sources) => ({
    ...personOf(sources),
    product: sources.target.products.interestSavings ?? '',
    opening: '2027-01-04',
    yearLater: '2028-01-15',
    ...STATEMENT_DAYS,
    fundingId: `${sources.label}F`,
  }),
  steps(w) {
    const { inputs, op } = w;
    w.wait('Wait for the first days of January', { until: inputs.opening });
    const customerId = onboard(op, 'saver', inputs);
    const account = op.openAccount('open-account', {
      title: 'Open the savings account',
      body: { customerId, productId: inputs.product, title: 'Savings' },
      status: 200,
      emits: ['Core.Account.Opened'],
    });
    const path = { accountNumber: account.accountNumber };
    fund(op, 'account', { account, amount: MONEY, identification: inputs.fundingId });
    op.postRailTransaction('deposit-check', {
      title: 'Deposit a check: four fifths are held',
      body: { ...path, rail: 'Check', transactionType: 'Credit', transactionCode: 'Check', amount: CHECK },
      status: 200,
      effects: [moves(account, CHECK), holds(account, 80_000)],
      emits: ['Core.Transaction.Completed'],
      requires: ['control'],
    });
    for (const month of MONTHS) {
      w.wait(`Wait for the statement of ${month}`, {
        until: inputs[month],
        effects: [interest(account), ...(month === 'january' ? [holds(account, -80_000)] : [])],
        emits: [
          'Core.Activity.Posted',
          'Core.Transaction.Completed',
          'Core.Statement.Generated',
          ...(month === 'december' ? (['Core.TaxDocument.Generated'] as const) : []),
        ],
      });
    }
    const statements = op.listStatements('list-statements', {
      title: 'Twelve statements are there',
      path,
      status: 200,
      check: (r) => [eq(r.results.at(0).periodStart, inputs.opening), eq(r.results.at(11).periodEnd, '2027-12-31')],
    });
    op.getStatementDocument('read-statement', {
      title: 'Read the statement of December',
      path: { ...path, statementId: statements.body.results.at(11).id },
      status: 200,
    });
    w.wait('Wait until the account is over a year old', { until: inputs.yearLater });
    const forms = op.listTaxDocuments('list-tax-documents', {
      title: 'The 1099-INT is there',
      path,
      query: { year: 2027, documentType: '1099-INT' },
      status: 200,
      check: (r) => [eq(r.results.at(0).status, 'Original')],
    });
    op.getTaxDocument('read-tax-document', {
      title: 'Read the 1099-INT',
      path: { ...path, taxDocumentId: forms.body.results.at(0).id },
      status: 200,
    });
  },
});
