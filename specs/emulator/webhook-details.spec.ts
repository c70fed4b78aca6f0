import { expect } from '@playwright/test';
import { proves } from '../requirement.ts';
import {
  type AchPayment,
  type Activity,
  batchPayment,
  fundedAccount,
  originate,
  payment,
  payments,
} from './ach-bank.ts';
import type { Account, TestBank } from './test-bank.ts';
import { type Hooks, test } from './webhook-bank.ts';
import { newest } from './webhook-scene.ts';

/** Causes events and returns the expected details of the newest events of that name, in order. */
type Act = (bank: TestBank) => Promise<readonly object[]>;

const SENT = '2026-03-02T10:20:00-05:00';
const partOf = (it: AchPayment | undefined) => ({
  paymentId: it?.id,
  accountNumber: it?.accountNumber,
  clientIdentifier: it?.clientIdentifier ?? null,
  memoPostId: it?.memoPostId ?? null,
  clientBatchId: it?.clientBatchId ?? null,
  clientBatchSequence: it?.clientBatchSequence ?? null,
});
const received = (it: AchPayment | undefined) => ({
  paymentId: it?.id,
  accountNumber: it?.accountNumber,
  amount: it?.amount,
  transactionType: it?.transactionType,
  effectiveDate: it?.effectiveDate,
  memoPostId: it?.memoPostId ?? null,
});

/**
 * Each row: an event name, and an act that causes an Extended event; its details are compared with the bank's own
 * reads.
 */
const rows: readonly [eventName: string, act: Act][] = [
  [
    'Core.Customer.Onboarded',
    async (bank) => {
      const customerId = await bank.customer({ clientIdentifier: 'mine' });
      return [
        { customerId, clientIdentifier: 'mine' },
        { customerId: await bank.customer(), clientIdentifier: null },
      ];
    },
  ],
  [
    'Core.Account.Opened',
    async (bank) => {
      const accountNumber = await bank.open();
      const { customerId, productId } = await bank.ok<Account>('getAccount', { path: { accountNumber } });
      const known = { accountNumber, accountType: 'Deposit', customerId, productId };
      return [{ ...known, status: 'Active', title: 'T', clientIdentifier: null }];
    },
  ],
  [
    'Core.Account.Status.Changed',
    async (bank) => {
      const accountNumber = await bank.open();
      await bank.ok('changeAccountStatus', { path: { accountNumber }, body: { status: 'Dormant' } });
      return [expect.objectContaining({ accountNumber, status: 'Dormant' })];
    },
  ],
  [
    'Core.SubAccount.Title.Changed',
    async (bank) => {
      const master = await bank.open();
      const accountNumber = await bank.subledger(master);
      await bank.ok('changeSubaccountTitle', { path: { accountNumber }, body: { title: 'New' } });
      const known = { subAccountNumber: accountNumber, masterAccountNumber: master, accountType: 'Deposit' };
      return [{ ...known, status: 'Active', title: 'New', clientIdentifier: null }];
    },
  ],
  [
    'Core.Restriction.Placed',
    async (bank) => {
      const accountNumber = await bank.open();
      const subledger = await bank.subledger(accountNumber);
      const path = { accountNumber };
      const ofSubledger = { appliesTo: 'Account', reason: 'R', subAccountNumber: subledger };
      const one = await bank.ok<{ id: string }>('createRestriction', { path, body: ofSubledger });
      const internal = { appliesTo: 'All', reason: 'R' };
      const two = await bank.ok<{ id: string }>('placeInternalRestriction', { path, body: internal });
      const known = { masterAccountNumber: accountNumber };
      return [
        { ...known, restrictionId: one.id, subAccountNumber: subledger, restrictionType: 'Partner' },
        { ...known, restrictionId: two.id, subAccountNumber: null, restrictionType: 'Internal' },
      ];
    },
  ],
  [
    'Core.Transaction.Completed',
    async (bank) => {
      const [debit, credit] = [await fundedAccount(bank, 100), await bank.open()];
      const both = { debitAccountNumber: debit, creditAccountNumber: credit };
      const body = { ...both, amount: 7, clientIdentifier: 'mine', transactionCode: 'Fee' };
      const { id } = await bank.ok<{ id: string }>('createTransaction', { body });
      const known = { transactionId: id, transactionCode: 'Fee', amount: 7, rail: 'Internal', railId: null };
      return [{ ...known, ...both, clientIdentifier: 'mine' }];
    },
  ],
  [
    'Core.Activity.Posted',
    async (bank) => {
      const account = await fundedAccount(bank, 100);
      const subledger = await bank.subledger(account);
      await bank.transfer(account, subledger, 40);
      await bank.close();
      const activities = await bank.list<Activity>('listActivities', account);
      expect(activities.length).toBe(3);
      return activities.map((it) => ({
        activityId: it.id,
        transactionId: it.transactionId,
        masterAccountNumber: account,
        subAccountNumber: it.subAccountNumber,
        activityType: it.activityType,
        amount: it.amount,
        transactionCode: it.transactionCode,
        postingDate: it.postingDate,
      }));
    },
  ],
  [
    'Ach.Payment.Received',
    async (bank) => {
      const account = await bank.open();
      await bank.inbound({ receiverAccountNumber: account, amount: 100, serviceType: 'Standard' });
      const it = await newest(bank);
      expect(it?.memoPostId).toBeDefined();
      return [received(it)];
    },
  ],
  [
    'Ach.Payment.ReceivedEarly',
    async (bank) => {
      const account = await bank.open('earlyDirectDeposit');
      await bank.inbound({ receiverAccountNumber: account, amount: 100, serviceType: 'Standard' });
      return [received(await newest(bank))];
    },
  ],
  [
    'Ach.Payment.Sent',
    async (bank) => {
      const account = await fundedAccount(bank, 500);
      const change = { purpose: 'Salary', clientIdentifier: 'mine' };
      const made = [
        await originate(bank, account, change),
        await originate(bank, account, { transactionType: 'Pull' }),
      ];
      await bank.advanceTo(SENT);
      const [one, two] = [await payment(bank, made[0] as AchPayment), await payment(bank, made[1] as AchPayment)];
      return [
        { ...partOf(one), purpose: 'Salary' },
        { ...partOf(two), purpose: null },
      ];
    },
  ],
  [
    'Ach.Payment.Rejected',
    async (bank) => {
      const account = await fundedAccount(bank, 100);
      const body = { accountNumber: account, payments: [batchPayment, batchPayment] };
      const { id } = await bank.ok<{ id: string }>('originateClientBatch', { body });
      await bank.advance(300);
      const it = (await payments(bank, { clientBatchId: id })).at(-1);
      expect([it?.clientBatchSequence, it?.rejectionCode]).toEqual([2, 'NSF']);
      return [{ ...partOf(it), reason: 'NSF' }];
    },
  ],
  [
    'Ach.Return.Received',
    async (bank) => {
      const account = await fundedAccount(bank, 500);
      const original = await originate(bank, account, { purpose: 'RETURN_R01' });
      await bank.advanceTo(SENT);
      await bank.advance(300);
      const it = await newest(bank, { originalPaymentId: original.id });
      const known = { paymentId: it?.id, originalPaymentId: original.id };
      return [{ ...known, accountNumber: account, clientIdentifier: null }];
    },
  ],
  [
    'Ach.Batch.Imported',
    async (bank) => {
      const account = await fundedAccount(bank, 500);
      const body = { accountNumber: account, payments: [batchPayment, batchPayment] };
      const { id } = await bank.ok<{ id: string }>('originateClientBatch', { body });
      await bank.advance(300);
      return [{ clientBatchId: id, accountNumber: account }];
    },
  ],
];

const detailsOf = ({ receiver }: Hooks) => receiver.received.flatMap(({ event }) => event.details);

for (const [eventName, act] of rows) {
  test(`the details of Extended ${eventName} match the bank’s reads`, proves('D07'), async ({ bank, hooks }) => {
    await hooks.register(eventName, { format: 'Extended' });
    const wanted = await act(bank);
    await hooks.group();
    expect(detailsOf(hooks).slice(-wanted.length)).toEqual(wanted);
    const earlier = detailsOf(hooks).length;
    await bank.ok('resetBank');
    await hooks.register(eventName, { format: 'Basic' });
    await act(bank);
    await hooks.group();
    const basic = hooks.receiver.received.at(-1)?.event;
    expect([basic?.eventName, basic?.details, detailsOf(hooks).length]).toEqual([eventName, [], earlier]);
  });
}
