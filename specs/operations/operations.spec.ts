import { expect } from '@playwright/test';
import pactum from 'pactum';
import type { Operation } from '../../core/operation.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import { validators } from '../../generated/validators/closed-responses.js';
import { type FieldCase, listFieldCases, listValueCases, withField } from '../../harness/contract/field-cases.ts';
import { type RequestContract, requestContractOf } from '../../harness/contract/request-contract.ts';
import { type TestBank, test } from '../emulator/test-bank.ts';
import { proves } from '../requirement.ts';
import { type GoodRequest, goodRequests } from './good-requests.ts';
import { requirementsOf } from './proven-fields.ts';

/** The test that collects the cases prints each problem; pactum would print it twice. */
pactum.settings.setLogLevel('SILENT');

const NOBODY = '00000000-0000-4000-a000-000000000001';
const NOBODYS_ACCOUNT = '2000000006';
type Id = keyof typeof goodRequests;

interface Errors {
  readonly errors: readonly { readonly code: number; readonly message: string }[];
}

interface Call {
  readonly operationId: Id;
  readonly request: GoodRequest;
  readonly token: string | undefined;
  readonly headers?: Record<string, string>;
}

/** Requests tokens of a bank's three callers from its identity server. */
async function tokensOf({ emulator, target }: TestBank) {
  const [partner, other] = emulator.demo.partners;
  const tokenOf = async ({ clientId, clientSecret }: { clientId: string; clientSecret: string }) => {
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const answer = pactum
      .spec()
      .post(target.tokenUrl)
      .withForm({ ...form, audience: target.audience });
    return (await answer.expectStatus(200).returns('access_token')) as string;
  };
  return {
    partner: await tokenOf(partner),
    other: await tokenOf(other),
    operator: await tokenOf(emulator.demo.operator),
  };
}

/** Builds a pactum spec of one call, whose response must be documented by the contract, with any status. */
function specOf({ target }: TestBank, { operationId, request, token, headers = {} }: Call) {
  const { method, path, responses }: Operation = operations[operationId];
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(request.path?.[name] ?? ''));
  const spec = pactum.spec();
  spec.withMethod(method.toUpperCase() as 'GET').withPath(`${target.baseUrl}${url}`);
  spec.withHeaders({ ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) });
  for (const [name, value] of Object.entries(request.query ?? {})) spec.withQueryParams(name, String(value));
  if (request.body !== undefined)
    spec.withHeaders('content-type', 'application/json').withBody(JSON.stringify(request.body));
  return spec.expect(({ res }) => {
    const { statusCode, json } = res as unknown as { statusCode: number; json: unknown };
    const validate = validators[`${operationId}_${statusCode}`];
    if (!responses[statusCode]) throw new Error(`status ${statusCode} is not documented`);
    if (validate && !validate(json))
      throw new Error(
        `answer is not in the contract: ${validate.errors?.[0]?.instancePath} ${validate.errors?.[0]?.message}`,
      );
  });
}

/** Runs cases one after the other and reports every failure. */
async function collect<Case>(
  cases: readonly Case[],
  run: (one: Case) => Promise<string | undefined>,
): Promise<string[]> {
  const problems: string[] = [];
  for (const one of cases) {
    const problem = await run(one).catch((error: unknown) => String(error));
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}

/** Values that the contract allows and a rule of the bank rejects, with the error codes of those rules. */
const RULED: readonly [field: RegExp, value: unknown, codes: readonly number[], only?: Id][] = [
  [/^Classification$/, 'Business', [1000]], // A person's name, profile and due diligence do not fit a business.
  [/^OwnershipPercentage$/, 100, [2013]], // The least, 0, was accepted before: this customer is an owner already.
  [/^(Sub)?AccountNumber$/, 'x'.repeat(34), [2404]], // No account has this number.
  [/^RelationshipType$/, 'AuthorizedSigner', [2021]], // The customer was made a joint owner before.
  [/^RelationshipType$/, 'Beneficiary', [2021]],
  [/^Amount$/, 99_999_999_999, [2022], 'placeHold'], // The hold of a cent before leaves less than that.
  [/^Amount$/, 99_999_999_999, [2023], 'placeMemoPost'],
  [/^Amount$/, 99_999_999_999, [2024], 'originateAchPayment'],
  [/^Amount$/, 99_999_999_999, [2404], 'captureMemoPost'], // It was captured over a cent before.
  [/^Status$/, 'ChargeOff', [2018], 'changeAccountStatus'], // It was closed before.
  [/^Availability\.0\.Percentages/, undefined, [1000]], // They do not add up to 100.
  [/^(TermMonths|PeriodMonths|RatesBasisPoints|PenaltyTiers)/, undefined, [1000], 'configureTimeDepositTerms'],
  [/^Tiers/, undefined, [1000], 'addRateCard'], // They do not rise from 0.
  [/^Amount$/, 99_999_999_999, [2046], 'reverseInterest'], // More than the interest that was paid.
  [/^EventName$/, undefined, [2030]], // No event is called so.
  [/^CallbackUrl$/, undefined, [1000]], // Not an address.
  [/./, undefined, [2031], 'createRegistration'], // The event was registered before.
];

/** Sends one case; returns a message if the bank accepts an invalid value or rejects a valid one. */
async function tryField(bank: TestBank, call: Call, one: FieldCase): Promise<string | undefined> {
  const answer = (await specOf(bank, call).toss()) as unknown as { statusCode: number; json: Errors };
  const { statusCode, json } = answer;
  const errors = statusCode < 300 ? [] : json.errors;
  const came = `came ${statusCode} ${JSON.stringify(json)?.slice(0, 200)}`;
  if (one.isAllowed) {
    const codes = RULED.find(
      ([field, value, , only = call.operationId]) =>
        field.test(one.field) && (value === undefined || value === one.value) && only === call.operationId,
    )?.[2];
    const isAsRuled = codes && errors.length > 0 && errors.every(({ code }) => codes.includes(code));
    return statusCode < 300 || isAsRuled ? undefined : `${one.title}, which is allowed: ${came}`;
  }
  const names = ({ message }: { message: string }) =>
    message.startsWith(`${one.field} `) || message.startsWith(`${one.field}.`);
  const isRefused = statusCode === 400 && errors.some(names) && errors.every(({ code }) => code >= 1000 && code < 2000);
  return isRefused ? undefined : `${one.title}, which is wrong: ${came}`;
}

/** Returns the first success status of an operation in the contract. */
const successOf = (operationId: Id) => Number(Object.keys(operations[operationId].responses).find((it) => it < '300'));
const isOperators = (operationId: Id) => operations[operationId].source === 'emulator';

for (const operationId of Object.keys(goodRequests) as Id[]) {
  const operation: Operation = operations[operationId];
  const contract = requestContractOf(operation);
  const success = successOf(operationId);
  const callerOf = (tokens: Awaited<ReturnType<typeof tokensOf>>) =>
    isOperators(operationId) ? tokens.operator : tokens.partner;

  test(`${operationId} returns ${success} and a valid body for a good request`, async ({ bank }) => {
    const request = await goodRequests[operationId](bank);
    const token = callerOf(await tokensOf(bank));
    await specOf(bank, { operationId, request, token }).expectStatus(success).toss();
  });

  test(`${operationId} accepts only a valid token of its role`, async ({ bank }) => {
    const request = await goodRequests[operationId](bank);
    const tokens = await tokensOf(bank);
    const refused = (asToken: string | undefined, status: 401 | 403) =>
      specOf(bank, { operationId, request, token: asToken })
        .expectStatus(status)
        .expectJson('errors[0].code', { 401: 3000, 403: 3001 }[status])
        .toss();
    await refused(undefined, 401);
    await refused('unknown', 401);
    await refused(isOperators(operationId) ? tokens.partner : tokens.operator, 403);
    if (isOperators(operationId)) return;
    await bank.ok('expireTokens');
    await refused(tokens.partner, 401);
    await specOf(bank, { operationId, request, token: (await tokensOf(bank)).partner })
      .expectStatus(success)
      .toss();
  });

  if (contract.body) testBody(operationId, contract);
  if (contract.parameters.length > 0) testParameters(operationId, contract);
  if (operation.path.includes('{')) testIds(operationId);
}

/** Tests a body: each case changes one field of a good request. */
function testBody(operationId: Id, { body = {}, resolve }: RequestContract): void {
  const cases = listFieldCases(body, resolve);
  test(
    `${operationId} applies the ${cases.length} rules of its body`,
    proves(...requirementsOf(operationId)),
    async ({ bank }) => {
      const request = await goodRequests[operationId](bank);
      const tokens = await tokensOf(bank);
      const token = isOperators(operationId) ? tokens.operator : tokens.partner;
      const problems = await collect(cases, (one) => {
        const changed = { ...request, body: withField(request.body, one.pointer, one.value) as GoodRequest['body'] };
        return tryField(bank, { operationId, request: changed as GoodRequest, token }, one);
      });
      expect(problems).toEqual([]);
      const shapes: readonly [what: string, text: string | undefined][] = [
        ['nothing', undefined],
        ['an array', '[]'],
        ['null', 'null'],
        ['half of a body', '{"a":'],
      ];
      for (const [what, text] of shapes) {
        const spec = specOf(bank, { operationId, request: { ...request, body: undefined } as never, token });
        if (text !== undefined) spec.withHeaders('content-type', 'application/json').withBody(text);
        await spec.expectStatus(400, what).toss();
      }
    },
  );
}

function testParameters(operationId: Id, { parameters, resolve }: RequestContract): void {
  // A parameter is text in HTTP, so only a number can have a wrong type.
  const cases = parameters.flatMap((parameter) => {
    const schema = resolve(parameter.schema);
    const trials = listValueCases(schema, [parameter.name]).filter(
      ({ value }) => typeof value === 'string' || typeof value === 'number',
    );
    return trials
      .map((one) => ({ ...one, place: parameter.in }))
      .filter(
        ({ title, place, value }) => !title.includes('a value of type integer') && !(place === 'path' && value === ''),
      );
  });
  test(`${operationId} applies the ${cases.length} rules of its parameters`, async ({ bank }) => {
    const request = await goodRequests[operationId](bank);
    const tokens = await tokensOf(bank);
    const token = isOperators(operationId) ? tokens.operator : tokens.partner;
    const problems = await collect(cases, ({ place, ...one }) => {
      const [name = ''] = one.pointer;
      const headers = place === 'header' ? { [name.toLowerCase()]: String(one.value) } : {};
      const changed =
        place === 'header' ? request : { ...request, [place]: { ...request[place], [name]: String(one.value) } };
      return tryField(bank, { operationId, request: changed, token, headers }, one);
    });
    expect(problems).toEqual([]);
  });
}

/** Tests that an unknown id and an id of another partner get the same response. */
function testIds(operationId: Id): void {
  test(`${operationId} returns 404 for an unknown or foreign id`, async ({ bank }) => {
    const request = await goodRequests[operationId](bank);
    const tokens = await tokensOf(bank);
    const token = isOperators(operationId) ? tokens.operator : tokens.partner;
    for (const name of Object.keys(request.path ?? {})) {
      const unknown = { ...request.path, [name]: name === 'accountNumber' ? NOBODYS_ACCOUNT : NOBODY };
      await specOf(bank, { operationId, request: { ...request, path: unknown }, token })
        .expectStatus(404, name)
        .toss();
    }
    if (isOperators(operationId)) return;
    const [first = ''] = Object.keys(request.path ?? {});
    const nobodys = {
      ...request,
      path: { ...request.path, [first]: first === 'accountNumber' ? NOBODYS_ACCOUNT : NOBODY },
    };
    const asked = async (call: Call) =>
      ((await specOf(bank, call).expectStatus(404).toss()) as unknown as { json: Errors }).json;
    expect(await asked({ operationId, request, token: tokens.other })).toEqual(
      await asked({ operationId, request: nobodys, token: tokens.other }),
    );
    await specOf(bank, { operationId, request, token }).expectStatus(successOf(operationId)).toss();
  });
}

const idsInBodies: readonly [Id, string][] = [
  ['openAccount', 'customerId'],
  ['createSubaccount', 'masterAccountNumber'],
  ['createSubaccount', 'customerId'],
  ['addBeneficialOwner', 'ownerCustomerId'],
];
for (const [operationId, field] of idsInBodies) {
  test(`${operationId} returns 404 for an unknown or foreign ${field}`, async ({ bank }) => {
    const request = await goodRequests[operationId](bank);
    const { partner: token } = await tokensOf(bank);
    const [, { partnerId }] = bank.emulator.demo.partners;
    const person = {
      partnerId,
      classification: 'Personal',
      name: { firstName: 'A', lastName: 'B' },
      profile: { taxIdType: 'Ssn', taxId: '900110001' },
    };
    const foreign = await bank.other.ok<{ id: string }>('onboardCustomer', { body: person });
    const ids = field === 'masterAccountNumber' ? [NOBODYS_ACCOUNT] : [NOBODY, foreign.id];
    for (const id of ids) {
      const body = { ...request.body, [field]: id };
      await specOf(bank, { operationId, request: { ...request, body }, token })
        .expectStatus(404)
        .expectJson('errors[0].code', 2404)
        .toss();
    }
    const lists: OperationId[] = ['listAccounts', 'listSubaccounts'];
    const counts = async () =>
      Promise.all(lists.map(async (list) => (await bank.ok<{ results: unknown[] }>(list)).results.length));
    const before = await counts();
    await specOf(bank, { operationId, request: { ...request, body: { ...request.body, [field]: NOBODY } }, token })
      .expectStatus(404)
      .toss();
    expect(await counts()).toEqual(before);
  });
}
