import { expect } from '@playwright/test';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { proves } from '../requirement.ts';
import { type Activity, achLedger, type Hold, originate, payment } from './ach-bank.ts';
import { startTestBank, test } from './test-bank.ts';

type Transaction = CoreSchemas['Transaction'];

test(
  'an outgoing ACH pull follows the document’s example to its last day',
  proves('V01', 'V02', 'V03', 'V04', 'V05', 'V06', 'V07', 'V08', 'X11', 'X15'),
  async () => {
    const bank = await startTestBank({ clock: '2019-07-30T12:50-04:00' });
    try {
      const account = await bank.open();
      const path = { accountNumber: account };
      const pull = await originate(bank, account, {
        transactionType: 'Pull',
        amount: 2_700,
        originator: { name: 'TEST', identification: '1' },
        description: 'ACH PULL',
        receiver: {
          routingNumber: '000000000',
          accountNumber: '1',
          accountType: 'Checking',
          name: 'Example',
          identification: '123',
        },
      });
      expect(pull).toMatchObject({ status: 'Created', effectiveDate: '2019-07-30' });
      await bank.advanceTo('2019-07-30T13:19:59-04:00');
      expect(await bank.list('listActivities', account)).toEqual([]);
      await bank.advanceTo('2019-07-30T13:20-04:00');

      const railId = `payment/${pull.id}`;
      const [activity] = await bank.list<Activity>('listActivities', account);
      const about = {
        rail: 'Ach',
        railId,
        amount: 2_700,
        schedule: [0, 0, 2_700],
        isClearing: true,
        transactionCode: 'Outgoing ACH',
        executedAt: '2019-07-30T13:20:00-04:00',
        description: expect.stringMatching(/^TEST ACH PULL PPD ID: 123 REF: A211[0-9A-Z]{8}$/),
      };
      expect(activity).toMatchObject({
        ...about,
        transactionType: 'Credit',
        activityType: 'External',
        status: 'Pending',
        masterAccountNumber: account,
        subAccountNumber: account,
        postingDate: '2019-07-30T00:00:00-04:00',
        traceNumber: expect.stringMatching(/^T19211132000[0-9A-Z]{5}$/),
      });
      const transaction = (id: string) => bank.ok<Transaction>('getTransaction', { path: { transactionId: id } });
      const transactionId = activity?.transactionId ?? '';
      expect(await transaction(transactionId)).toMatchObject(about);
      expect(await payment(bank, pull)).toMatchObject({ status: 'Complete', coreTransactionId: transactionId });

      const hold = {
        masterAccountNumber: account,
        subAccountNumber: account,
        status: 'Active',
        reason: 'Availability',
        rail: 'Ach',
        railId,
        amount: 2_700,
        expiresAt: '2019-07-31T00:00:00-04:00',
        createdAt: '2019-07-30T13:20:00-04:00',
      };
      const held = { currentBalance: 2_700, availableBalance: 0, holdAmount: 2_700 };
      expect(await bank.list<Hold>('listHolds', account)).toMatchObject([hold]);
      expect(await bank.ok('getAccount', { path })).toMatchObject(held);
      expect(await achLedger(bank)).toEqual([-2_700, 0]);

      await bank.advanceTo('2019-07-31T20:59:59-04:00');
      expect(await bank.list<Hold>('listHolds', account)).toMatchObject([hold]);
      expect(await bank.ok('getAccount', { path })).toMatchObject(held);
      expect(await transaction(transactionId)).toMatchObject({ isClearing: true });
      expect(await achLedger(bank)).toEqual([0, 0]);

      await bank.advanceTo('2019-07-31T21:00-04:00');
      expect(await bank.ok('getClock')).toMatchObject({ postingDay: '2019-08-01' });
      expect(await bank.list<Hold>('listHolds', account)).toMatchObject([{ ...hold, status: 'Expired' }]);
      expect(await bank.ok('getAccount', { path })).toMatchObject({ availableBalance: 2_700, holdAmount: 0 });
      const isFree = { schedule: [0, 0, 2_700], isClearing: false };
      expect(await transaction(transactionId)).toMatchObject(isFree);
      expect((await bank.list<Activity>('listActivities', account))[0]).toMatchObject(isFree);
    } finally {
      await bank.emulator.close();
    }
  },
);
