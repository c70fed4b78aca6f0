import { expect } from '@playwright/test';
import { proves } from '../requirement.ts';
import { fundedCd, openCd, snapshot, TERMS } from './cd-bank.ts';
import { startTestBank, type TestBank, test } from './test-bank.ts';

/** Returns the error codes and messages of a response. */
async function errorOf(
  bank: TestBank,
  operationId: Parameters<TestBank['send']>[0],
  accountNumber: string,
  body?: object,
) {
  const { statusCode, body: answer } = await bank.send(operationId, {
    path: { accountNumber },
    ...(body ? { body } : {}),
  });
  const { errors = [] } = answer as { errors?: { code: number; message: string }[] };
  return `${statusCode} ${errors.map(({ code, message }) => `${code} ${message}`).join()}`;
}

test.describe('funding', () => {
  test('a CD waits for its exact amount and is locked afterwards', proves('T01', 'T02', 'T03'), async ({ bank }) => {
    const cd = await openCd(bank);
    expect(await cd.read()).toMatchObject({
      status: 'AwaitingFunding',
      fundingDueDate: '2026-03-12',
      principalAmount: 0,
    });
    expect([await cd.credit(99_999), await cd.credit(100_001), await cd.credit(50_000)]).toEqual(['RES', 'RES', 'RES']);
    expect(await cd.credit(100_000)).toBe('OK');
    expect(await cd.read()).toMatchObject({
      status: 'Active',
      termMonths: 12,
      fundedOn: '2026-03-02',
      maturityDate: '2027-03-02',
      principalAmount: 100_000,
      rateBasisPoints: 300,
    });
    expect([await cd.credit(100_000), await cd.credit(1)]).toEqual(['RES', 'RES']);
    await bank.inbound({ receiverAccountNumber: cd.number, amount: 100_000 });
    expect(await bank.master(cd.number)).toBe('100000 / 100000');
  });

  for (const [what, until, code, status] of [
    ['on the last day of the window is accepted', '2026-03-12T20:59:59-04:00', 'OK', 'Active'],
    ['a day late is rejected', '2026-03-13', 'RES', 'FundingExpired'],
  ] as const) {
    test(`funding ${what}`, proves('T01'), async ({ bank }) => {
      const cd = await openCd(bank);
      await bank.advanceTo(until);
      const before = await snapshot(bank, cd);
      expect(await cd.credit(100_000)).toBe(code);
      expect(await cd.read()).toMatchObject({ status });
      if (code === 'RES') expect(await snapshot(bank, cd)).toEqual(before);
    });
  }

  test('a funding leaves no change of the books if it is a cent short', proves('T01'), async ({ bank }) => {
    const cd = await openCd(bank);
    const before = await snapshot(bank, cd);
    expect(await cd.credit(99_999)).toBe('RES');
    expect(await snapshot(bank, cd)).toEqual(before);
  });

  test('a CD that was never funded accepts nothing and can be closed', proves('T01'), async ({ bank }) => {
    const cd = await openCd(bank);
    await bank.advanceTo('2026-03-20');
    expect([await cd.credit(100_000), await cd.debit(1)]).toEqual(['RES', 'RES']);
    expect(await errorOf(bank, 'requestEarlyWithdrawal', cd.number, {})).toBe('400 2039 Time deposit is not funded');
    expect(await bank.ok('closeAccount', { path: { accountNumber: cd.number } })).toMatchObject({ status: 'Closed' });
  });

  test('flags of a partner do not lift the lock', proves('T02'), async ({ bank }) => {
    const cd = await fundedCd(bank);
    for (const flags of [['RES'], ['FRC'], ['NSF', 'STS']]) {
      const body = {
        debitAccountNumber: cd.number,
        creditAccountNumber: cd.main,
        amount: 1,
        transactionCode: 'Fee',
        flags,
      };
      expect(await bank.ok('createTransaction', { body })).toMatchObject({ debit: { result: { code: 'RES' } } });
    }
  });
});

test.describe('term', () => {
  for (const [funded, maturity] of [
    ['2026-08-31', '2027-02-28'],
    ['2027-08-31', '2028-02-29'],
    ['2026-03-31', '2026-09-30'],
    ['2026-03-16', '2026-09-16'],
  ] as const) {
    test(`a CD of six months funded on ${funded} matures on ${maturity}`, proves('T03'), async ({ bank }) => {
      await bank.advanceTo(funded);
      const cd = await fundedCd(bank, { termMonths: 6, periodMonths: 1, penaltyTiers: [] });
      expect(await cd.read()).toMatchObject({ fundedOn: funded, maturityDate: maturity });
    });
  }

  test('maturity frees the money without a fee', proves('T15'), async ({ bank }) => {
    const cd = await fundedCd(bank);
    await bank.advanceTo('2027-03-01T20:59:00-05:00');
    expect(await cd.debit(1)).toBe('RES');
    await bank.advanceTo('2027-03-02');
    const { status, currentBalance } = await cd.read();
    expect([status, await cd.debit(1), await cd.debit(currentBalance - 1), await bank.master(cd.number)]).toEqual([
      'Matured',
      'OK',
      'OK',
      '0 / 0',
    ]);
    expect((await bank.trial()).accounts.find(({ title }) => title === 'Fee income')?.currentBalance).toBe(0);
    expect(await cd.credit(100_000)).toBe('RES');
  });

  test('a maturity on a Saturday is free once its posting day is open', proves('T15'), async ({ bank }) => {
    await bank.advanceTo('2026-04-13');
    const cd = await fundedCd(bank, { termMonths: 2, periodMonths: 1, ratesBasisPoints: [300, 300], penaltyTiers: [] });
    expect(await cd.read()).toMatchObject({ maturityDate: '2026-06-13' });
    await bank.advanceTo('2026-06-12T20:59:00-04:00');
    expect((await cd.read()).status).toBe('Active');
    await bank.advanceTo('2026-06-13');
    expect([(await cd.read()).status, await cd.debit(1)]).toEqual(['Matured', 'OK']);
  });

  test('a CD shows its activity', proves('T13'), async ({ bank }) => {
    const cd = await fundedCd(bank);
    await bank.advanceTo('2026-05-01');
    const { activities, currentBalance } = await cd.read();
    expect(activities).toEqual(await bank.list('listActivities', cd.number));
    // 1,000.00 at 3 percent for 30 and 30 of 365 days: 2.4657 and 2.4718, with 0.0057 carried.
    expect(activities.map(({ transactionCode, amount }) => `${transactionCode} ${amount}`)).toEqual([
      'Account Transfer 100000',
      'Interest 246',
      'Interest 247',
    ]);
    expect(currentBalance).toBe(100_493);
  });

  test('a CD accrues nothing from its maturity on', proves('T03'), async ({ bank }) => {
    const cd = await fundedCd(bank, { termMonths: 1, periodMonths: 1, ratesBasisPoints: [300], penaltyTiers: [] });
    await bank.advanceTo('2026-06-02');
    const { activities } = await cd.read();
    // March: 30 days. April: only the 1st, 0.0822 on 1,002.46 with 0.0057 carried.
    expect(activities.map(({ transactionCode, amount }) => `${transactionCode} ${amount}`)).toEqual([
      'Account Transfer 100000',
      'Interest 246',
      'Interest 8',
    ]);
  });
});

test.describe('bump-up', () => {
  test('a twelve-month CD is bumped up every three months', proves('T05', 'T06', 'T07', 'T08'), async ({ bank }) => {
    const cd = await fundedCd(bank);
    const rates: number[] = [];
    for (const [before, on] of [
      ['2026-06-01T20:59:00-04:00', '2026-06-02'],
      ['2026-09-01T20:59:00-04:00', '2026-09-02'],
      ['2026-12-01T20:59:00-05:00', '2026-12-02'],
    ]) {
      await bank.advanceTo(before ?? '');
      expect(await errorOf(bank, 'bumpUpTimeDeposit', cd.number)).toBe(`400 2044 The next rate period begins on ${on}`);
      await bank.advanceTo(on ?? '');
      rates.push((await cd.read()).rateBasisPoints);
      rates.push(
        (
          await bank.ok<typeof TERMS & { rateBasisPoints: number }>('bumpUpTimeDeposit', {
            path: { accountNumber: cd.number },
          })
        ).rateBasisPoints,
      );
    }
    expect(rates).toEqual([300, 325, 325, 350, 350, 375]);
    const before = await snapshot(bank, cd);
    expect(await errorOf(bank, 'bumpUpTimeDeposit', cd.number)).toBe(
      '400 2045 Time deposit has 4 rate periods, and the last one has begun',
    );
    expect(await snapshot(bank, cd)).toEqual(before);
    expect((await cd.read()).ratePeriods.map(({ startsOn }) => startsOn)).toEqual([
      '2026-03-02',
      '2026-06-02',
      '2026-09-02',
      '2026-12-02',
    ]);
  });

  test('a late request raises the rate by one period', proves('T07', 'T08'), async ({ bank }) => {
    const cd = await fundedCd(bank);
    await bank.advanceTo('2026-10-01');
    const path = { accountNumber: cd.number };
    expect(await bank.ok('bumpUpTimeDeposit', { path })).toMatchObject({ rateBasisPoints: 325 });
    expect(await bank.ok('bumpUpTimeDeposit', { path })).toMatchObject({ rateBasisPoints: 350 });
    expect(await errorOf(bank, 'bumpUpTimeDeposit', cd.number)).toContain('2044');
  });

  test('the new rate accrues from the day of the request', proves('T08'), async ({ bank }) => {
    const cd = await fundedCd(bank, { ratesBasisPoints: [0, 3_650], periodMonths: 1 });
    await bank.advanceTo('2026-04-15');
    await bank.ok('bumpUpTimeDeposit', { path: { accountNumber: cd.number } });
    await bank.advanceTo('2026-05-01');
    // 16 days, from the 15th to the 30th, at a tenth of a percent a day.
    expect((await cd.read()).currentBalance).toBe(101_600);
  });

  test('a bump-up is rejected where it is not offered', proves('T08'), async ({ bank }) => {
    const cd = await fundedCd(bank, { bumpUpOffered: false });
    await bank.advanceTo('2026-07-01');
    expect(await cd.read()).toMatchObject({ bumpUpOffered: false });
    expect(await errorOf(bank, 'bumpUpTimeDeposit', cd.number)).toBe('400 2043 Bump-up is not offered');
  });

  test('on side B of DOC-033 no product offers a bump-up', async () => {
    const bank = await startTestBank({ variants: ['DOC-033=B'] });
    const cd = await fundedCd(bank);
    await bank.advanceTo('2026-07-01');
    expect(await errorOf(bank, 'bumpUpTimeDeposit', cd.number)).toBe('400 2043 Bump-up is not offered');
    expect(await cd.read()).toMatchObject({ bumpUpOffered: false, rateBasisPoints: 300 });
    await bank.emulator.close();
  });

  test('a bump-up of a demand account is rejected and changes nothing', proves('A05'), async ({ bank }) => {
    const number = await bank.open();
    const before = await bank.trial();
    expect(await errorOf(bank, 'bumpUpTimeDeposit', number)).toBe('400 2038 Account is not a time deposit');
    expect(await errorOf(bank, 'getPenaltyFee', number)).toBe('400 2038 Account is not a time deposit');
    expect(await errorOf(bank, 'requestEarlyWithdrawal', number, {})).toBe('400 2038 Account is not a time deposit');
    expect(await bank.trial()).toEqual(before);
  });
});

test.describe('early withdrawal', () => {
  test(
    'a request moves no money; its transaction does, after the fee',
    proves('T04', 'T12', 'T14', 'D23', 'D24'),
    async ({ bank }) => {
      const cd = await fundedCd(bank);
      const before = await bank.trial();
      expect(await cd.debit(100_000)).toBe('RES');
      expect(await cd.request()).toMatchObject({ status: 'Active', earlyWithdrawal: { waivePenaltyFee: false } });
      expect(await bank.trial()).toEqual(before);
      const { penaltyFee, withdrawalAmount, feeDays } = await cd.penalty();
      // 1,000.00 at 3 percent for 90 of 365 days: 7.3973.
      expect([feeDays, penaltyFee, withdrawalAmount]).toEqual([90, 739, 99_261]);
      expect([await cd.debit(100_000), await cd.debit(1_000), await cd.debit(99_260)]).toEqual(['RES', 'RES', 'RES']);
      expect(await cd.debit(99_261)).toBe('OK');
      const { status, activities, currentBalance } = await cd.read();
      expect([status, currentBalance]).toEqual(['Withdrawn', 0]);
      expect(activities.slice(-2).map(({ transactionCode, amount }) => `${transactionCode} ${amount}`)).toEqual([
        'Account Transfer 99261',
        'Fee 739',
      ]);
      const { accounts, total } = await bank.trial();
      expect([accounts.find(({ title }) => title === 'Fee income')?.currentBalance, total]).toEqual([739, 0]);
    },
  );

  test('a second request is rejected and changes nothing', proves('D24'), async ({ bank }) => {
    const cd = await fundedCd(bank);
    await cd.request();
    const before = await snapshot(bank, cd);
    expect(await errorOf(bank, 'requestEarlyWithdrawal', cd.number, {})).toBe(
      '400 2042 Early withdrawal was already requested',
    );
    expect(await snapshot(bank, cd)).toEqual(before);
  });

  for (const [day, feeDays, fee] of [
    ['2026-09-01', 90, 739],
    ['2026-09-02', 30, 246],
    ['2027-03-01', 30, 246],
  ] as const) {
    test(
      `on ${day} the penalty is ${feeDays} days of interest`,
      proves('T09', 'T10', 'T11', 'T14'),
      async ({ bank }) => {
        const cd = await fundedCd(bank);
        await bank.advanceTo(day);
        const { penaltyFee, withdrawalAmount } = await cd.penalty();
        expect([penaltyFee, (await cd.penalty()).feeDays]).toEqual([fee, feeDays]);
        await cd.request();
        expect(await cd.debit(withdrawalAmount)).toBe('OK');
        const { activities } = await cd.read();
        expect(activities.at(-1)).toMatchObject({ transactionCode: 'Fee', amount: fee });
      },
    );
  }

  test('after the penalty months a withdrawal before maturity is free', proves('T09'), async ({ bank }) => {
    const cd = await fundedCd(bank, { penaltyTiers: [{ months: 2, feeDays: 60 }] });
    await bank.advanceTo('2026-05-02');
    expect(await cd.penalty()).toMatchObject({ feeDays: 0, penaltyFee: 0 });
    const { currentBalance } = await cd.request();
    expect([await cd.debit(1), await cd.debit(currentBalance)]).toEqual(['RES', 'OK']);
    expect((await cd.read()).status).toBe('Withdrawn');
  });

  for (const [dayCount, day, fee] of [
    ['Actual360', '2026-03-03', 750],
    ['ActualActual', '2028-03-01', 737],
    ['Actual365', '2028-03-01', 739],
  ] as const) {
    test(`the penalty follows the day count ${dayCount}`, proves('T10'), async ({ bank }) => {
      await bank.ok('configureInterest', {
        path: { productId: bank.emulator.demo.products.timeDeposit },
        body: { dayCount },
      });
      await bank.advanceTo(day);
      const cd = await fundedCd(bank);
      expect((await cd.penalty()).penaltyFee).toBe(fee);
    });
  }

  test('a waived fee allows a part; the rest stays locked', proves('D24'), async ({ bank }) => {
    const cd = await fundedCd(bank);
    await cd.request(true);
    expect([await cd.debit(100_001), await cd.debit(40_000)]).toEqual(['RES', 'OK']);
    expect(await cd.read()).toMatchObject({ status: 'Active', principalAmount: 60_000, currentBalance: 60_000 });
    expect((await cd.read()).earlyWithdrawal).toBeUndefined();
    expect(await cd.debit(1)).toBe('RES');
    // 600.00 at 3 percent for 90 of 365 days: 4.4384.
    expect((await cd.penalty()).penaltyFee).toBe(443);
    await cd.request(true);
    expect(await cd.debit(60_000)).toBe('OK');
    expect((await cd.read()).status).toBe('Withdrawn');
  });

  test('a penalty after the maturity is an error', proves('T15'), async ({ bank }) => {
    const cd = await fundedCd(bank);
    await bank.advanceTo('2027-03-02');
    const before = await snapshot(bank, cd);
    const matured = '400 2040 Time deposit matured on 2027-03-02: withdraw without a penalty';
    expect(await errorOf(bank, 'getPenaltyFee', cd.number)).toBe(matured);
    expect(await errorOf(bank, 'requestEarlyWithdrawal', cd.number, {})).toBe(matured);
    expect(await errorOf(bank, 'bumpUpTimeDeposit', cd.number)).toBe(matured);
    expect(await snapshot(bank, cd)).toEqual(before);
  });

  test('the CD of another partner is 404', proves('T13', 'D23'), async ({ bank }) => {
    const cd = await fundedCd(bank);
    const path = { accountNumber: cd.number };
    for (const operationId of ['getTimeDeposit', 'getPenaltyFee', 'bumpUpTimeDeposit'] as const)
      expect((await bank.other.send(operationId, { path })).statusCode).toBe(404);
    expect((await bank.other.send('requestEarlyWithdrawal', { path, body: {} })).statusCode).toBe(404);
    expect((await cd.read()).earlyWithdrawal).toBeUndefined();
  });

  test('a repeated request with one idempotency key is answered once', proves('D12'), async ({ bank }) => {
    const cd = await fundedCd(bank);
    const input = { path: { accountNumber: cd.number }, body: {}, idempotencyKey: 'k1' };
    const [first, again] = [
      await bank.send('requestEarlyWithdrawal', input),
      await bank.send('requestEarlyWithdrawal', input),
    ];
    expect([again.statusCode, again.body]).toEqual([200, first.body]);
  });
});

const wrongTerms: [what: string, terms: object, says: string][] = [
  ['five rate periods', { ratesBasisPoints: [1, 2, 3, 4, 5] }, 'RatesBasisPoints'],
  ['three penalty tiers', { penaltyTiers: [1, 2, 3].map((months) => ({ months, feeDays: 1 })) }, 'PenaltyTiers'],
  ['a rate that falls', { ratesBasisPoints: [300, 299] }, 'RatesBasisPoints[1] must not be less than the rate before'],
  [
    'a period that begins at maturity',
    { ratesBasisPoints: [1, 2], periodMonths: 12 },
    'The last rate period must begin before the maturity: it begins after 12 months of 12',
  ],
  [
    'tiers that do not rise',
    {
      penaltyTiers: [
        { months: 6, feeDays: 1 },
        { months: 6, feeDays: 2 },
      ],
    },
    'PenaltyTiers[1].Months must be more than those of the tier before',
  ],
  [
    'a tier after the term',
    { penaltyTiers: [{ months: 13, feeDays: 1 }] },
    'PenaltyTiers[0].Months must be at most TermMonths',
  ],
];

for (const [what, change, says] of wrongTerms) {
  test(`terms with ${what} are rejected`, proves('T05', 'T11'), async ({ bank }) => {
    const path = { productId: bank.emulator.demo.products.timeDeposit };
    const { statusCode, body } = await bank.send('configureTimeDepositTerms', { path, body: { ...TERMS, ...change } });
    expect([statusCode, JSON.stringify(body)]).toEqual([400, expect.stringContaining(says)]);
  });
}

test('terms of a checking product are rejected', async ({ bank }) => {
  const path = { productId: bank.emulator.demo.products.checking };
  const { statusCode, body } = await bank.send('configureTimeDepositTerms', { path, body: TERMS });
  expect([statusCode, body]).toMatchObject([400, { errors: [{ code: 2038 }] }]);
});

test('a change of the product leaves existing CDs alone', proves('T03'), async ({ bank }) => {
  const cd = await fundedCd(bank);
  await bank.ok('configureTimeDepositTerms', {
    path: { productId: bank.emulator.demo.products.timeDeposit },
    body: { ...TERMS, termMonths: 24, ratesBasisPoints: [500] },
  });
  expect(await cd.read()).toMatchObject({ termMonths: 12, rateBasisPoints: 300, maximumPeriods: 4 });
});

test('a product of each kind opens accounts', proves('A03'), async ({ bank }) => {
  const types: string[] = [];
  for (const product of ['checking', 'savings', 'timeDeposit', 'debitCard'] as const) {
    const path = { accountNumber: await bank.open(product) };
    types.push((await bank.ok<{ accountType: string }>('getAccount', { path })).accountType);
  }
  expect(types).toEqual(['Checking', 'Savings', 'Savings', 'Checking']);
});

test(
  'an account with a debit card takes a card authorization and its capture',
  proves('A03', 'M05'),
  async ({ bank }) => {
    const accountNumber = await bank.open('debitCard');
    await bank.inbound({ receiverAccountNumber: accountNumber, amount: 10_000 });
    const memo = await bank.ok<{ id: string }>('placeMemoPost', {
      path: { accountNumber },
      body: {
        transactionType: 'Debit',
        amount: 4_000,
        affectsAvailability: true,
        rail: 'Card',
        transactionCode: 'Card Auth',
        description: 'FUEL',
        onExpiry: 'FallsOff',
      },
    });
    expect(await bank.master(accountNumber)).toBe('10000 / 6000');
    await bank.ok('captureMemoPost', { path: { memoPostId: memo.id }, body: { amount: 3_500 } });
    expect(await bank.master(accountNumber)).toBe('6500 / 6500');
  },
);
