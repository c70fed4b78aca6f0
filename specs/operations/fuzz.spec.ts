import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { easternInstant } from '../../core/business-day.ts';
import { wallClock } from '../../core/clock.ts';
import { defaultLimits } from '../../core/limits.ts';
import type { Operation } from '../../core/operation.ts';
import type { Backend } from '../../emulator/api/handlers/handler.ts';
import { createIdentity } from '../../emulator/api/identity-server.ts';
import { createRequestRecorder } from '../../emulator/api/request-recorder.ts';
import { buildServer } from '../../emulator/api/server.ts';
import type { Bank } from '../../emulator/bank/bank.ts';
import { getTrialBalance } from '../../emulator/bank/ledger/trial-balance.ts';
import { openBank } from '../../emulator/bank/open-bank.ts';
import { openStore } from '../../emulator/bank/store.ts';
import { DEFAULT_SIDES } from '../../emulator/bank/variants.ts';
import { demo } from '../../emulator/demo.ts';
import { createLineWriter } from '../../emulator/log/write-line.ts';
import { createDeliverySender } from '../../emulator/webhooks/delivery-sender.ts';
import { operations } from '../../generated/operations.ts';
import { validators } from '../../generated/validators/closed-responses.js';
import { proves } from '../requirement.ts';
import { buildRequestArbitrary, type FuzzedRequest, type Pools } from './request-arbitrary.ts';

const REQUESTS = 20_000;
const [partner, other] = demo.partners;

/** Starts a bank whose books the test reads directly, with its real server on the loopback. */
async function startBank() {
  const store = openStore(undefined);
  const setup = { kind: 'Checking', ledgerType: 'Passthrough', eddEnabled: true } as const;
  const products = [
    { ...setup, id: demo.products.checking, classification: 'Personal' as const },
    { ...setup, id: demo.products.business, classification: 'Business' as const },
    {
      ...setup,
      id: demo.products.generalLedger,
      kind: 'GeneralLedger' as const,
      classification: 'Business' as const,
    },
    { ...setup, id: demo.products.direct, classification: 'Personal' as const, ledgerType: 'Direct' as const },
  ];
  const found = () =>
    openBank({ store, seed: 1, clock: easternInstant('2026-03-02', '09:00'), products, variants: DEFAULT_SIDES });
  const identity = createIdentity({
    audience: demo.audience,
    clock: wallClock,
    clients: [
      ...[partner, other].map(({ partnerId, ...client }) => ({
        ...client,
        caller: { role: 'partner' as const, partnerId },
      })),
      { ...demo.operator, caller: { role: 'operator' as const } },
    ],
  });
  const recorder = createRequestRecorder(undefined, createLineWriter());
  const backend: { bank: Bank } & Backend = {
    bank: found(),
    partnerIds: [partner.partnerId],
    expireTokens: identity.expirePartnerTokens,
    reset() {
      store.empty();
      backend.bank = found();
      return backend.bank;
    },
    deliveries: createDeliverySender(() => backend.bank),
    startDeliveries: () => void recorder.background.attempt('delivery of events', () => backend.deliveries.deliver()),
  };
  const access = { audience: demo.audience, partner, operator: demo.operator };
  const server = buildServer({ backend, identity, access, limits: defaultLimits, recorder });
  await server.listen({ port: 0, host: '127.0.0.1' });
  const baseUrl = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  const tokenOf = ({ clientId, clientSecret }: { clientId: string; clientSecret: string }): string => {
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    return (identity.issueToken({ ...form, audience: demo.audience }).body as { access_token: string }).access_token;
  };
  return { backend, server, store, baseUrl, tokenOf };
}

/** Names of ids in responses, and the request fields that take such an id. */
const LEARNED: Readonly<Record<string, readonly string[]>> = {
  onboardCustomer: ['customerId', 'ownerCustomerId', 'primaryOwnerCustomerId'],
  addAddress: ['addressId'],
  addPhone: ['phoneId'],
  addEmail: ['emailId'],
  addIdentification: ['identificationId'],
  addBeneficialOwner: ['beneficialOwnerId'],
  createRestriction: ['restrictionId'],
  placeInternalRestriction: ['restrictionId'],
  createTransfer: ['transactionId'],
  createTransaction: ['transactionId'],
  placeInternalHold: ['holdId'],
  placeHold: ['holdId'],
  placeStopPayment: ['stopPaymentId'],
  placeMemoPost: ['memoPostId'],
  addRelationship: ['relationshipId'],
  originateAchPayment: ['paymentId', 'originalPaymentId'],
  originateClientBatch: ['clientBatchId'],
  openAccount: [
    'accountNumber',
    'masterAccountNumber',
    'debitAccountNumber',
    'creditAccountNumber',
    'receiverAccountNumber',
  ],
  createSubaccount: ['debitAccountNumber', 'creditAccountNumber', 'subAccountNumber', 'receiverAccountNumber'],
};

function startPools(): Pools {
  const NOBODY = '00000000-0000-4000-a000-000000000001';
  const names = [...new Set(Object.values(LEARNED).flat())];
  return {
    ...Object.fromEntries(names.map((name) => [name, [name.endsWith('Number') ? '2000000006' : NOBODY]])),
    productId: [
      demo.products.checking,
      demo.products.business,
      demo.products.direct,
      demo.products.generalLedger,
      NOBODY,
    ],
    partnerId: [partner.partnerId],
    audience: [demo.audience],
    client_id: [partner.clientId],
    client_secret: [partner.clientSecret],
    grant_type: ['client_credentials'],
  };
}

function learn(pools: Pools, operationId: string, body: unknown): void {
  const { id, accountNumber, results } = (body ?? {}) as {
    id?: string;
    accountNumber?: string;
    results?: { id: string }[];
  };
  for (const name of LEARNED[operationId] ?? []) pools[name]?.push(String(accountNumber ?? id));
  if (operationId === 'listAchPayments') pools.paymentId?.push(...(results ?? []).map((payment) => payment.id));
}

test(`${REQUESTS} malformed requests cause no 5xx and move no cent`, proves('C27'), async () => {
  test.setTimeout(240_000);
  const seed = Number(process.env.FUZZ_SEED || randomInt(2 ** 31));
  assert(Number.isSafeInteger(seed), `FUZZ_SEED must be an integer: "${process.env.FUZZ_SEED}"`);
  // Printed at the end of the run; in the environment, it repeats the same requests.
  test.info().annotations.push({ type: 'seed', description: `FUZZ_SEED=${seed}` });
  const { backend, server, store, baseUrl, tokenOf } = await startBank();
  const pools = startPools();
  const { requests, fields } = buildRequestArbitrary(pools);
  const tried = new Set<string>();
  const statuses = new Map<string, number>();
  let tokens = { partner: tokenOf(partner), operator: tokenOf(demo.operator) };
  let before = getTrialBalance(backend.bank);

  async function send({ operationId, path, query, headers, text }: FuzzedRequest) {
    const operation: Operation = operations[operationId];
    const url = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent((path[name] ?? '').toWellFormed()),
    );
    const token = operation.source === 'emulator' ? tokens.operator : tokens.partner;
    const wellFormed = Object.entries(query).map(([name, value]) => [name, value.toWellFormed()]);
    const answer = await fetch(`${baseUrl}${url}?${new URLSearchParams(wellFormed)}`, {
      method: operation.method.toUpperCase(),
      headers: {
        authorization: `Bearer ${token}`,
        ...headers,
        ...(text === undefined ? {} : { 'content-type': operation.requestContentType ?? 'application/json' }),
      },
      ...(text === undefined || operation.method === 'get' ? {} : { body: writeBody(operation, text) }),
    });
    const answered = await answer.text();
    return {
      operation,
      status: answer.status,
      body: answered === '' ? undefined : (JSON.parse(answered) as unknown),
      url,
    };
  }

  async function check(request: FuzzedRequest): Promise<void> {
    for (const name of request.changed) tried.add(name);
    const { operation, status, body, url } = await send(request);
    const about = `${operation.method} ${url} answered ${status} ${JSON.stringify(body)?.slice(0, 300)}`;
    assert(status < 500, about);
    // A path parameter that is empty or dots makes the path of another operation, or of none.
    const isElsewhere = Object.values(request.path).some((value) => /^\.{0,2}$/.test(value));
    assert(isElsewhere || operation.responses[status], `${about}, a status that is not documented`);
    const validate = validators[`${operation.operationId}_${status}`];
    assert(isElsewhere || !validate || validate(body), `${about}: ${JSON.stringify(validate?.errors?.[0])}`);
    const isRefused = status >= 400 || (body as { status?: string } | undefined)?.status === 'Failed';
    const after = getTrialBalance(backend.bank);
    if (isRefused) assert.deepEqual(after, before, `${about} and moved money`);
    assert.equal(after.total, 0, about);
    before = after;
    statuses.set(`${status}`, (statuses.get(`${status}`) ?? 0) + 1);
    if (isRefused) return;
    learn(pools, operation.operationId, body);
    if (operation.operationId === 'expireTokens') tokens = { ...tokens, partner: tokenOf(partner) };
    if (operation.operationId === 'resetBank')
      for (const [name, ids] of Object.entries(startPools())) pools[name]?.splice(0, Number.POSITIVE_INFINITY, ...ids);
  }

  try {
    await fc.assert(fc.asyncProperty(requests, check), { seed, numRuns: REQUESTS, endOnFailure: true });
  } finally {
    await server.close();
    store.close();
  }
  expect(fields.filter((field) => !tried.has(field))).toEqual([]);
  const answers = Object.fromEntries(statuses);
  test.info().annotations.push({ type: 'answers', description: JSON.stringify(answers) });
  for (const status of [200, 400, 404])
    expect(answers[status], `answers of status ${status}`).toBeGreaterThan(REQUESTS / 100);
});

/** Writes a body: a form if the contract requires one; other text than JSON stays unchanged. */
function writeBody({ requestContentType }: Operation, text: string): string {
  if (requestContentType !== 'application/x-www-form-urlencoded') return text;
  try {
    return String(new URLSearchParams(JSON.parse(text) as Record<string, string>));
  } catch {
    return text;
  }
}
