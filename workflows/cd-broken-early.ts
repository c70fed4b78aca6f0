import { defineWorkflow, eq, interest, minus, moves, refused } from '../harness/index.ts';
import { onboard, personOf } from '../harness/workflow/parts/onboarding.ts';
import { fundDeposit, OVER_MONTH_ENDS, openMain } from './parts/time-deposit.ts';

const MONEY = 500_000;
const PART = 10_000;

export default defineWorkflow({
  id: 'cd-broken-early',
  summary: 'Four CDs broken early: in the first penalty tier, on its boundary, on the last day, without a fee',
  inputs: (sources) => ({
    ...personOf(sources),
    checking: sources.target.products.checking ?? '',
    timeDeposit: sources.target.products.timeDeposit ?? '',
    fundingId: `${sources.label}F`,
    // The first tier of the product ends six months after the funding, the second one after twelve.
    funding: '2026-06-15',
    lastDayOfFirstTier: '2026-12-14',
    firstDayOfSecondTier: '2026-12-15',
    lastDayOfSecondTier: '2027-06-14',
  }),
  steps(w) {
    const { inputs, op } = w;
    w.wait('Wait for a Monday in June', { until: inputs.funding });
    const customerId = onboard(op, 'customer', inputs);
    const { checking, timeDeposit: productId, fundingId } = inputs;
    const main = openMain(op, { customerId, productId: checking, fundingId, money: MONEY });
    const open = (name: string) => fundDeposit(op, name, { customerId, productId, main });
    const [early, boundary, last, waived] = [open('early'), open('boundary'), open('last'), open('waived')];

    const breakDeposit = (name: string, { deposit, path, funded }: typeof early, tier: 0 | 1) => {
      const penalty = op.getPenaltyFee(`penalty-of-${name}`, {
        title: `Read the penalty of the ${name} CD`,
        path,
        status: 200,
        check: (r) => [eq(r.feeDays, funded.body.penaltyTiers.at(tier).feeDays)],
      });
      op.requestEarlyWithdrawal(`request-${name}`, {
        title: `Request the withdrawal of the ${name} CD`,
        path,
        body: { waivePenaltyFee: false },
        status: 200,
        check: (r) => [eq(r.status, 'Active'), eq(r.earlyWithdrawal.waivePenaltyFee, false)],
        emits: ['Core.TimeDeposit.Withdrawn'],
      });
      const { withdrawalAmount, penaltyFee } = penalty.body;
      return () =>
        op.createTransfer(`withdraw-${name}`, {
          title: `Withdraw the ${name} CD after the penalty`,
          body: {
            debitAccountNumber: deposit.accountNumber,
            creditAccountNumber: main.accountNumber,
            amount: withdrawalAmount,
          },
          status: 200,
          check: (r) => [eq(r.status, 'Complete')],
          effects: [
            moves(deposit, minus(withdrawalAmount)),
            moves(deposit, minus(penaltyFee)),
            moves(main, withdrawalAmount),
          ],
          emits: ['Core.Transaction.Completed'],
        });
    };
    const waitFor = (title: string, until: typeof inputs.funding, deposits: readonly (typeof early)[]) =>
      w.wait(title, {
        until,
        effects: deposits.map(({ deposit }) => interest(deposit)),
        emits: OVER_MONTH_ENDS,
      });

    waitFor('Wait for the last day of the first tier', inputs.lastDayOfFirstTier, [early, boundary, last, waived]);
    const withdrawEarly = breakDeposit('early', early, 0);
    op.requestEarlyWithdrawal('request-early-twice', {
      title: 'A second request is refused',
      path: early.path,
      body: { waivePenaltyFee: false },
      status: 400,
    });
    op.createTransfer('withdraw-a-part', {
      title: 'The withdrawal of a part is refused',
      body: {
        debitAccountNumber: early.deposit.accountNumber,
        creditAccountNumber: main.accountNumber,
        amount: PART,
      },
      status: 200,
      check: (r) => [eq(r.status, 'Failed'), eq(r.debit.result.code, 'RES')],
      effects: [refused('RES')],
    });
    withdrawEarly();
    op.getTimeDeposit('early-is-withdrawn', {
      title: 'The early CD is withdrawn and empty',
      path: early.path,
      status: 200,
      check: (r) => [eq(r.status, 'Withdrawn'), eq(r.currentBalance, 0)],
    });

    w.wait('Wait for the first day of the second tier', {
      until: inputs.firstDayOfSecondTier,
      emits: ['Core.Activity.Posted'],
    });
    breakDeposit('boundary', boundary, 1)();
    op.requestEarlyWithdrawal('request-waived', {
      title: 'Request a withdrawal without a fee',
      path: waived.path,
      body: { waivePenaltyFee: true },
      status: 200,
      check: (r) => [eq(r.earlyWithdrawal.waivePenaltyFee, true)],
      emits: ['Core.TimeDeposit.Withdrawn'],
    });
    op.createTransfer('withdraw-waived', {
      title: 'Withdraw a part without a fee',
      body: {
        debitAccountNumber: waived.deposit.accountNumber,
        creditAccountNumber: main.accountNumber,
        amount: PART,
      },
      status: 200,
      check: (r) => [eq(r.status, 'Complete')],
      effects: [moves(waived.deposit, -PART), moves(main, PART)],
      emits: ['Core.Transaction.Completed'],
    });
    op.getTimeDeposit('waived-goes-on', {
      title: 'The rest of the CD stays locked',
      path: waived.path,
      status: 200,
      check: (r) => [eq(r.status, 'Active')],
    });

    // Interest that the withdrawn CDs accrued before is posted at the end of the month.
    waitFor('Wait for the last day of the second tier', inputs.lastDayOfSecondTier, [early, boundary, last, waived]);
    breakDeposit('last', last, 1)();
  },
});
