import { expect, test } from '@playwright/test';
import { checkLaw } from '../../harness/ledger/auditor.ts';
import type { Books } from '../../harness/ledger/books.ts';
import type { LawContext } from '../../harness/ledger/law.ts';
import { laws } from '../../harness/ledger/laws.ts';
import { proves } from '../requirement.ts';
import { expectDocumentedExample } from './example-finding.ts';
import { availability } from './law-examples/availability.ts';
import { documents } from './law-examples/documents.ts';
import { earlyDeposits } from './law-examples/early-deposits.ts';
import { exceptionsAndRestrictions } from './law-examples/exceptions-and-restrictions.ts';
import { identity } from './law-examples/identity.ts';
import { interest } from './law-examples/interest.ts';
import { memoPosts } from './law-examples/memo-posts.ts';
import { money } from './law-examples/money.ts';
import { posting } from './law-examples/posting.ts';
import { type LawExamples, master, own } from './law-examples/sample-records.ts';
import { timeDeposits } from './law-examples/time-deposits.ts';
import { account, activity, books, MAIN, postingException, SECOND } from './sample-books.ts';

const examples: Record<string, LawExamples> = {
  ...money,
  ...posting,
  ...availability,
  ...memoPosts,
  ...exceptionsAndRestrictions,
  ...identity,
  ...earlyDeposits,
  ...timeDeposits,
  ...interest,
  ...documents,
};

function complete(context: Partial<LawContext> & { after: Books }): LawContext {
  return { before: books({}), effects: [], moment: 'step', ...context };
}

test('every law has an accepted and a rejected example', () => {
  expect(Object.keys(examples)).toEqual(laws.map(({ name }) => name));
});

for (const law of laws) {
  const { accepted, rejected, finds, alsoAccepted = {}, alsoRejected = {} } = examples[law.name] as LawExamples;

  test(`${law.name} accepts good books`, () => {
    expect(checkLaw(law, complete(accepted))).toEqual([]);
  });

  test(`${law.name} finds wrong books with the figures`, proves(...law.requirementIds), () => {
    const [found] = checkLaw(law, complete(rejected));
    expect(found).toMatchObject({
      rule: law.name,
      expected: finds[0],
      actual: finds[1],
      requirementIds: law.requirementIds,
    });
    expectDocumentedExample(law.name, found);
  });

  for (const [what, example] of Object.entries(alsoAccepted)) {
    test(`${law.name} accepts: ${what}`, () => {
      expect(checkLaw(law, complete(example))).toEqual([]);
    });
  }

  for (const [what, example] of Object.entries(alsoRejected)) {
    test(`${law.name} finds: ${what}`, () => {
      expect(checkLaw(law, complete(example))).not.toEqual([]);
    });
  }
}

test.describe('only-declared-effects-happen', () => {
  const law = laws.find(({ name }) => name === 'only-declared-effects-happen');
  const ask = (context: Partial<LawContext> & { after: Books }) => (law ? checkLaw(law, complete(context)) : []);
  const still = [master(100), own(100)];

  const cases = [
    { effect: 'memo', cents: 70, changed: { availableBalance: 170 } },
    { effect: 'settles', cents: 70, changed: { currentBalance: 170, transactionCount: 1 } },
    { effect: 'holds', cents: 70, changed: { availableBalance: 30, holdAmount: 70 } },
    { effect: 'moves', cents: -70, changed: { currentBalance: 30, availableBalance: 30, transactionCount: 1 } },
  ] as const;
  for (const { effect, cents, changed } of cases) {
    test(`${effect}(account, ${cents}) changes only its own figures, also on the master`, () => {
      const effects = [{ kind: effect, accountNumber: MAIN, cents }];
      const before = books({ accounts: still });
      const after = books({ accounts: [master(100, changed), own(100, changed)] });
      expect(ask({ before, after, effects })).toEqual([]);
      expect(ask({ before, after: before, effects })).toHaveLength(2 * Object.keys(changed).length);
      expect(ask({ before, after })).toHaveLength(2 * Object.keys(changed).length);
    });
  }

  const interest = [
    activity({ transaction: 1, cents: 333, transactionCode: 'Interest' }),
    activity({ transaction: 2, cents: -80, transactionCode: 'Withholding' }),
  ];
  const payout = activity({ transaction: 3, cents: -253, transactionCode: 'Withdrawal' });
  const withInterest = (records: readonly ReturnType<typeof activity>[], status = 'Active', cents = 0) => {
    const figures = { currentBalance: 100 + cents, availableBalance: 100 + cents, transactionCount: records.length };
    return books({
      accounts: [master(100, { ...figures, status }), own(100, figures)],
      records: { [MAIN]: { activities: records } },
    });
  };

  test('interest(account) allows the interest and the withheld tax that are posted', () => {
    const before = books({ accounts: still });
    const effects = [{ kind: 'interest', accountNumber: MAIN }] as const;
    const after = withInterest(interest, 'Active', 253);
    expect(ask({ before, after, effects })).toEqual([]);
    expect(ask({ before, after: before, effects })).toEqual([]);
    expect(ask({ before, after: withInterest(interest, 'Active', 254), effects })).toHaveLength(4);
    expect(ask({ before, after, effects: [...effects, ...effects] }), 'declared twice').toEqual([]);
    expect(ask({ before, after })).not.toEqual([]);
  });

  test('interest(account) does not allow more withheld tax than interest', () => {
    const effects = [{ kind: 'interest', accountNumber: MAIN }] as const;
    const more = interest.map((one) => (one.transactionType === 'Debit' ? { ...one, amount: 334 } : one));
    const after = withInterest(more, 'Active', -1);
    expect(ask({ before: books({ accounts: still }), after, effects })).not.toEqual([]);
  });

  test('interest(account) allows the payment out of exactly that on closing only', () => {
    const before = books({ accounts: still });
    const effects = [{ kind: 'interest', accountNumber: MAIN }] as const;
    expect(ask({ before, after: withInterest([...interest, payout], 'Closed'), effects })).toEqual([]);
    expect(ask({ before, after: withInterest([...interest, payout]), effects })).not.toEqual([]);
    const other = { ...payout, amount: 254 };
    expect(ask({ before, after: withInterest([...interest, other], 'Closed', -1), effects })).not.toEqual([]);
  });

  test('a declared refusal wants exactly one posting exception with its code', proves('P01'), () => {
    const before = books({ accounts: still });
    const after = books({ accounts: still, records: { [MAIN]: { postingExceptions: [postingException()] } } });
    const effects = [{ kind: 'refused', code: 'RES' }] as const;
    expect(ask({ before, after, effects })).toEqual([]);
    expect(ask({ before, after: before, effects })).toMatchObject([{ expected: 'RES', actual: 'none' }]);
    expect(ask({ before, after })).toMatchObject([{ expected: 'none', actual: `RES on ${MAIN} over 10001 cents` }]);
    expect(ask({ before, after, effects: [{ kind: 'refused', code: 'NSF' }] })).toHaveLength(1);
  });

  test('a new account starts at zero', () => {
    expect(ask({ after: books({ accounts: [account('master', { accountNumber: MAIN })] }) })).toEqual([]);
    expect(
      ask({ after: books({ accounts: [account('master', { accountNumber: MAIN, currentBalance: 1 })] }) }),
    ).toHaveLength(1);
  });

  test('an effect on an account that the run has not opened is a finding', () => {
    const effects = [{ kind: 'moves', accountNumber: SECOND, cents: 1 }] as const;
    expect(ask({ after: books({ accounts: [account('master', { accountNumber: MAIN })] }), effects })).toMatchObject([
      { actual: SECOND },
    ]);
  });
});

test.describe('interest-paid-is-interest-accrued', () => {
  const law = laws.find(({ name }) => name === 'interest-paid-is-interest-accrued');
  const ask = (after: Books) => (law ? checkLaw(law, complete({ after })) : []);
  const paid = activity({ transaction: 1, cents: 333, transactionCode: 'Interest', status: 'Posted' });
  const records = { [MAIN]: { activities: [paid] } };

  test('is not observable for interest on an account without terms', () => {
    const accounts = [master(333)];
    expect(() => ask(books({ accounts, records }))).toThrow(`does not show the interest terms of account ${MAIN}`);
  });

  test('waits for the close of the last day of a month on a bank without a clock', () => {
    const terms = { fromDay: '2026-03-02', dayCount: 'Actual365', balance: 'Closing', minimumBalance: 0 } as const;
    const interestTerms = new Map([[MAIN, [{ ...terms, tiers: [{ fromAmount: 0, rateBasisPoints: 400 }] }]]]);
    const money = activity({ transaction: 1, cents: 1_000_000, status: 'Posted' });
    const seen = (other: string) =>
      ask(
        books({
          records: {
            [MAIN]: { activities: [money] },
            [SECOND]: { activities: [{ ...money, masterAccountNumber: SECOND, postingDate: other }] },
          },
          interestTerms,
        }),
      );
    expect(seen('2026-03-31T00:00:00-04:00')).toEqual([]);
    expect(seen('2026-04-01T00:00:00-04:00')).toMatchObject([{ expected: '3287 cents', actual: '0 cents' }]);
  });

  test('reports a wrong payment on one account if the terms of another are not shown', () => {
    const cd = { ...records, [SECOND]: { activities: [{ ...paid, masterAccountNumber: SECOND }] } };
    const interestTerms = new Map([[SECOND, []]]);
    const [found, ...others] = ask(books({ records: cd, interestTerms }));
    expect(found).toMatchObject({ expected: '0 cents', actual: '333 cents' });
    expect(others).toEqual([]);
  });
});
