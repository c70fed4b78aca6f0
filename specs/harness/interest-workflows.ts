import { defineWorkflow, eq, holds, interest, minus, moves, type Ref } from '../../harness/host.ts';
import { fund } from '../../harness/workflow/parts/funding.ts';
import { onboard, personOf } from '../../harness/workflow/parts/onboarding.ts';
import { fundDeposit, OVER_MONTH_ENDS, openMain } from '../../workflows/parts/time-deposit.ts';

const MONEY = 1_000_000;
const CHECK = 200_000;
const WITHHELD_PERCENT = 24;

/**
 * A year of savings on the lowest balance of each day, with tiers, a held check, withheld tax and a rate change in
 * mid-month; then the account is closed.
 */
export const yearWithTiers = defineWorkflow({
  id: 'year-with-tiers',
  summary: 'A year of savings with tiers and a rate change',
  inputs: (sources) => {
    const { customer, ...contact } = personOf(sources);
    const { name, profile, ...rest } = customer;
    const withheld = { enableBackupWithholding: true, backupWithholdingPercent: WITHHELD_PERCENT };
    return {
      ...contact,
      customer: { ...rest, name, profile: { ...profile, ...withheld } },
      checking: sources.target.products.checking ?? '',
      savings: sources.target.products.interestSavings ?? '',
      rateChange: '2026-09-16',
      yearLater: '2027-03-10',
      fundingId: `${sources.label}F`,
    };
  },
  steps(w) {
    const { inputs, op } = w;
    const customerId = onboard(op, 'saver', inputs);
    const open = (title: string, productId: typeof inputs.savings) =>
      op.openAccount(`open-${title}`, {
        body: { customerId, productId, title },
        status: 200,
        emits: ['Core.Account.Opened'],
      });
    const savings = open('savings', inputs.savings);
    const path = { accountNumber: savings.accountNumber };
    const assign = (name: string, tiers: readonly { fromAmount: number; rateBasisPoints: number }[]) => {
      const card = op.addRateCard(`add-${name}`, {
        path: { productId: inputs.savings },
        body: { tiers: [...tiers], minimumBalance: 1_000 },
        status: 200,
      });
      op.assignRateCard(`assign-${name}`, { path, body: { rateCardId: card.body.rateCardId }, status: 200 });
    };
    const wait = (title: string, until: typeof inputs.yearLater, more: readonly ReturnType<typeof holds>[] = []) =>
      w.wait(title, { until, effects: [interest(savings), ...more], emits: OVER_MONTH_ENDS });

    op.configureInterest('configure-interest', {
      path: { productId: inputs.savings },
      body: { balance: 'Lowest', dayCount: 'Actual360' },
      status: 200,
    });
    assign('low-card', [
      { fromAmount: 0, rateBasisPoints: 105 },
      { fromAmount: 500_000, rateBasisPoints: 311 },
    ]);
    fund(op, 'savings', { account: savings, amount: MONEY, identification: inputs.fundingId });
    op.postRailTransaction('deposit-check', {
      body: { ...path, rail: 'Check', transactionType: 'Credit', transactionCode: 'Check', amount: CHECK },
      status: 200,
      effects: [moves(savings, CHECK), holds(savings, 160_000)],
      emits: ['Core.Transaction.Completed'],
    });
    wait('Wait for the rate change', inputs.rateChange, [holds(savings, -160_000)]);
    assign('high-card', [
      { fromAmount: 0, rateBasisPoints: 205 },
      { fromAmount: 600_000, rateBasisPoints: 407 },
    ]);
    const main = open('main', inputs.checking);
    const transfer = (stepId: string, from: typeof main, to: typeof main, amount: number | Ref<number>) =>
      op.createTransfer(stepId, {
        body: { debitAccountNumber: from.accountNumber, creditAccountNumber: to.accountNumber, amount },
        status: 200,
        effects: [moves(from, typeof amount === 'number' ? -amount : minus(amount)), moves(to, amount)],
        emits: ['Core.Transaction.Completed'],
      });
    transfer('lend', savings, main, 700_000);
    w.wait('Wait for the close', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
    transfer('take-back', main, savings, 700_000);
    wait('Wait for a year', inputs.yearLater);
    const { currentBalance } = op.getAccount('read-savings', { path, status: 200 }).body;
    transfer('empty', savings, main, currentBalance);
    op.closeAccount('close', {
      path,
      status: 200,
      check: (r) => [eq(r.status, 'Closed')],
      effects: [interest(savings)],
      emits: ['Core.Account.Closed'],
    });
  },
});

/** A CD that is bumped up once, and withdrawn with its penalty on a day of the second tier. */
export const bumpedAndBroken = defineWorkflow({
  id: 'bumped-and-broken',
  summary: 'A CD is bumped up and broken',
  inputs: (sources) => ({
    ...personOf(sources),
    checking: sources.target.products.checking ?? '',
    timeDeposit: sources.target.products.timeDeposit ?? '',
    fundingId: `${sources.label}F`,
    breaking: '2026-10-14',
  }),
  steps(w) {
    const { inputs, op } = w;
    const customerId = onboard(op, 'customer', inputs);
    const { checking, timeDeposit: productId, fundingId } = inputs;
    const main = openMain(op, { customerId, productId: checking, fundingId, money: MONEY });
    const { deposit, path, funded } = fundDeposit(op, 'new', { customerId, productId, main });
    const wait = (title: string, until: typeof inputs.breaking) =>
      w.wait(title, { until, effects: [interest(deposit)], emits: OVER_MONTH_ENDS });
    wait('Wait for the bump-up', funded.body.nextBumpUpDate);
    op.bumpUpTimeDeposit('bump-up', { path, status: 200 });
    wait('Wait for the second tier', inputs.breaking);
    const emits = ['Core.TimeDeposit.Withdrawn'] as const;
    op.requestEarlyWithdrawal('request', { path, body: {}, status: 200, emits });
    const { withdrawalAmount, penaltyFee } = op.getPenaltyFee('penalty', { path, status: 200 }).body;
    op.createTransfer('withdraw', {
      body: {
        debitAccountNumber: deposit.accountNumber,
        creditAccountNumber: main.accountNumber,
        amount: withdrawalAmount,
      },
      status: 200,
      effects: [
        moves(deposit, minus(withdrawalAmount)),
        moves(deposit, minus(penaltyFee)),
        moves(main, withdrawalAmount),
      ],
      emits: ['Core.Transaction.Completed'],
    });
    w.wait('Wait for the close', { until: 'posting-day-close', emits: ['Core.Activity.Posted'] });
  },
});

/** A CD whose money stays for a month after the maturity, and earns nothing more. */
export const leftAfterMaturity = defineWorkflow({
  id: 'left-after-maturity',
  summary: 'The money of a CD stays after the maturity',
  inputs: (sources) => ({
    ...personOf(sources),
    checking: sources.target.products.checking ?? '',
    timeDeposit: sources.target.products.timeDeposit ?? '',
    fundingId: `${sources.label}F`,
    monthLater: '2027-04-01',
    anotherMonthLater: '2027-05-03',
  }),
  steps(w) {
    const { inputs, op } = w;
    const customerId = onboard(op, 'customer', inputs);
    const { checking, timeDeposit: productId, fundingId } = inputs;
    const main = openMain(op, { customerId, productId: checking, fundingId, money: MONEY });
    const { deposit, path } = fundDeposit(op, 'new', { customerId, productId, main });
    w.wait('Wait for the month end after the maturity', {
      until: inputs.monthLater,
      effects: [interest(deposit)],
      emits: OVER_MONTH_ENDS,
    });
    op.getTimeDeposit('read-matured', { path, status: 200, check: (r) => [eq(r.status, 'Matured')] });
    w.wait('Wait for another month', { until: inputs.anotherMonthLater, emits: ['Core.Statement.Generated'] });
  },
});
