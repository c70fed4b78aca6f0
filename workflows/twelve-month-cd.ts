import { defineWorkflow, eq, interest, minus, moves, refused } from '../harness/index.ts';
import { onboard, personOf } from '../harness/workflow/parts/onboarding.ts';
import { fundDeposit, OVER_MONTH_ENDS, openMain } from './parts/time-deposit.ts';

const MONEY = 150_000;

export default defineWorkflow({
  id: 'twelve-month-cd',
  summary: 'A CD of twelve months: locked, bumped up every three months, free at maturity',
  inputs: (sources) => ({
    ...personOf(sources),
    checking: sources.target.products.checking ?? '',
    timeDeposit: sources.target.products.timeDeposit ?? '',
    fundingId: `${sources.label}F`,
  }),
  steps(w) {
    const { inputs, op } = w;
    const customerId = onboard(op, 'customer', inputs);
    const { checking, timeDeposit: productId, fundingId } = inputs;
    const main = openMain(op, { customerId, productId: checking, fundingId, money: MONEY });
    const { deposit, path, funded } = fundDeposit(op, 'new', { customerId, productId, main });
    op.createTransfer('add-money', {
      title: 'A further credit is refused',
      body: { debitAccountNumber: main.accountNumber, creditAccountNumber: deposit.accountNumber, amount: 1 },
      status: 200,
      check: (r) => [eq(r.status, 'Failed'), eq(r.credit.result.code, 'RES')],
      effects: [refused('RES')],
    });
    op.createTransfer('take-money', {
      title: 'A debit without a request is refused',
      body: { debitAccountNumber: deposit.accountNumber, creditAccountNumber: main.accountNumber, amount: 1 },
      status: 200,
      check: (r) => [eq(r.status, 'Failed'), eq(r.debit.result.code, 'RES')],
      effects: [refused('RES')],
    });
    op.bumpUpTimeDeposit('bump-up-at-once', { title: 'A bump-up is refused: too early', path, status: 400 });

    let before = funded;
    for (const times of ['once', 'twice', 'three-times'] as const) {
      w.wait(`Wait for the bump-up (${times.replace('-', ' ')})`, {
        until: before.body.nextBumpUpDate,
        effects: [interest(deposit)],
        emits: OVER_MONTH_ENDS,
      });
      op.getTimeDeposit(`rate-is-still-low-${times}`, {
        title: 'The rate has not risen by itself',
        path,
        status: 200,
        check: (r) => [eq(r.rateBasisPoints, before.body.rateBasisPoints)],
      });
      before = op.bumpUpTimeDeposit(`bump-up-${times}`, {
        title: `Bump up ${times.replace('-', ' ')}`,
        path,
        status: 200,
        check: (r) => [eq(r.status, 'Active')],
      });
    }
    op.bumpUpTimeDeposit('bump-up-four-times', { title: 'A fifth rate period is refused', path, status: 400 });

    w.wait('Wait for the maturity', {
      until: before.body.maturityDate,
      effects: [interest(deposit)],
      emits: OVER_MONTH_ENDS,
    });
    const matured = op.getTimeDeposit('read-matured-deposit', {
      title: 'The CD has matured',
      path,
      status: 200,
      check: (r) => [eq(r.status, 'Matured')],
    });
    op.getPenaltyFee('no-penalty', { title: 'A matured CD has no penalty', path, status: 400 });
    const { currentBalance } = matured.body;
    op.createTransfer('withdraw', {
      title: 'Withdraw everything without a penalty',
      body: {
        debitAccountNumber: deposit.accountNumber,
        creditAccountNumber: main.accountNumber,
        amount: currentBalance,
      },
      status: 200,
      check: (r) => [eq(r.status, 'Complete')],
      effects: [moves(deposit, minus(currentBalance)), moves(main, currentBalance)],
      emits: ['Core.Transaction.Completed'],
    });
  },
});
