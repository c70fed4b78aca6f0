import { expect, test } from '@playwright/test';
import type { Target } from '../../core/target.ts';
import { createClient } from '../../harness/client/client.ts';
import { customer, onboardCustomers } from '../../harness/host.ts';
import { answering, type Fault, faults, givingToken, startFaultyUpstream } from './faulty-upstream.ts';
import { createMemoryProgressLog } from './memory-progress-log.ts';
import { type StubAnswer, type StubRequest, startStubBank } from './stub-bank.ts';

const PARTNER = '5f0c1a52-8b1e-4d57-9a61-3c2e7d90b001';

const drawPerson = (n: number) => customer(7, n, { partnerId: PARTNER, classification: 'Personal' });

/** Onboards persons of seed 7, one after the other, without accounts or pauses. */
async function onboard(target: Target, last: number, progressLog = createMemoryProgressLog(), draw = drawPerson) {
  const client = createClient({ ...target, partnerId: PARTNER }, { pause: async () => undefined });
  const stopped = await onboardCustomers({
    client,
    progressLog,
    first: 1,
    last,
    draw,
    opensAccounts: false,
    parallel: 1,
  });
  return { stopped, progressLog };
}

/** Builds the response to a customer, valid by the contract. */
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

test('a refused customer is sent once and recorded without personal data', async () => {
  const bank = await startStubBank((request) => {
    if (!isPost(request)) return undefined;
    const { name, profile } = JSON.parse(request.body) as { name: { lastName: string }; profile: { taxId: string } };
    const message = `${name.lastName} has TaxId ${profile.taxId}, known as 11111111-2222-4333-a444-555555555555`;
    return { status: 400, body: { errors: [{ code: 1000, message }] } };
  });
  try {
    const { stopped, progressLog } = await onboard(bank.target, 40);
    expect(stopped).toBeUndefined();
    expect(bank.requests.filter(isPost)).toHaveLength(40);
    expect(new Set(progressLog.records.map((record) => JSON.stringify({ ...record, n: 0 }))).size).toBe(1);
    expect(progressLog.records[0]).toEqual({
      n: 1,
      phase: 'customer',
      outcome: 'refused',
      operationId: 'onboardCustomer',
      statusCode: 400,
      reason: '1000 *** has TaxId ***, known as (id)',
    });
    await onboard(bank.target, 40, progressLog);
    expect(bank.requests.filter(isPost)).toHaveLength(40);
  } finally {
    await bank.close();
  }
});

test('an id that is a dot segment fails its customer and stops its requests', async () => {
  const bank = await startStubBank((request) => {
    const answer = accepting(request);
    return answer && { ...answer, body: { ...(answer.body as object), id: '..' } };
  });
  try {
    const { stopped, progressLog } = await onboard(bank.target, 2);
    expect(stopped).toBeUndefined();
    expect(progressLog.outcomes('customer')).toEqual(['1 failed', '2 failed']);
    expect(new Set(bank.requests.map(({ path }) => path))).toEqual(
      new Set(['/connect/token', '/core/v1/cm/customers']),
    );
  } finally {
    await bank.close();
  }
});

for (const status of [500, 409, 302]) {
  test(`status ${status} for 25 customers in a row stops the onboarding, resumable`, async () => {
    let isBroken = true;
    const bank = await startStubBank((request) => {
      if (isBroken && isPost(request)) return { status, body: { errors: [{ code: 9999, message: 'System fault' }] } };
      return accepting(request) ?? (isPost(request) ? { status: 400 } : undefined);
    });
    try {
      const { stopped, progressLog } = await onboard(bank.target, 30);
      const last = `the last one at onboardCustomer with status ${status}: "9999 System fault"`;
      expect(stopped?.message).toBe(`25 customers in a row failed at "${bank.target.baseUrl}", ${last}`);
      expect(bank.requests.filter(isPost)).toHaveLength(25);
      const keys = () => bank.requests.filter(isPost).map(({ headers }) => headers['idempotency-key']);
      const before = keys();
      isBroken = false;
      const again = await onboard(bank.target, 30, progressLog);
      expect(again.stopped).toBeUndefined();
      expect(progressLog.outcomes('customer').filter((line) => line.endsWith('failed'))).toHaveLength(25);
      expect(progressLog.outcomeOf(25, 'customer')).not.toBe('failed');
      expect(keys().slice(25), 'with the same keys').toEqual(expect.arrayContaining(before));
    } finally {
      await bank.close();
    }
  });
}

for (const status of [408, 429])
  test(`status ${status} fails a customer, it does not refuse it`, async () => {
    const bank = await startStubBank((request) => (isPost(request) ? { status } : undefined));
    try {
      const { progressLog } = await onboard(bank.target, 2);
      expect(progressLog.outcomes('customer')).toEqual(['1 failed', '2 failed']);
    } finally {
      await bank.close();
    }
  });

test('customers failing after their creation stop it, with their ids recorded', async () => {
  const bank = await startStubBank((request) => accepting(request) ?? (isPost(request) ? { status: 500 } : undefined));
  try {
    const draw = (n: number) => customer(7, n, { partnerId: PARTNER, classification: 'Business' });
    const { stopped, progressLog } = await onboard(bank.target, 200, createMemoryProgressLog(), draw);
    expect(stopped?.message).toContain('25 customers in a row failed');
    expect(stopped?.message).toContain('with status 500: "status 500 without an error message"');
    expect(progressLog.records).toHaveLength(25);
    const id = '11111111-2222-4333-a444-555555555555';
    const shared = progressLog.records.find(
      (record) => 'operationId' in record && record.operationId === 'addBeneficialOwner',
    );
    expect(shared).toMatchObject({ outcome: 'failed', customerId: id, ownerIds: expect.arrayContaining([id]) });
    const isOfOwner = ({ ownerIds, customerId }: { ownerIds?: unknown; customerId?: unknown }) =>
      ownerIds && !customerId;
    expect(
      progressLog.records.some((record) => isOfOwner(record as object)),
      'some fail at an owner',
    ).toBe(true);
  } finally {
    await bank.close();
  }
});

test('failures with refusals in between do not stop the onboarding', async () => {
  let posts = 0;
  const bank = await startStubBank((request) => {
    if (isPost(request)) posts += 1;
    if (isPost(request) && posts % 2 === 0) return { status: 500 };
    return isPost(request) ? { status: 400 } : undefined;
  });
  try {
    const { stopped, progressLog } = await onboard(bank.target, 80);
    expect(stopped).toBeUndefined();
    expect(progressLog.records.filter(({ outcome }) => outcome === 'failed')).toHaveLength(40);
  } finally {
    await bank.close();
  }
});

for (const [what, body] of [
  ['no body', undefined],
  ['no id', { classification: 'Personal' }],
  ['an empty text', ''],
  ['an id and nothing else', { id: '11111111-2222-4333-a444-555555555555' }],
] as const) {
  test(`a 2xx response with ${what} fails its customer`, async () => {
    const bank = await startStubBank((request) => (isPost(request) ? { status: 200, body } : undefined));
    try {
      const { progressLog } = await onboard(bank.target, 3);
      expect(progressLog.outcomes('customer')).toEqual(['1 failed', '2 failed', '3 failed']);
      expect(progressLog.records[0]).toMatchObject({
        reason: expect.stringMatching(/^Response breaks the contract: /),
      });
      expect(bank.requests.filter(isPost)).toHaveLength(3);
    } finally {
      await bank.close();
    }
  });
}

test('refused credentials stop the onboarding at once', async () => {
  for (const path of ['/connect/token', '/core/']) {
    const bank = await startStubBank((request) => (request.path.startsWith(path) ? { status: 401 } : undefined));
    try {
      const { stopped, progressLog } = await onboard(bank.target, 5);
      expect([stopped?.code, progressLog.records]).toEqual(['credentials', []]);
    } finally {
      await bank.close();
    }
  }
});

test('an unreachable bank stops the onboarding at once', async () => {
  const bank = await startStubBank(() => undefined);
  await bank.close();
  const { stopped, progressLog } = await onboard(bank.target, 5);
  expect([stopped?.code, progressLog.records]).toEqual(['unreachable', []]);
});

for (const [what, fault] of Object.entries({ reset: faults.reset, truncated: faults.truncated, 503: answering(503) })) {
  test(`a lost response (${what}) fails its customer after four attempts with one key`, async () => {
    const upstream = await startFaultyUpstream();
    try {
      upstream.fail('POST', '/connect/token', [givingToken]);
      const refusal: Fault = answering(400, {}, { errors: [{ code: 1, message: 'No' }] });
      const calls = upstream.fail('POST', '/core/v1/cm/customers', [fault, fault, fault, fault, refusal]);
      const { stopped, progressLog } = await onboard(upstream.target, 2);
      expect(stopped).toBeUndefined();
      expect(progressLog.outcomes('customer')).toEqual(['1 failed', '2 refused']);
      const keys = calls.map(({ headers }) => headers['idempotency-key']);
      const first = 'crosscheck-c1-7-1-customer';
      expect(keys).toEqual([first, first, first, first, 'crosscheck-c1-7-2-customer']);
      await onboard(upstream.target, 2, progressLog);
      expect(calls.at(-1)?.headers['idempotency-key']).toBe(first);
      expect(progressLog.outcomeOf(1, 'customer')).toBe('refused');
    } finally {
      await upstream.close();
    }
  });
}
