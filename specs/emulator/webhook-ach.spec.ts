import { expect } from '@playwright/test';
import { proves } from '../requirement.ts';
import { batchPayment, fundedAccount, originate, payments } from './ach-bank.ts';
import type { TestBank } from './test-bank.ts';
import { test } from './webhook-bank.ts';
import { lines, newest, newestCompleted, type Play, posted, sceneOf } from './webhook-scene.ts';

const [MONDAY, TUESDAY] = ['2026-03-02', '2026-03-03'];
const [CUT_OFF, SENT] = ['2026-03-02T10:00:00-05:00', '2026-03-02T10:20:00-05:00'];
const standard = (receiverAccountNumber: string, change: object = {}) => ({
  receiverAccountNumber,
  amount: 5_000,
  serviceType: 'Standard' as const,
  ...change,
});
const review = (bank: TestBank, { id }: { id: string }, decision: string) =>
  bank.ok('reviewAchPayment', { path: { paymentId: id }, body: { decision } });

/** Originates a payment and executes it on its day, before the registrations. */
async function executed(bank: TestBank, change: object = {}) {
  const account = await fundedAccount(bank, 5_000);
  const payment = await originate(bank, account, change);
  await bank.advanceTo(SENT);
  return { account, payment };
}

/** Each row: an act of ACH, its requirements, and the expected events of each step. */
const plays: readonly [title: string, proven: readonly string[], play: Play][] = [
  [
    'a SameDay credit: received and completed at once, posted at the close',
    ['D30'],
    async ({ bank, listen, expectEvents }) => {
      const account = await bank.open();
      await listen();
      await bank.inbound({ receiverAccountNumber: account, amount: 100 });
      await expectEvents(lines.payment('Payment.Received', await newest(bank)), await newestCompleted(bank));
      await bank.close();
      const activities = await posted(bank, MONDAY, account);
      expect(activities.length).toBe(1);
      await expectEvents(...activities);
    },
  ],
  [
    'a SameDay debit: received and completed at once, posted at the close',
    [],
    async ({ bank, listen, expectEvents }) => {
      const account = await fundedAccount(bank, 100);
      await listen();
      await bank.inbound({ receiverAccountNumber: account, amount: 100, transactionType: 'Pull' });
      await expectEvents(lines.payment('Payment.Received', await newest(bank)), await newestCompleted(bank));
    },
  ],
  [
    'a Standard credit: received, then completed and posted on its day',
    ['D30'],
    async (scene) => {
      const { bank, listen, expectEvents } = scene;
      const account = await bank.open();
      await listen();
      await bank.inbound(standard(account));
      await expectEvents(lines.payment('Payment.Received', await newest(bank)));
      await bank.close();
      await expectEvents(await newestCompleted(bank));
      await bank.close();
      await expectEvents(...(await posted(bank, TUESDAY, account)));
    },
  ],
  [
    'a Standard debit that is rejected on its day: received only',
    [],
    async (scene) => {
      const { bank, listen, expectEvents } = scene;
      const account = await bank.open();
      await listen();
      await bank.inbound(standard(account, { transactionType: 'Pull' }));
      await expectEvents(lines.payment('Payment.Received', await newest(bank)));
      await bank.close();
      await expectEvents();
    },
  ],
  [
    'a debit that is rejected on receipt: none',
    ['D26'],
    async ({ bank, listen, expectEvents }) => {
      const account = await bank.open();
      await listen();
      await bank.inbound({ receiverAccountNumber: account, amount: 100, transactionType: 'Pull' });
      await expectEvents();
      expect(await payments(bank)).toEqual([]);
    },
  ],
  [
    'an entry that a restriction blocks: the restriction only',
    ['D26'],
    async (scene) => {
      const { bank, listen, expectEvents } = scene;
      const account = await bank.open();
      await listen();
      const path = { accountNumber: account };
      const body = { appliesTo: 'All', reason: 'R' };
      const { id } = await bank.ok<{ id: string }>('createRestriction', { path, body });
      await bank.inbound({ receiverAccountNumber: account, amount: 100 });
      await expectEvents(`Core.Restriction.Placed core/v1/dda/accounts/${account}/restrictions/${id}`);
    },
  ],
  [
    'an entry for an unknown account: none',
    [],
    async ({ bank, listen, expectEvents }) => {
      await listen();
      await bank.inbound({ receiverAccountNumber: '2999999999', amount: 100 });
      await expectEvents();
    },
  ],
  [
    'an early deposit: received early, completed when its day opens',
    ['E05'],
    async (scene) => {
      const { bank, listen, expectEvents } = scene;
      const account = await bank.open('earlyDirectDeposit');
      await listen();
      await bank.inbound(standard(account));
      await expectEvents(lines.payment('Payment.ReceivedEarly', await newest(bank)));
      await bank.close();
      await expectEvents(await newestCompleted(bank));
      await bank.close();
      await expectEvents(...(await posted(bank, TUESDAY, account)));
    },
  ],
  [
    'a deposit paid early at a later close: received, then received early',
    ['E05'],
    async (scene) => {
      const { bank, listen, expectEvents } = scene;
      const account = await bank.open('earlyDirectDeposit');
      await bank.ok('configureInboundSchedule', { body: { standardBusinessDays: 3 } });
      await listen();
      await bank.inbound(standard(account));
      const payment = await newest(bank);
      await expectEvents(lines.payment('Payment.Received', payment));
      await bank.close();
      await expectEvents(lines.payment('Payment.ReceivedEarly', payment));
      await bank.close();
      await expectEvents();
      await bank.close();
      await expectEvents(await newestCompleted(bank));
    },
  ],
  [
    'a payment on a product without early payment: never early',
    ['E05'],
    async ({ bank, listen, expectEvents }) => {
      const account = await bank.open('earlyDirectDeposit');
      await listen();
      await bank.inbound(standard(account, { secCode: 'CCD' }));
      await expectEvents(lines.payment('Payment.Received', await newest(bank)));
    },
  ],
  [
    'a SameDay payment: sent and completed at the Fed’s acknowledgement',
    ['D30'],
    async (scene) => {
      const { bank, listen, expectEvents } = scene;
      const account = await fundedAccount(bank, 5_000);
      await listen();
      const payment = await originate(bank, account);
      await expectEvents();
      await bank.advanceTo(CUT_OFF);
      await expectEvents();
      await bank.advanceTo(SENT);
      await expectEvents(lines.payment('Payment.Sent', payment), await newestCompleted(bank));
      await bank.close();
      await expectEvents(...(await posted(bank, MONDAY, account)));
    },
  ],
  ...(['Push', 'Pull'] as const).map((transactionType): [string, string[], Play] => [
    `a Standard ${transactionType}: sent, completed when its day opens`,
    [],
    async ({ bank, listen, expectEvents }) => {
      const account = await fundedAccount(bank, 5_000);
      await listen();
      const payment = await originate(bank, account, { serviceType: 'Standard', transactionType });
      await bank.advanceTo(SENT);
      await expectEvents(lines.payment('Payment.Sent', payment));
      const funding = await posted(bank, MONDAY, account);
      await bank.close();
      await expectEvents(...funding, await newestCompleted(bank));
    },
  ]),
  [
    'a prenote: sent only',
    [],
    async ({ bank, listen, expectEvents }) => {
      const account = await bank.open();
      await listen();
      const payment = await originate(bank, account, { amount: 0 });
      await bank.advanceTo(SENT);
      await expectEvents(lines.payment('Payment.Sent', payment));
      await bank.close();
      await expectEvents();
    },
  ],
  [
    'a payment that its account rejects on its day: sent, then rejected',
    [],
    async ({ bank, listen, expectEvents }) => {
      const account = await fundedAccount(bank, 5_000);
      const payment = await originate(bank, account, { serviceType: 'Standard' });
      const path = { accountNumber: account };
      await bank.ok('placeInternalRestriction', { path, body: { appliesTo: 'All', reason: 'R' } });
      await listen();
      await bank.advanceTo(SENT);
      await expectEvents(lines.payment('Payment.Sent', payment));
      const funding = await posted(bank, MONDAY, account);
      await bank.close();
      await expectEvents(...funding, lines.payment('Payment.Rejected', payment));
    },
  ],
  [
    'a payment under review: escalated, then sent',
    [],
    async (scene) => {
      const { bank, listen, expectEvents } = scene;
      const account = await fundedAccount(bank, 5_000);
      const payment = await originate(bank, account);
      await listen();
      await review(bank, payment, 'Hold');
      await expectEvents();
      await review(bank, payment, 'Escalate');
      await expectEvents(lines.payment('Hold.Escalated', payment));
      await review(bank, payment, 'Release');
      await expectEvents();
      await bank.advanceTo(SENT);
      await expectEvents(lines.payment('Payment.Sent', payment), await newestCompleted(bank));
    },
  ],
  [
    'a payment that compliance rejects: rejected',
    [],
    async ({ bank, listen, expectEvents }) => {
      const account = await fundedAccount(bank, 5_000);
      const payment = await originate(bank, account);
      await listen();
      await review(bank, payment, 'Reject');
      await expectEvents(lines.payment('Payment.Rejected', payment));
      await bank.advanceTo(SENT);
      await expectEvents();
    },
  ],
  [
    'a canceled payment: canceled, not sent',
    [],
    async ({ bank, listen, expectEvents }) => {
      const account = await fundedAccount(bank, 5_000);
      const payment = await originate(bank, account);
      await listen();
      await bank.ok('cancelAchPayment', { path: { paymentId: payment.id } });
      await expectEvents(lines.payment('Payment.Canceled', payment));
      await bank.advanceTo(SENT);
      await expectEvents();
    },
  ],
  [
    'a return: received and completed as a new payment',
    [],
    async ({ bank, listen, expectEvents }) => {
      const { payment } = await executed(bank);
      await listen();
      await bank.ok('simulateInboundReturn', { body: { paymentId: payment.id, returnCode: 'R01' } });
      await expectEvents();
      await bank.advance(300);
      const returned = await newest(bank, { originalPaymentId: payment.id });
      await expectEvents(lines.payment('Return.Received', returned), await newestCompleted(bank));
    },
  ],
  [
    'a correction: received only',
    [],
    async ({ bank, listen, expectEvents }) => {
      const { payment } = await executed(bank);
      await listen();
      const body = { paymentId: payment.id, changeCode: 'C01', correctedData: '2' };
      await bank.ok('simulateInboundCorrection', { body });
      await bank.advance(300);
      await expectEvents(lines.payment('Noc.Received', await newest(bank, { originalPaymentId: payment.id })));
    },
  ],
  [
    'a payment whose purpose causes a return',
    [],
    async ({ bank, listen, expectEvents }) => {
      const account = await fundedAccount(bank, 5_000);
      await listen();
      const payment = await originate(bank, account, { purpose: 'RETURN_R01' });
      await bank.advanceTo(SENT);
      await expectEvents(lines.payment('Payment.Sent', payment), await newestCompleted(bank));
      await bank.advance(300);
      const returned = await newest(bank, { originalPaymentId: payment.id });
      await expectEvents(lines.payment('Return.Received', returned), await newestCompleted(bank));
    },
  ],
  [
    'a client batch: imported with its rejected payment, then sent',
    [],
    async (scene) => {
      const { bank, listen, expectEvents } = scene;
      const account = await fundedAccount(bank, 250);
      await listen();
      const body = { accountNumber: account, payments: [batchPayment, batchPayment, batchPayment] };
      const batch = await bank.ok<{ id: string }>('originateClientBatch', { body });
      await expectEvents();
      await bank.advance(300);
      const all = await payments(bank, { clientBatchId: batch.id });
      const [rejected, ...sent] = all.toReversed();
      await expectEvents(lines.batch('Imported', batch), lines.payment('Payment.Rejected', rejected));
      await bank.advanceTo(SENT);
      const ids = (await payments(bank, { clientBatchId: batch.id })).flatMap((it) => it.coreTransactionId ?? []);
      expect([sent.length, ids.length]).toEqual([2, 2]);
      await expectEvents(...sent.map((it) => lines.payment('Payment.Sent', it)), ...ids.map(lines.completed));
    },
  ],
  [
    'a client batch canceled after its import: payments and batch',
    [],
    async (scene) => {
      const { bank, listen, expectEvents } = scene;
      const account = await fundedAccount(bank, 250);
      const body = { accountNumber: account, payments: [batchPayment, batchPayment, batchPayment] };
      const batch = await bank.ok<{ id: string }>('originateClientBatch', { body });
      await bank.advance(300);
      const waiting = await payments(bank, { clientBatchId: batch.id, status: 'Pending' });
      await listen();
      await bank.ok('cancelClientBatch', { path: { clientBatchId: batch.id } });
      expect(waiting.length).toBe(2);
      await expectEvents(lines.batch('Canceled', batch), ...waiting.map((it) => lines.payment('Payment.Canceled', it)));
    },
  ],
];

for (const [title, proven, play] of plays) {
  test(`events of ${title}`, proves(...proven), async ({ bank, hooks }) => {
    const scene = sceneOf(bank, hooks);
    await play(scene);
    await scene.bank.advance(60);
    await scene.expectEvents();
  });
}
