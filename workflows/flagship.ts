import { defineWorkflow, eq, memo, moves, ne, refused, settles } from '../harness/index.ts';

/** Money in cents, as in the worked journey that the project's books are proven against. */
const FUNDING = 50_000;
const TO_SUBLEDGER = 2_500;
const TO_SECOND_MASTER = 10_000;
const THRESHOLD = 10_000;
const SALARY = 125_000;

/** The bank handles simulated ACH entries and screenings some minutes later. Source: P-ACHSIM, L-ONBOARD. */
const SOME_MINUTES = { everySeconds: 60, deadlineSeconds: 1_800 };
/** A screening that a person has to look at takes days: elsewhere than on an emulator the run is parked meanwhile. */
const A_SCREENING = { everySeconds: 60, deadlineSeconds: 5 * 86_400 };

/** A routing number that the Federal Reserve has not assigned: 0 0 0 0 0 0 0 with its right check digit. */
const UNASSIGNED_ROUTING_NUMBER = '000000000';

export default defineWorkflow({
  id: 'flagship',
  summary: 'From onboarding to an early payday: a customer, two accounts, a subledger, and every cent accounted for',
  inputs: ({ target, customers, label }) => {
    const { name, profile, address, phone, identification } = customers.person();
    return {
      customer: { partnerId: target.partnerId, classification: 'Personal' as const, name, profile },
      address,
      phone,
      identification,
      holder: `${name.firstName} ${name.lastName}`,
      product: target.products.earlyDirectDeposit ?? '',
      fundingId: `${label}F`,
      smallDebitId: `${label}S`,
      largeDebitId: `${label}L`,
      payrollId: `${label}P`,
    };
  },
  steps(w) {
    const { inputs, op } = w;

    const customer = op.onboardCustomer('onboard', {
      title: 'Onboard a customer',
      body: inputs.customer,
      status: 200,
      check: (r) => [eq(r.status, 'Active'), eq(r.ofac, 'Pending')],
      emits: ['Core.Customer.Onboarded'],
    });
    const path = { customerId: customer.body.id };
    op.addIdentification('add-identification', {
      title: 'Add an identification',
      path,
      body: inputs.identification,
      status: 200,
      check: (r) => [eq(r.status, 'Active'), eq(r.customerId, customer.body.id)],
      emits: ['Core.Customer.Identification.Added'],
    });
    op.addAddress('add-address', {
      title: 'Add an address',
      path,
      body: inputs.address,
      status: 200,
      emits: ['Core.Customer.Address.Added'],
    });
    op.addPhone('add-phone', {
      title: 'Add a phone',
      path,
      body: inputs.phone,
      status: 200,
      emits: ['Core.Customer.Phone.Added'],
    });
    op.getCustomer('screening', {
      title: 'Wait for the screening',
      path,
      status: 200,
      check: (r) => [eq(r.ofac, 'Clear'), eq(r.pepScan, 'Clear'), eq(r.internalList, 'Clear')],
      poll: A_SCREENING,
      emits: ['Core.Customer.Ofac.Changed', 'Core.Customer.PepScan.Changed'],
    });

    const open = { customerId: customer.body.id, productId: inputs.product };
    const a = op.openAccount('open-main', {
      title: 'Open the main account',
      body: { ...open, title: 'Main' },
      status: 200,
      check: (r) => [eq(r.status, 'Active'), eq(r.currentBalance, 0)],
      emits: ['Core.Account.Opened'],
    });
    const b = op.openAccount('open-second', {
      title: 'Open a second account',
      body: { ...open, title: 'Second' },
      status: 200,
      check: (r) => [eq(r.status, 'Active')],
      emits: ['Core.Account.Opened'],
    });

    const entry = {
      originatorRoutingNumber: UNASSIGNED_ROUTING_NUMBER,
      originatorName: 'Example Employer',
      originatorIdentification: 'EXAMPLE01',
      receiverAccountNumber: a.accountNumber,
      receiverAccountType: 'Checking',
      receiverName: inputs.holder,
      secCode: 'PPD',
    } as const;
    op.simulateInboundOrigination('send-funding', {
      title: 'Have another bank send the first money',
      body: {
        ...entry,
        receiverIdentification: inputs.fundingId,
        description: 'FUNDING',
        transactionType: 'Push',
        amount: FUNDING,
        serviceType: 'SameDay',
      },
      status: 202,
    });
    const funding = op.listAchPayments('funding-arrives', {
      title: 'The first money arrives',
      query: { receiverIdentification: inputs.fundingId },
      status: 200,
      check: (r) => [eq(r.results.at(0).status, 'Complete'), eq(r.results.at(0).amount, FUNDING)],
      poll: SOME_MINUTES,
      effects: [moves(a, FUNDING)],
      emits: ['Ach.Payment.Received', 'Core.Transaction.Completed'],
    });
    op.getTransaction('read-funding', {
      title: 'Read its transaction',
      path: { transactionId: funding.body.results.at(0).coreTransactionId },
      status: 200,
      check: (r) => [eq(r.status, 'Complete'), eq(r.rail, 'Ach'), eq(r.credit.result.code, 'OK')],
    });

    const s = op.createSubaccount('create-subledger', {
      title: 'Create a subledger of the main account',
      body: { masterAccountNumber: a.accountNumber, title: 'Savings pot' },
      status: 200,
      check: (r) => [eq(r.masterAccountNumber, a.accountNumber), eq(r.currentBalance, 0)],
      emits: ['Core.SubAccount.Opened'],
    });
    op.createTransfer('transfer-to-subledger', {
      title: 'Transfer to the subledger',
      body: { debitAccountNumber: a.accountNumber, creditAccountNumber: s.accountNumber, amount: TO_SUBLEDGER },
      status: 200,
      check: (r) => [eq(r.status, 'Complete'), eq(r.debit.result.code, 'OK'), eq(r.credit.result.code, 'OK')],
      effects: [moves(a.own, -TO_SUBLEDGER), moves(s, TO_SUBLEDGER)],
      emits: ['Core.Transaction.Completed'],
    });
    op.createTransfer('transfer-to-second', {
      title: 'Transfer to the second account',
      body: { debitAccountNumber: a.accountNumber, creditAccountNumber: b.accountNumber, amount: TO_SECOND_MASTER },
      status: 200,
      check: (r) => [eq(r.status, 'Complete'), eq(r.transactionCode, 'Account Transfer'), eq(r.rail, 'Internal')],
      effects: [moves(a.own, -TO_SECOND_MASTER), moves(b, TO_SECOND_MASTER)],
      emits: ['Core.Transaction.Completed'],
    });

    const restriction = op.createRestriction('restrict', {
      title: 'Restrict ACH debits over $100',
      path: { accountNumber: a.accountNumber },
      body: {
        appliesTo: 'All',
        rail: 'Ach',
        transactionType: 'Debit',
        amountThreshold: THRESHOLD,
        reason: 'Restricted',
      },
      status: 200,
      check: (r) => [eq(r.status, 'Active'), eq(r.amountThreshold, THRESHOLD)],
      emits: ['Core.Restriction.Placed'],
    });
    op.listRestrictions('read-restriction', {
      title: 'See the restriction',
      path: { accountNumber: a.accountNumber },
      status: 200,
      check: (r) => [eq(r.results.at(0).id, restriction.body.id)],
    });
    op.simulateInboundOrigination('send-large-debit', {
      title: 'Have another bank pull $100.01',
      body: {
        ...entry,
        receiverIdentification: inputs.largeDebitId,
        description: 'BILL',
        transactionType: 'Pull',
        amount: THRESHOLD + 1,
        serviceType: 'SameDay',
      },
      status: 202,
    });
    op.listPostingExceptions('large-debit-is-refused', {
      title: 'The $100.01 are refused',
      path: { accountNumber: a.accountNumber },
      status: 200,
      check: (r) => [eq(r.results.at(0).result.code, 'RES'), eq(r.results.at(0).amount, THRESHOLD + 1)],
      poll: SOME_MINUTES,
      effects: [refused('RES')],
    });
    op.simulateInboundOrigination('send-small-debit', {
      title: 'Have another bank pull $100.00',
      body: {
        ...entry,
        receiverIdentification: inputs.smallDebitId,
        description: 'BILL',
        transactionType: 'Pull',
        amount: THRESHOLD,
        serviceType: 'SameDay',
      },
      status: 202,
    });
    op.listAchPayments('small-debit-passes', {
      title: 'The $100.00 pass',
      query: { receiverIdentification: inputs.smallDebitId },
      status: 200,
      check: (r) => [eq(r.results.at(0).status, 'Complete')],
      poll: SOME_MINUTES,
      effects: [moves(a, -THRESHOLD)],
      emits: ['Ach.Payment.Received', 'Core.Transaction.Completed'],
    });

    op.configureInboundSchedule('payroll-two-days-early', {
      title: 'The payroll file comes two business days early',
      body: { standardBusinessDays: 2 },
      status: 200,
      requires: ['control'],
    });
    op.simulateInboundOrigination('send-salary', {
      title: 'Have the employer send the salary',
      body: {
        ...entry,
        receiverIdentification: inputs.payrollId,
        description: 'PAYROLL',
        transactionType: 'Push',
        amount: SALARY,
        serviceType: 'Standard',
      },
      status: 202,
    });
    const salary = op.listAchPayments('salary-is-available-early', {
      title: 'The salary is available early',
      query: { receiverIdentification: inputs.payrollId },
      status: 200,
      check: (r) => [ne(r.results.at(0).memoPostId, null), eq(r.results.at(0).amount, SALARY)],
      poll: SOME_MINUTES,
      effects: [memo(a, SALARY)],
      emits: ['Ach.Payment.ReceivedEarly'],
    });

    w.wait('Close the posting day', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
    op.listActivities('posted', {
      title: 'The first day is posted',
      path: { accountNumber: a.accountNumber },
      status: 200,
      check: (r) => [eq(r.results.at(0).status, 'Posted'), eq(r.results.at(0).sequenceNumber, 1)],
    });
    w.wait('Wait for the effective date', {
      until: salary.body.results.at(0).effectiveDate,
      effects: [settles(a, SALARY)],
      emits: ['Core.Transaction.Completed'],
    });
    w.wait('Close the effective date', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
  },
});
