import { expect, test } from '@playwright/test';
import { createClient } from '../../harness/client/client.ts';
import { createAuditor } from '../../harness/ledger/auditor.ts';
import { type Activity, type Books, emptyBooks, emptyRecords } from '../../harness/ledger/books.ts';
import { postedActivityNeverChanges } from '../../harness/ledger/laws/posted-activity-never-changes.ts';
import { Sealer } from '../../harness/masking/sealed-value.ts';
import { SecretValues } from '../../harness/masking/secret-values.ts';
import { dumpAudited, restoreAudited } from '../../harness/workflow/engine/dump-books.ts';
import { HiddenValues } from '../../harness/workflow/engine/hidden-values.ts';
import { account, activity, MAIN, payment, restriction, SECOND } from './sample-books.ts';

const main = account('master', { accountNumber: MAIN, title: 'Ada Quincy' });
const posted: Activity = {
  ...activity({ transaction: 1, cents: 500 }),
  status: 'Posted',
  description: 'Rent from Ada Quincy',
};
const booksWith = (one: Activity): Books => ({
  ...emptyBooks,
  accounts: new Map([[`master:${MAIN}`, main]]),
  records: new Map([
    [MAIN, { ...emptyRecords, activities: [one], restrictions: [restriction({ reason: 'A quarrel' })] }],
  ]),
  payments: new Map([['p', payment({ receiver: { name: 'Grace Hopper', identification: 'EMPLOYEE-7' } })]]),
});

/** Seals books in a checkpoint and restores them in a session with this client secret. */
function keep(books: Books, later = 'client-secret') {
  const hidden = new HiddenValues(new SecretValues(), []);
  const text = JSON.stringify(dumpAudited({ accounts: [main], books }, new Sealer('client-secret', 'LABEL'), hidden));
  return { text, restored: restoreAudited(JSON.parse(text), (check) => new Sealer(later, 'LABEL', check)) };
}

function check(before: Books, after: Books) {
  return postedActivityNeverChanges.check({ before, after, effects: [], moment: 'step' });
}

test('a checkpoint keeps figures, codes and ids of the books, and texts as HMACs only', () => {
  const { text, restored } = keep(booksWith(posted));
  for (const shown of ['Ada', 'Quincy', 'Rent', 'quarrel', 'Grace', 'Hopper', 'EMPLOYEE'])
    expect(text).not.toContain(shown);
  const [kept] = restored.books.records.get(MAIN)?.activities ?? [];
  const { description: _, ...others } = posted;
  expect(kept).toMatchObject(others);
});

test('a checkpoint keeps CDs, penalties, interest terms and documents', () => {
  const dayCount = 'Actual365' as const;
  const facts: Partial<Books> = {
    timeDeposits: new Map([
      [
        MAIN,
        {
          status: 'Active',
          fundingAmount: 100_000,
          fundingDueDate: '2026-03-12',
          fundedOn: '2026-03-02',
          rateBasisPoints: 300,
          dayCount,
          ratePeriods: [{ startsOn: '2026-03-02', rateBasisPoints: 300 }],
          penaltyTiers: [{ months: 12, feeDays: 90 }],
          principalAmount: 100_000,
          waivesPenaltyFee: false,
        },
      ],
      [SECOND, null],
    ]),
    penaltyFees: new Map([[MAIN, { postingDate: '2026-03-02T00:00:00-05:00', penaltyFee: 739 }]]),
    interestTerms: new Map([
      [MAIN, [{ fromDay: '2026-03-02', dayCount, balance: 'Closing', minimumBalance: 0, tiers: [] }]],
    ]),
    statements: new Map([[MAIN, []]]),
    taxForms: new Map([[MAIN, { forms: [], unknownAccounts: [] }]]),
  };
  const { restored } = keep({ ...booksWith(posted), ...facts });
  expect(restored.books).toMatchObject(facts);
});

test('after a resume a law compares a text with its HMAC', () => {
  const { restored } = keep(booksWith(posted));
  expect(check(restored.books, booksWith({ ...posted }))).toEqual([]);
  const changed = check(restored.books, booksWith({ ...posted, description: 'Something else' }));
  expect(changed).toEqual([
    expect.objectContaining({
      message: expect.stringContaining('The field "description" changed: Posted activity '),
      actual: '"Something else"',
      expected: 'a value that its checkpoint does not contain',
    }),
  ]);
});

test('books that are parked twice are compared', () => {
  const once = keep(booksWith(posted)).restored;
  const twice = keep(once.books).restored;
  expect(check(twice.books, booksWith({ ...posted }))).toEqual([]);
  expect(check(twice.books, booksWith({ ...posted, description: 'Something else' }))).toHaveLength(1);
});

test('an HMAC depends on client secret and run, so the file alone reveals no values', () => {
  const hmac = (secret: string, label: string) => new Sealer(secret, label).hmacOf('Ada');
  expect(new Set([hmac('a', 'x'), hmac('b', 'x'), hmac('a', 'y')]).size).toBe(3);
  expect(hmac('a', 'x')).toBe(hmac('a', 'x'));
});

test('after a change of the client secret the law is not observable any more', () => {
  const client = createClient({
    kind: 'bank',
    baseUrl: 'http://127.0.0.1:1',
    tokenUrl: 'http://127.0.0.1:1/t',
    audience: 'a',
    partnerId: 'p',
    partner: { clientId: 'id', clientSecret: 'other' },
    products: {},
  });
  const { restored } = keep(booksWith(posted), 'other');
  expect(restored.isComparable).toBe(false);
  const auditor = createAuditor(client, restored);
  expect(auditor.notObservable()).toContainEqual({
    rule: 'posted-activity-never-changes',
    reason: expect.stringContaining('the client secret has changed'),
  });
  expect(check(restored.books, booksWith({ ...posted, description: 'Something else' }))).toEqual([]);
  const hidden = new HiddenValues(new SecretValues(), []);
  const again = JSON.parse(JSON.stringify(dumpAudited(auditor.state(), new Sealer('other', 'LABEL'), hidden)));
  expect(restoreAudited(again, (known) => new Sealer('other', 'LABEL', known)).isComparable).toBe(false);
  const same = createAuditor(client, keep(booksWith(posted)).restored).notObservable();
  expect(same.map(({ rule }) => rule)).not.toContain('posted-activity-never-changes');
});

test('a bank cannot pass a value for an HMAC', () => {
  const forged = { ...posted, description: { 'x-hmac': 'a'.repeat(64) } as never };
  const { restored } = keep(booksWith(forged));
  expect(check(restored.books, booksWith(posted))).toHaveLength(1);
  expect(check(restored.books, booksWith({ ...forged }))).toEqual([]);
});
