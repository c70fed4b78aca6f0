import { type AccountHandle, eq, fund, minus, moves, type Ref, type WorkflowBuilder } from '../../harness/index.ts';

type Operations = WorkflowBuilder<never>['op'];

/** The events of a wait over month ends: interest is posted, and statements are generated. */
export const OVER_MONTH_ENDS = [
  'Core.Activity.Posted',
  'Core.Transaction.Completed',
  'Core.Statement.Generated',
] as const;

interface NewAccount {
  readonly customerId: Ref<string>;
  readonly productId: Ref<string>;
}

/** Adds the steps that open a checking account, to which another bank sends money in cents. */
export function openMain(
  op: Operations,
  { customerId, productId, fundingId, money }: NewAccount & { readonly fundingId: Ref<string>; readonly money: number },
) {
  const main = op.openAccount('open-checking', {
    title: 'Open a checking account',
    body: { customerId, productId, title: 'Everyday' },
    status: 200,
    emits: ['Core.Account.Opened'],
  });
  fund(op, 'checking-account', { account: main, amount: money, identification: fundingId });
  return main;
}

/** Adds the steps that open a CD and fund it from an account. `name` becomes part of the step ids and titles. */
export function fundDeposit(
  op: Operations,
  name: string,
  { customerId, productId, main }: NewAccount & { readonly main: AccountHandle },
) {
  const deposit = op.openAccount(`open-${name}`, {
    title: `Open the ${name} CD`,
    body: { customerId, productId, title: 'CD' },
    status: 200,
    check: (r) => [eq(r.accountType, 'Savings')],
    emits: ['Core.Account.Opened'],
  });
  const path = { accountNumber: deposit.accountNumber };
  const { fundingAmount } = op.getTimeDeposit(`terms-of-${name}`, {
    title: `Read the terms of the ${name} CD`,
    path,
    status: 200,
    check: (r) => [eq(r.status, 'AwaitingFunding')],
  }).body;
  op.createTransfer(`fund-${name}`, {
    title: `Fund the ${name} CD with the exact amount`,
    body: {
      debitAccountNumber: main.accountNumber,
      creditAccountNumber: deposit.accountNumber,
      amount: fundingAmount,
    },
    status: 200,
    check: (r) => [eq(r.status, 'Complete')],
    effects: [moves(main, minus(fundingAmount)), moves(deposit, fundingAmount)],
    emits: ['Core.Transaction.Completed'],
  });
  const funded = op.getTimeDeposit(`funded-${name}`, {
    title: `The ${name} CD is funded and locked`,
    path,
    status: 200,
    check: (r) => [eq(r.status, 'Active'), eq(r.principalAmount, fundingAmount)],
  });
  return { deposit, path, funded };
}
