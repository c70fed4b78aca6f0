import { expect, test } from '@playwright/test';
import { DEFAULT_SIDES } from '../../emulator/bank/variants.ts';
import { startEmulator } from '../../emulator/start.ts';
import { discrepancies } from '../../generated/discrepancies.ts';
import { batchPayment, originate } from './ach-bank.ts';
import { fundedCd } from './cd-bank.ts';
import { CORE, CUSTOMERS, type Json, type RawBank, startRawBank } from './raw-http.ts';

const identification = {
  isPrimary: true,
  idNumber: 'X 1',
  idType: 'Passport',
  issuingAuthority: 'State',
  issuingCountryCode: 'US',
  issuedDate: '2018-08-30',
  expDate: '2023-08-30',
  verifiedDate: '2018-08-31',
};
const identify = async ({ ask, customer }: RawBank) =>
  (await ask('POST', `${CUSTOMERS}/${await customer()}/identifications`, identification)).body;
const statusOf = async (answer: Promise<{ status: number }>) => (await answer).status;
const wrong = ({ ask }: RawBank) => ask('POST', CUSTOMERS, {});
const fund = async (raw: RawBank, receiverAccountNumber: string) =>
  raw.bank.inbound({ receiverAccountNumber, amount: 5_000 });
const BATCHES = '/ach/v1/client-batches';
const GUID = '00000000-0000-4000-a000-000000000001';
const transferBetween = async (raw: RawBank) => {
  const [debitAccountNumber, creditAccountNumber] = [await raw.account(), await raw.account()];
  return { debitAccountNumber, creditAccountNumber, amount: 100 };
};

/** Opens an account with a check of $10.00, which its product makes available in three parts. */
const accountWithCheck = async (raw: RawBank) => {
  const accountNumber = await raw.account();
  const check = { rail: 'Check', transactionType: 'Credit', transactionCode: 'Check', amount: 1_000 };
  await raw.bank.ok('postRailTransaction', { body: { accountNumber, ...check } });
  return accountNumber;
};

/** Returns the first event of a Poll registration after an act. */
const polledEvent = async (raw: RawBank, eventName: string, act: () => Promise<unknown>) => {
  const body = { partnerId: raw.bank.target.partnerId, eventName, type: 'Poll' };
  await raw.bank.ok('createRegistration', { body });
  await act();
  await raw.bank.advance(30);
  return (await raw.ask('GET', '/webhooks/v1/events/poll')).body;
};

/** Each row: a variant, the requests to send, the default result, and the result with the variant. */
const cases: readonly [
  variant: string,
  look: (raw: RawBank) => Promise<unknown>,
  byDefault: unknown,
  shown: unknown,
][] = [
  [
    'DOC-001=A',
    async ({ ask, customer }) => {
      const path = `${CUSTOMERS}/${await customer()}/identifications`;
      return [
        await statusOf(ask('POST', path, identification)),
        await statusOf(ask('POST', `${path}/${GUID}`, identification)),
      ];
    },
    [200, 404],
    [404, 200],
  ],
  [
    'DOC-002=A',
    async ({ ask }) => [
      await statusOf(ask('GET', '/core/v1/dda/accounts')),
      await statusOf(ask('GET', '/v1/dda/accounts')),
      await statusOf(ask('GET', '/v1/payments')),
      await statusOf(ask('GET', '/webhooks/v1/registrations')),
      await statusOf(ask('GET', '/v1/registrations?pageSize=1')),
    ],
    [200, 404, 404, 200, 404],
    [404, 200, 200, 404, 200],
  ],
  ...(['A', 'B'] as const).map(
    (side) =>
      [
        `DOC-003=${side}`,
        async ({ ask }: RawBank) => [
          await statusOf(ask('GET', '/Core/v1/dda/accounts')),
          await statusOf(ask('GET', '/core/v1/dda/accounts')),
        ],
        [200, 200],
        side === 'A' ? [200, 404] : [404, 200],
      ] as [string, (raw: RawBank) => Promise<unknown>, unknown, unknown],
  ),
  [
    'DOC-004=A',
    async ({ ask, person }) => {
      const { status, body } = await ask('POST', CUSTOMERS, {
        ...person,
        primaryEmail: 'ada@example.com',
        primaryIdentification: 'X 1',
      });
      return [status, typeof body.primaryPhone, body.primaryIdentification, typeof body.primaryEmail];
    },
    [400, 'undefined', undefined, 'undefined'],
    [200, 'string', 'X 1', 'object'],
  ],
  ['DOC-005=B', async (raw) => (await identify(raw)).expDate, '2023-08-30', '2018-08-30'],
  ['DOC-006=B', async (raw) => (await identify(raw)).verifiedDate, '2018-08-31', undefined],
  ['DOC-007=B', async ({ ask, person }) => (await ask('POST', CUSTOMERS, person)).body.ofac, 'Pending', undefined],
  [
    'DOC-009=A',
    async ({ ask, person }) => (await ask('POST', CUSTOMERS, person)).body.createdAt,
    '2026-03-02T09:00:00-05:00',
    '2026-03-02T09:00:00.000',
  ],
  [
    'DOC-010=A',
    async ({ ask, account }) => {
      const number = await account();
      return [
        await statusOf(ask('GET', `${CORE}/dda/accounts/${number}`)),
        await statusOf(ask('GET', `${CORE}/accounts/${number}`)),
      ];
    },
    [200, 404],
    [404, 200],
  ],
  [
    'DOC-013=A',
    async (raw) => {
      const payments = [batchPayment, { ...batchPayment, transactionType: 'Pull' }];
      const { body } = await raw.ask('POST', BATCHES, { accountNumber: await raw.account(), payments });
      const path = `${BATCHES}/${body.id}/cancel`;
      const asked = [await statusOf(raw.ask('GET', path)), await statusOf(raw.ask('POST', path))];
      return [...asked, (await raw.ask('GET', `${BATCHES}/${body.id}`)).body.status];
    },
    [404, 200, 'Canceled'],
    [200, 404, 'Canceled'],
  ],
  [
    'DOC-014=A',
    async (raw) => {
      await raw.bank.inbound({ receiverAccountNumber: await raw.account(), serviceType: 'standard' });
      const { results } = (await raw.ask('GET', '/ach/v1/payments')).body as { results: Json[] };
      return results.map(({ serviceType }) => serviceType);
    },
    ['Standard'],
    ['standard'],
  ],
  [
    'DOC-017=B',
    async ({ subledger, account }) =>
      Object.keys(await subledger(await account())).filter((name) => name.startsWith('lastMaint')),
    ['lastMaintenanceAt'],
    ['lastMaintenancedAt'],
  ],
  [
    'DOC-015=A',
    async ({ ask, bank }) => {
      const request = { partnerId: bank.target.partnerId, eventName: 'Core.Account.Opened' };
      const { status, body } = await ask('POST', '/webhooks/v1/registrations', {
        ...request,
        registrationType: 'Poll',
      });
      return [status, body.type, body.registrationType];
    },
    [400, undefined, undefined],
    [200, undefined, 'Poll'],
  ],
  [
    'DOC-018=A',
    async ({ subledger, account }) =>
      (await subledger(await account(), { beneficiary: { streetAddress1: 'S 1', streetAddress2: 'F 2' } })).beneficiary,
    { streetAddress1: 'S 1', streetAddress2: 'F 2' },
    { streeetAddress1: 'S 1', streeetAddress2: 'F 2' },
  ],
  [
    'DOC-019=A',
    async ({ subledger, account }) =>
      (await subledger(await account(), { beneficiary: { countrCode: 'US' } })).beneficiary,
    undefined,
    { countryCode: 'US' },
  ],
  [
    'DOC-020=A',
    async ({ subledger, account }) => (await subledger(await account(), { beneficiary: { notes: 'N' } })).notes,
    undefined,
    'N',
  ],
  ['DOC-021=B', (raw) => statusOf(wrong(raw)), 400, 422],
  [
    'DOC-022=A',
    async (raw) => {
      const { Errors, errors } = (await wrong(raw)).body as { Errors?: Json[]; errors?: Json[] };
      return [Object.keys(Errors?.[0] ?? {}), Object.keys(errors?.[0] ?? {})];
    },
    [[], ['code', 'message']],
    [['Code', 'Message'], []],
  ],
  [
    'DOC-023=A',
    async (raw) => {
      const number = await raw.account();
      await fund(raw, number);
      const { results } = (await raw.ask('GET', `${CORE}/dda/accounts/${number}/activities`)).body as {
        results: Json[];
      };
      return results.map(({ status, createdAt, postedAt }) => [status, postedAt === createdAt]);
    },
    [['Pending', false]],
    [['Pending', true]],
  ],
  [
    'DOC-024=A',
    async ({ ask, customer, person }) => {
      const path = `${CUSTOMERS}/${await customer()}/addresses`;
      await ask('POST', path, { ...(person.primaryAddress as Json), street1: 'Other 1' });
      const { results } = (await ask('GET', path)).body as { results: Json[] };
      return results.map(({ street1 }) => street1 === 'Other 1');
    },
    [false, true],
    [true],
  ],
  [
    'DOC-025=A',
    async ({ ask, account, subledger }) => {
      const master = await account();
      const { accountNumber } = await subledger(master);
      const body = { subAccountNumber: accountNumber, appliesTo: 'All', reason: 'R' };
      return statusOf(ask('POST', `${CORE}/dda/accounts/${master}/restrictions`, body));
    },
    400,
    200,
  ],
  [
    'DOC-026=B',
    async ({ ask, account }) => {
      const path = `${CORE}/dda/accounts/${await account()}/restrictions`;
      const { body, status } = await ask('POST', path, { appliesTo: 'SubAccount', reason: 'R' });
      return [status, body.appliesTo];
    },
    [400, undefined],
    [200, 'SubAccount'],
  ],
  [
    'DOC-027=B',
    async ({ ask, account }) => (await ask('GET', `${CORE}/dda/accounts/${await account()}`)).body.accountType,
    'Checking',
    'Deposit',
  ],
  [
    'DOC-028=B',
    async ({ subledger, account }) => (await subledger(await account())).ledgerType,
    'Passthrough',
    'PassThrough',
  ],
  [
    'DOC-029=A',
    async ({ subledger, account }) => (await subledger(await account(), { clientIdentifier: 'mine' })).clientIdentifier,
    'mine',
    undefined,
  ],
  [
    'DOC-031=A',
    async (raw) => {
      const number = await raw.account();
      await fund(raw, number);
      await raw.bank.ok('placeInternalHold', {
        path: { accountNumber: number },
        body: { amount: 1_000, reason: 'R' },
      });
      return (await raw.ask('GET', `${CORE}/dda/subaccounts/${number}`)).body.availableBalance;
    },
    4_000,
    5_000,
  ],
  [
    'DOC-038=B',
    async ({ ask, person }) => [
      await statusOf(ask('POST', CUSTOMERS, person, 'same-key')),
      await statusOf(ask('POST', CUSTOMERS, { ...person, clientIdentifier: 'changed' }, 'same-key')),
    ],
    [200, 200],
    [200, 409],
  ],
  [
    'DOC-039=A',
    async ({ ask, person }) => {
      const request = { ...person, clientIdentifier: 'mine' };
      const [first, second] = [await ask('POST', CUSTOMERS, request), await ask('POST', CUSTOMERS, request)];
      return first.body.id === second.body.id;
    },
    false,
    true,
  ],
  [
    'DOC-041=A',
    async (raw) => (await raw.ask('POST', `${CORE}/transfers`, await transferBetween(raw))).body.transactionCode,
    'Account Transfer',
    'accountTransfer',
  ],
  [
    'DOC-044=B',
    async (raw) => {
      const { id, customerId } = await identify(raw);
      return statusOf(raw.ask('DELETE', `${CUSTOMERS}/${customerId}/identifications/${id}`));
    },
    200,
    404,
  ],
  ...(['A', 'B'] as const).map(
    (side) =>
      [
        `DOC-048=${side}`,
        async ({ ask, customer, person }: RawBank) => {
          const profile = { taxIdType: 'Ein', taxId: '000000001' };
          const business = { ...person, classification: 'Business', name: { entityName: 'Test Co' }, profile };
          const path = `${CUSTOMERS}/${(await ask('POST', CUSTOMERS, business)).body.id}/beneficial-owners`;
          const owner = { ownerCustomerId: await customer(), ownerTitle: 'CEO' };
          const percentages = [side === 'A' ? 26 : '26'];
          const { body } = await ask('POST', path, { ...owner, ownershipPercentage: percentages[0] });
          return body.ownershipPercentage;
        },
        side === 'A' ? 26 : '26',
        side === 'A' ? '26' : 26,
      ] as [string, (raw: RawBank) => Promise<unknown>, unknown, unknown],
  ),
  ['DOC-049=B', ({ ask, person }) => statusOf(ask('POST', CUSTOMERS, person)), 200, 201],
  [
    'DOC-050=A',
    async (raw) => {
      const account = await raw.bank.open('earlyDirectDeposit');
      const seen: unknown[] = [];
      const look = async () =>
        seen.push(
          await raw.bank.master(account),
          ((await raw.ask('GET', '/ach/v1/payments')).body.results as Json[]).map(({ status }) => status),
          (await raw.bank.list('listMemoPosts', account)).length,
        );
      await raw.bank.ok('configureInboundSchedule', { body: { standardBusinessDays: 3 } });
      await raw.bank.inbound({ receiverAccountNumber: account, amount: 5_000, serviceType: 'Standard' });
      await look();
      await raw.bank.close();
      await look();
      await raw.bank.ok('configureInboundSchedule', { body: { standardBusinessDays: 2 } });
      await raw.bank.inbound({ receiverAccountNumber: account, amount: 300, serviceType: 'Standard' });
      await look();
      await raw.bank.advanceTo('2026-03-06');
      await look();
      return seen;
    },
    [
      '0 / 0',
      ['Pending'],
      1,
      '0 / 5000',
      ['Pending'],
      1,
      '0 / 5300',
      ['Pending', 'Pending'],
      2,
      '5300 / 5300',
      ['Complete', 'Complete'],
      2,
    ],
    [
      '0 / 0',
      ['Pending'],
      1,
      '5000 / 5000',
      ['Complete'],
      1,
      '5300 / 5300',
      ['Complete', 'Complete'],
      1,
      '5300 / 5300',
      ['Complete', 'Complete'],
      1,
    ],
  ],
  ['DOC-055=A', ({ ask, person: { name: _, ...nameless } }) => statusOf(ask('POST', CUSTOMERS, nameless)), 400, 200],
  [
    'DOC-011=A',
    async (raw) => {
      const number = await accountWithCheck(raw);
      const seen = [await raw.bank.master(number)];
      for (let day = 0; day < 2; day++) {
        await raw.bank.close();
        seen.push(await raw.bank.master(number));
      }
      return seen;
    },
    ['1000 / 200', '1000 / 600', '1000 / 1000'],
    ['1000 / 200', '1000 / 1000', '1000 / 1000'],
  ],
  [
    'DOC-012=B',
    async (raw) => {
      const number = await accountWithCheck(raw);
      const { results } = (await raw.ask('GET', `${CORE}/dda/accounts/${number}/activities`)).body as {
        results: Json[];
      };
      return results[0]?.schedule;
    },
    [200, 400, 400],
    [200, 600, 1_000],
  ],
  [
    'DOC-056=B',
    async (raw) => {
      const transfer = await transferBetween(raw);
      const { status, body } = await raw.ask('POST', `${CORE}/transfers`, transfer);
      const exceptions = `${CORE}/dda/accounts/${transfer.debitAccountNumber}/posting-exceptions`;
      const { results } = (await raw.ask('GET', exceptions)).body as { results: Json[] };
      return [status, body.errors ?? body.status, results.length];
    },
    [200, 'Failed', 1],
    [400, [{ code: 2015, message: 'Debit account rejects the transfer: NSF' }], 1],
  ],
  [
    'DOC-057=A',
    async (raw) => {
      const number = await raw.account();
      await fund(raw, number);
      const count = async (kind: string) =>
        (await raw.ask('GET', `${CORE}/dda/${kind}/${number}`)).body.transactionCount;
      const pending = [await count('accounts'), await count('subaccounts')];
      await raw.bank.close();
      return [...pending, await count('accounts'), await count('subaccounts')];
    },
    [1, 1, 1, 1],
    [0, 0, 1, 1],
  ],
  [
    'DOC-059=B',
    async ({ ask, account }) => statusOf(ask('GET', `${CORE}/dda/subaccounts/${await account()}`)),
    200,
    404,
  ],
  [
    'DOC-060=B',
    async (raw) => {
      const account = await raw.account();
      const ask = async (operation: string, body: Json) => {
        const answer = await raw.ask('POST', `/ach/v1/payments/simulated-inbound-${operation}`, body);
        return [answer.status, answer.body.paymentType, answer.body.amount, await raw.bank.master(account)];
      };
      const entry = (receiverAccountNumber: string, change: Json = {}) => ({
        originatorRoutingNumber: '000000000',
        originatorName: 'E',
        originatorIdentification: '1',
        receiverAccountNumber,
        receiverAccountType: 'Checking',
        receiverName: 'E',
        secCode: 'PPD',
        description: 'D',
        transactionType: 'Push',
        amount: 900,
        serviceType: 'SameDay',
        ...change,
      });
      const inbound = await ask('originations', entry(account));
      const others = [
        await ask('originations', entry('2100000005')),
        await ask('originations', entry(account, { transactionType: 'Pull', amount: 901 })),
      ];
      const refused = (await raw.bank.list('listPostingExceptions', account)).length;
      await raw.bank.advance(300);
      const { id: paymentId } = await originate(raw.bank, account, { amount: 400 });
      await raw.bank.advanceTo('2026-03-02T10:20-05:00');
      const answers = [
        await ask('corrections', { paymentId, changeCode: 'C01', correctedData: '1' }),
        await ask('returns', { paymentId, returnCode: 'R01' }),
      ];
      await raw.bank.advance(300);
      return [inbound, ...others, refused, ...answers, await raw.bank.master(account)];
    },
    [
      [202, undefined, undefined, '0 / 0'],
      [202, undefined, undefined, '0 / 0'],
      [202, undefined, undefined, '0 / 0'],
      0,
      [202, undefined, undefined, '500 / 500'],
      [202, undefined, undefined, '500 / 500'],
      '900 / 900',
    ],
    [
      [200, 'Origination', 900, '900 / 900'],
      [404, undefined, undefined, '900 / 900'],
      [400, undefined, undefined, '900 / 900'],
      1,
      [200, 'Correction', 0, '500 / 500'],
      [200, 'Return', 400, '900 / 900'],
      '900 / 900',
    ],
  ],
  [
    'DOC-033=B',
    async (raw) => {
      const cd = await fundedCd(raw.bank);
      await raw.bank.advanceTo('2026-06-02');
      const { status, body } = await raw.ask('POST', `/core/v1/dda/accounts/${cd.number}/time-deposit/bump-up`);
      return [status, body.rateBasisPoints, (await cd.read()).bumpUpOffered];
    },
    [200, 325, true],
    [400, undefined, false],
  ],
  [
    'DOC-054=B',
    async (raw) => {
      const master = await raw.account();
      return (await polledEvent(raw, 'Core.SubAccount.Opened', () => raw.subledger(master))).createdAt;
    },
    '2026-03-02T14:05:30.000+00:00',
    '2026-03-02T09:05:30+00:00',
  ],
  [
    'DOC-064=A',
    async (raw) => {
      const body = { accountNumber: await raw.account(), payments: [batchPayment, batchPayment] };
      const { id } = (await raw.ask('POST', BATCHES, body)).body;
      const { resources } = await polledEvent(raw, 'Ach.Batch.Canceled', () =>
        raw.ask('POST', `${BATCHES}/${id}/cancel`),
      );
      return (resources as string[]).map((path) => path.replace(String(id), '{id}'));
    },
    ['ach/v1/client-batches/{id}'],
    ['ach/v1/payments/{id}'],
  ],
];

for (const [variant, look, byDefault, shown] of cases) {
  const { topic = '' } = discrepancies.find(({ id }) => variant.startsWith(id)) ?? {};
  test(`${variant} changes ${topic}`, async () => {
    const usual = await startRawBank();
    expect(await look(usual).finally(() => usual.bank.emulator.close())).toEqual(byDefault);
    const other = await startRawBank(variant);
    expect(await look(other).finally(() => other.bank.emulator.close())).toEqual(shown);
  });
}

test('every variant is in the register and has a case for its other sides', () => {
  const known = discrepancies.map(({ id }) => id);
  expect(Object.keys(DEFAULT_SIDES).filter((id) => !known.includes(id))).toEqual([]);
  const sides = { A: ['B'], B: ['A'], both: ['A', 'B'] };
  const wanted = Object.entries(DEFAULT_SIDES).flatMap(([id, side]) => sides[side].map((other) => `${id}=${other}`));
  const shown = cases.map(([variant]) => variant);
  expect(wanted.filter((variant) => !shown.includes(variant))).toEqual([]);
});

test('variants combine: the casing of a rewritten path, the format of an error', async () => {
  const paths = await startRawBank('DOC-002=A', 'DOC-003=A');
  expect(await statusOf(paths.ask('GET', '/v1/dda/accounts'))).toBe(200);
  await paths.bank.emulator.close();
  const errors = await startRawBank('DOC-022=A', 'DOC-056=B');
  const { status, body } = await errors.ask('POST', `${CORE}/transfers`, await transferBetween(errors));
  expect([status, body]).toEqual([
    400,
    { Errors: [{ Code: 2015, Message: 'Debit account rejects the transfer: NSF' }] },
  ]);
  await errors.bank.emulator.close();
});

test('odd bodies do not break a variant; the control plane has no variants', async () => {
  const raw = await startRawBank(
    'DOC-004=A',
    'DOC-019=A',
    'DOC-021=B',
    'DOC-022=A',
    'DOC-026=B',
    'DOC-041=A',
    'DOC-055=A',
  );
  const path = `${CORE}/dda/accounts/${await raw.account()}/restrictions`;
  const odd: unknown[] = [null, [], 'text', { toString: 1, valueOf: 1 }, 'constructor', '__proto__'];
  for (const value of odd) {
    for (const field of ['transactionCode', 'appliesTo'])
      expect(await statusOf(raw.ask('POST', path, { appliesTo: 'All', reason: 'R', [field]: value }))).toBeLessThan(
        500,
      );
    expect(await statusOf(raw.ask('POST', CUSTOMERS, value))).toBe(422);
    expect(await statusOf(raw.ask('POST', `${CORE}/dda/subaccounts`, value))).toBe(422);
  }
  const deep = JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`) as unknown;
  expect(await statusOf(raw.ask('POST', `${CORE}/dda/subaccounts`, deep))).toBe(422);
  const { statusCode, body } = await raw.bank.send('advanceClock', { body: {} });
  expect([statusCode, Object.keys(body as object)]).toEqual([400, ['errors']]);
  await raw.bank.emulator.close();
});

for (const [text, remedy] of [
  ['DOC-022', /^Did you mean "DOC-022=A"\? Write ID=SIDE.* DOC-022, DOC-023/],
  ['DOC-022=C', /^Did you mean "DOC-022=A"\? Write ID=SIDE.* DOC-022, DOC-023/],
  ['DOC-999=A', /^Did you mean "DOC-009=A"\? Write ID=SIDE.* DOC-022, DOC-023/],
  ['doc-022=A', /^Did you mean "DOC-022=A"\? Write ID=SIDE.* DOC-022, DOC-023/],
  ['', /^Write ID=SIDE.* DOC-022, DOC-023/],
] as const) {
  test(`startEmulator rejects the variant "${text}" and lists the known ids`, async () => {
    await expect(startEmulator({ variants: [text] })).rejects.toMatchObject({
      code: 'usage',
      message: `Unknown variant "${text}"`,
      remedy: expect.stringMatching(remedy),
    });
  });
}
