import { expect, test } from '@playwright/test';
import type { Target } from '../../core/target.ts';
import { createClient } from '../../harness/client/client.ts';
import { customer, onboardCustomers } from '../../harness/host.ts';
import { answering, type Fault, faults, givingToken, startFaultyUpstream } from './faulty-upstream.ts';
import { createMemoryJournal } from './memory-journal.ts';
import { type StubAnswer, type StubRequest, startStubBank } from './stub-bank.ts';

const PARTNER = '5f0c1a52-8b1e-4d57-9a61-3c2e7d90b001';

const drawPerson = (n: number) => customer(7, n, { partnerId: PARTNER, classification: 'Personal' });

/** Onboards persons of seed 7, one after the other, without accounts or pauses. */
async function onboard(target: Target, last: number, journal = createMemoryJournal(), draw = drawPerson) {
  const client = createClient({ ...target, partnerId: PARTNER }, { pause: async () => undefined });
  const stopped = await onboardCustomers({ client, journal, first: 1, last, draw, opensAccounts: false, parallel: 1 });
  return { stopped, journal };
}

/** What a bank answers to a customer, as the contract wants it. */
function acceptedBody({ body }: Pick<StubRequest, 'body'>) {
  const { partnerId, classification, name, profile } = JSON.parse(body) as Record<string, unknown>;
  const at = '2026-03-02T09:00:00-05:00';
  return {
    id: '11111111-2222-4333-a444-555555555555',
    cifNumber: '123456789012',
    status: 'Active',
    partnerId,
    classification,
    name,
    profile,
    createdAt: at,
    lastModifiedAt: at,
  };
}

const isPost = (request: StubRequest) => request.method === 'POST' && request.path.startsWith('/core/');
const accepting = (request: StubRequest): StubAnswer | undefined =>
  isPost(request) && request.path.endsWith('/customers') ? { status: 200, body: acceptedBody(request) } : undefined;

test('a refusal is sent once, and told without what it repeats of a person', async () => {
  const bank = await startStubBank((request) => {
    if (!isPost(request)) return undefined;
    const { name, profile } = JSON.parse(request.body) as { name: { lastName: string }; profile: { taxId: string } };
    const message = `${name.lastName} has TaxId ${profile.taxId}, known as 11111111-2222-4333-a444-555555555555`;
    return { status: 400, body: { errors: [{ code: 1000, message }] } };
  });
  try {
    const { stopped, journal } = await onboard(bank.target, 40);
    expect(stopped).toBeUndefined();
    expect(bank.requests.filter(isPost)).toHaveLength(40);
    expect(new Set(journal.entries.map((entry) => JSON.stringify({ ...entry, n: 0 }))).size).toBe(1);
    expect(journal.entries[0]).toEqual({
      n: 1,
      phase: 'customer',
      outcome: 'refused',
      operationId: 'onboardCustomer',
      statusCode: 400,
      reason: '1000 *** has TaxId ***, known as (id)',
    });
    await onboard(bank.target, 40, journal);
    expect(bank.requests.filter(isPost)).toHaveLength(40);
  } finally {
    await bank.close();
  }
});

test('an id of the bank that is a dot segment fails its customer, and no request follows it', async () => {
  const bank = await startStubBank((request) => {
    const answer = accepting(request);
    return answer && { ...answer, body: { ...(answer.body as object), id: '..' } };
  });
  try {
    const { stopped, journal } = await onboard(bank.target, 2);
    expect(stopped).toBeUndefined();
    expect(journal.told('customer')).toEqual(['1 failed', '2 failed']);
    expect(new Set(bank.requests.map(({ path }) => path))).toEqual(
      new Set(['/connect/token', '/core/v1/cm/customers']),
    );
  } finally {
    await bank.close();
  }
});

for (const status of [500, 409, 302]) {
  test(`status ${status} is a failure: after 25 customers in a row it stops, and the next session tries them again`, async () => {
    let isBroken = true;
    const bank = await startStubBank((request) => {
      if (isBroken && isPost(request)) return { status, body: { errors: [{ code: 9999, message: 'System fault' }] } };
      return accepting(request) ?? (isPost(request) ? { status: 400 } : undefined);
    });
    try {
      const { stopped, journal } = await onboard(bank.target, 30);
      const last = `the last at onboardCustomer with status ${status}: "9999 System fault"`;
      expect(stopped?.message).toBe(`25 customers in a row have failed at "${bank.target.baseUrl}", ${last}`);
      expect(bank.requests.filter(isPost)).toHaveLength(25);
      const keys = () => bank.requests.filter(isPost).map(({ headers }) => headers['idempotency-key']);
      const before = keys();
      isBroken = false;
      const again = await onboard(bank.target, 30, journal);
      expect(again.stopped).toBeUndefined();
      expect(journal.told('customer').filter((line) => line.endsWith('failed'))).toHaveLength(25);
      expect(journal.outcomeOf(25, 'customer')).not.toBe('failed');
      expect(keys().slice(25), 'with the same keys').toEqual(expect.arrayContaining(before));
    } finally {
      await bank.close();
    }
  });
}

for (const status of [408, 429])
  test(`status ${status} is nobody's decision: a failure`, async () => {
    const bank = await startStubBank((request) => (isPost(request) ? { status } : undefined));
    try {
      const { journal } = await onboard(bank.target, 2);
      expect(journal.told('customer')).toEqual(['1 failed', '2 failed']);
    } finally {
      await bank.close();
    }
  });

test('a bank that takes customers and fails at all that comes after is stopped; what it has of them is written down', async () => {
  const bank = await startStubBank((request) => accepting(request) ?? (isPost(request) ? { status: 500 } : undefined));
  try {
    const draw = (n: number) => customer(7, n, { partnerId: PARTNER, classification: 'Business' });
    const { stopped, journal } = await onboard(bank.target, 200, createMemoryJournal(), draw);
    expect(stopped?.message).toContain('25 customers in a row have failed');
    expect(stopped?.message).toContain('with status 500: "status 500 without a reason"');
    expect(journal.entries).toHaveLength(25);
    const id = '11111111-2222-4333-a444-555555555555';
    const shared = journal.entries.find(
      (entry) => 'operationId' in entry && entry.operationId === 'addBeneficialOwner',
    );
    expect(shared).toMatchObject({ outcome: 'failed', customerId: id, ownerIds: expect.arrayContaining([id]) });
    const isOfOwner = ({ ownerIds, customerId }: { ownerIds?: unknown; customerId?: unknown }) =>
      ownerIds && !customerId;
    expect(
      journal.entries.some((entry) => isOfOwner(entry as object)),
      'some fail at an owner',
    ).toBe(true);
  } finally {
    await bank.close();
  }
});

test('a failure now and then does not stop it: an answer that counts lies between', async () => {
  let posts = 0;
  const bank = await startStubBank((request) => {
    if (isPost(request)) posts += 1;
    if (isPost(request) && posts % 2 === 0) return { status: 500 };
    return isPost(request) ? { status: 400 } : undefined;
  });
  try {
    const { stopped, journal } = await onboard(bank.target, 80);
    expect(stopped).toBeUndefined();
    expect(journal.entries.filter(({ outcome }) => outcome === 'failed')).toHaveLength(40);
  } finally {
    await bank.close();
  }
});

for (const [what, body] of [
  ['nothing', undefined],
  ['no id', { classification: 'Personal' }],
  ['an empty text', ''],
  ['an id and nothing else', { id: '11111111-2222-4333-a444-555555555555' }],
] as const) {
  test(`a success with ${what} in it is a failure, and nothing is sent on its behalf`, async () => {
    const bank = await startStubBank((request) => (isPost(request) ? { status: 200, body } : undefined));
    try {
      const { journal } = await onboard(bank.target, 3);
      expect(journal.told('customer')).toEqual(['1 failed', '2 failed', '3 failed']);
      expect(journal.entries[0]).toMatchObject({ reason: expect.stringMatching(/^Not valid by the contract: /) });
      expect(bank.requests.filter(isPost)).toHaveLength(3);
    } finally {
      await bank.close();
    }
  });
}

test('credentials that are refused stop it at once, at the identity server and at the bank', async () => {
  for (const path of ['/connect/token', '/core/']) {
    const bank = await startStubBank((request) => (request.path.startsWith(path) ? { status: 401 } : undefined));
    try {
      const { stopped, journal } = await onboard(bank.target, 5);
      expect([stopped?.code, journal.entries]).toEqual(['credentials', []]);
    } finally {
      await bank.close();
    }
  }
});

test('a bank that nobody answers at stops it at once', async () => {
  const bank = await startStubBank(() => undefined);
  await bank.close();
  const { stopped, journal } = await onboard(bank.target, 5);
  expect([stopped?.code, journal.entries]).toEqual(['unreachable', []]);
});

for (const [what, fault] of Object.entries({ reset: faults.reset, truncated: faults.truncated, 503: answering(503) })) {
  test(`an answer that is lost (${what}) is tried four times with one key, then the customer has failed`, async () => {
    const upstream = await startFaultyUpstream();
    try {
      upstream.fail('POST', '/connect/token', [givingToken]);
      const refusal: Fault = answering(400, {}, { errors: [{ code: 1, message: 'No' }] });
      const calls = upstream.fail('POST', '/core/v1/cm/customers', [fault, fault, fault, fault, refusal]);
      const { stopped, journal } = await onboard(upstream.target, 2);
      expect(stopped).toBeUndefined();
      expect(journal.told('customer')).toEqual(['1 failed', '2 refused']);
      const keys = calls.map(({ headers }) => headers['idempotency-key']);
      const first = 'crosscheck-c1-7-1-customer';
      expect(keys).toEqual([first, first, first, first, 'crosscheck-c1-7-2-customer']);
      await onboard(upstream.target, 2, journal);
      expect(calls.at(-1)?.headers['idempotency-key']).toBe(first);
      expect(journal.outcomeOf(1, 'customer')).toBe('refused');
    } finally {
      await upstream.close();
    }
  });
}
