import { expect } from '@playwright/test';
import type { RunReport } from '../../core/run-event.ts';
import type { Target } from '../../core/target.ts';
import type { OperationId } from '../../generated/operations.ts';
import { createCustomerGenerator, defineWorkflow, moves, runWorkflow } from '../../harness/host.ts';
import { type TestBank, test } from '../emulator/test-bank.ts';
import { type RelayedAnswer, startRelay } from '../judges/relay.ts';
import { operationOf } from './mutate-answer.ts';

const AMOUNT = 5_000;
const given = { customerId: '', payer: '' };

/** Opens an account and pays into it, with a wait and a read at its end. */
const pays = defineWorkflow({
  id: 'pays',
  summary: 'Opens an account and pays into it',
  inputs: ({ target }) => ({ ...given, product: target.products.checking ?? '' }),
  steps({ op, inputs }) {
    const account = op.openAccount('open', {
      body: { customerId: inputs.customerId, productId: inputs.product, title: 'Main' },
      status: 200,
      emits: ['Core.Account.Opened'],
    });
    op.createTransfer('pay', {
      body: { debitAccountNumber: inputs.payer, creditAccountNumber: account.accountNumber, amount: AMOUNT },
      status: 200,
      effects: [moves(account, AMOUNT)],
    });
    op.advanceClock('wait', { body: { bySeconds: 60 }, status: 200 });
    op.listAccounts('read', { status: 200 });
  },
});

type Change = (answer: RelayedAnswer) => RelayedAnswer;

/** Runs the workflow against a bank that answers one operation otherwise. */
async function runAgainst(bank: TestBank, operationId: OperationId, change: Change): Promise<RunReport> {
  given.customerId = await bank.customer();
  given.payer = await bank.open('checking', given.customerId);
  await bank.inbound({ receiverAccountNumber: given.payer, amount: 100_000 });
  const relay = await startRelay({
    upstream: bank.target.baseUrl,
    change: ({ method, path, answer }) =>
      answer.statusCode < 300 && operationOf(method, path) === operationId ? change(answer) : answer,
  });
  try {
    const { baseUrl } = relay;
    const target: Target = { ...bank.target, baseUrl, tokenUrl: `${baseUrl}/connect/token` };
    const inputs = pays.buildInputs({ target, customers: createCustomerGenerator(1), label: 'SHAPES' });
    return await runWorkflow(pays.document, { target, workflowId: 'pays', inputs, seed: 1 });
  } finally {
    await relay.close();
  }
}

const raw =
  (body: string, contentType = 'application/json'): Change =>
  (answer) => ({ ...answer, headers: { ...answer.headers, 'content-type': contentType }, body });
const json = (body: unknown): Change => raw(JSON.stringify(body));
const edit =
  (change: (body: Record<string, unknown>) => unknown): Change =>
  (answer) => ({ ...answer, body: JSON.stringify(change(JSON.parse(answer.body) as Record<string, unknown>)) });
const field = (name: string, value: unknown): Change => edit((body) => ({ ...body, [name]: value }));
const first = (name: string, value: unknown): Change =>
  edit((body) => ({ ...body, results: (body.results as object[]).map((item) => ({ ...item, [name]: value })) }));
const ERRORS = '{"errors":[{"code":1,"message":"No"}]}';
const deep = '['.repeat(20_000) + ']'.repeat(20_000);

const FRAME = 'only-declared-effects-happen';
const SUM = 'current-balance-is-sum-of-activity';
const HOLDS = 'hold-amount-is-sum-of-active-holds';

/** A wrong answer: of which operation, what it is, which law must not be asked then, and which still is. */
const BOOKS: readonly [OperationId, what: string, Change, finds: RegExp, unasked: string, asked?: string][] = [
  ['getAccount', 'null', json(null), /^Cannot read the books of 2\d+: its figures: the body must be object/, FRAME],
  ['getAccount', 'HTML', raw('<html>', 'text/html'), /its figures: a body that is not JSON/, FRAME],
  ['getAccount', 'nothing', raw(''), /its figures: no body/, FRAME],
  ['getAccount', 'a balance of text', field('currentBalance', '5'), /\/currentBalance must be integer/, FRAME],
  ['getAccount', 'a balance that is NaN', raw('{"currentBalance":NaN}'), /a body that is not JSON/, FRAME],
  ['getAccount', 'a balance of 1e400', raw('{"currentBalance":1e400}'), /must/, FRAME],
  ['getAccount', '20,000 levels', raw(deep), /too large: at most 200 levels/, FRAME],
  [
    'getAccount',
    'an error',
    (answer) => ({ ...answer, statusCode: 500, body: ERRORS }),
    /its figures: status 500/,
    FRAME,
  ],
  ['getSubaccount', 'null', json(null), /its figures: the body must be object/, FRAME],
  ['listActivities', 'null', json(null), /its activity: the body must be object/, SUM, HOLDS],
  ['listActivities', 'null results', field('results', null), /\/results must be array/, SUM, HOLDS],
  ['listActivities', 'null activities', edit((body) => ({ ...body, results: [null] })), /\/results\/0 must/, SUM],
  ['listActivities', 'an invalid time', first('executedAt', 'yesterday'), /executedAt must match pattern/, SUM],
  ['listActivities', 'no end', field('hasNextPage', true), /page \d+ is empty|does not end/, SUM, HOLDS],
  ['listHolds', 'null', json(null), /its holds: the body must be object/, HOLDS, SUM],
  ['listHolds', 'null holds', edit((body) => ({ ...body, results: [null] })), /its holds: \/results\/0/, HOLDS, SUM],
  ['listMemoPosts', 'null results', field('results', null), /its memo posts/, 'memo-post-has-one-side', SUM],
  ['listPostingExceptions', 'null', json(null), /its posting exceptions/, 'exception-moves-nothing', SUM],
  [
    'listRestrictions',
    'null restrictions',
    edit((body) => ({ ...body, results: [null] })),
    /its restrictions/,
    'internal-restriction-outlives-partner',
    SUM,
  ],
  ['getTransaction', 'null', json(null), /books of transaction /, 'both-sides-name-one-transaction', SUM],
  [
    'getTransaction',
    'a side without a result',
    edit((body) => ({ ...body, debit: { ...(body.debit as object), result: undefined } })),
    /\/debit\/result/,
    'both-sides-name-one-transaction',
    SUM,
  ],
  ['getTrialBalance', 'null', json(null), /books of the bank: its trial balance/, 'money-is-conserved', SUM],
  ['getTrialBalance', 'a total of text', field('total', 'zero'), /\/total must be integer/, 'money-is-conserved', SUM],
];

for (const [operationId, what, change, finds, unasked, asked] of BOOKS) {
  test(`runWorkflow reports books that cannot be read: ${operationId} answers ${what}`, async ({ bank }) => {
    const report = await runAgainst(bank, operationId, change);
    const findings = report.steps.flatMap((step) => step.findings);
    const unread = findings.filter(({ rule }) => rule === 'books-can-be-read');
    expect(unread[0]?.message).toMatch(finds);
    expect(report.outcome).toBe('failed');
    expect(report.stopped).toBeUndefined();
    const pay = report.steps.find(({ stepId }) => stepId === 'pay');
    expect(pay?.lawsChecked).not.toContain(unasked);
    expect(report.notObservable.find(({ rule }) => rule === unasked)?.reason).toMatch(/^after \d+ steps: cannot read/);
    if (asked) expect(pay?.lawsChecked).toContain(asked);
    // Nothing else is blamed: no law claims that money is missing. An event about an account that cannot be fetched
    // says so.
    const others = new Set(findings.map(({ rule }) => rule).filter((rule) => rule !== 'event-resource-exists'));
    for (const rule of ['books-can-be-read', 'response-body-is-valid', 'content-type-is-json', 'answer-can-be-read'])
      others.delete(rule);
    expect([...others]).toEqual([]);
  });
}

/** A wrong answer to a step itself: its rule, and how the run ends. */
const STEPS: readonly [OperationId, what: string, Change, rule: string, ends: RegExp][] = [
  ['openAccount', 'HTML', raw('<html>', 'text/html'), 'content-type-is-json', /./],
  ['openAccount', 'nothing', raw(''), 'response-body-is-valid', /./],
  ['openAccount', 'null', json(null), 'response-body-is-valid', /./],
  ['openAccount', 'an invalid number', field('accountNumber', 5), 'response-body-is-valid', /./],
  ['openAccount', 'a list', json([]), 'response-body-is-valid', /./],
  ['createTransfer', 'null', json(null), 'response-body-is-valid', /./],
  [
    'createTransfer',
    'a side without a result',
    edit((body) => ({ ...body, debit: {} })),
    'response-body-is-valid',
    /./,
  ],
  [
    'createTransfer',
    'invalid errors',
    (answer) => ({ ...answer, statusCode: 400, body: '{"errors":[null,{"code":{"toString":1,"valueOf":1}}]}' }),
    'response-body-is-valid',
    /./,
  ],
  ['advanceClock', 'null', json(null), 'response-body-is-valid', /./],
  ['advanceClock', 'an invalid time', field('now', 'soon'), 'response-body-is-valid', /./],
  ['getClock', 'null', json(null), 'response-body-is-valid', /./],
  ['getClock', 'an invalid posting day', field('postingDay', '2026-99-99'), 'response-body-is-valid', /./],
  ['getClock', 'an invalid closing time', field('closeTime', '99:99'), 'response-body-is-valid', /./],
  ['listRegistrations', 'null', json(null), 'response-body-is-valid', /./],
  ['createRegistration', 'null', json(null), 'response-body-is-valid', /./],
  ['createRegistration', 'an id of dots', field('id', '..'), 'response-body-is-valid', /./],
  ['issueToken', 'null', json(null), '', /answered with status 200 and no token/],
  ['issueToken', 'HTML', raw('<html>', 'text/html'), '', /answered with status 200 and no token/],
];

for (const [operationId, what, change, rule, ends] of STEPS) {
  test(`runWorkflow ends with a finding or a clear stop: ${operationId} answers ${what}`, async ({ bank }) => {
    const report = await runAgainst(bank, operationId, change);
    const findings = report.steps.flatMap((step) => step.findings);
    if (rule !== '') expect(findings.map((finding) => finding.rule)).toContain(rule);
    expect(report.outcome === 'failed' || report.outcome === 'stopped').toBe(true);
    const reasons = [report.stopped?.message, ...report.steps.map(({ reason }) => reason)].filter(Boolean).join('\n');
    if (rule === '' || reasons !== '') expect(reasons).toMatch(ends);
    expect(reasons).not.toMatch(/undefined|\[object|TypeError/);
  });
}

/** Ids of an answer that lead out of the path of the operation that reads them. */
const DOTS: readonly [OperationId, what: string, Change, finds: RegExp][] = [
  ['openAccount', 'an account number of dots', field('accountNumber', '..'), /books of \.\.: .*dot segment/],
  [
    'listActivities',
    'a payment of dots',
    edit((body) => ({
      ...body,
      results: (body.results as object[]).map((one) => ({ ...one, rail: 'Ach', railId: 'payment/..' })),
    })),
    /books of payment \.\.: .*dot segment/,
  ],
];
for (const [operationId, what, change, finds] of DOTS)
  test(`runWorkflow reports an id that it does not follow: ${operationId} answers ${what}`, async ({ bank }) => {
    const report = await runAgainst(bank, operationId, change);
    const unread = report.steps.flatMap((step) => step.findings).filter(({ rule }) => rule === 'books-can-be-read');
    expect(unread.map(({ message }) => message)).toContainEqual(expect.stringMatching(finds));
    expect([report.outcome, report.stopped]).toEqual(['failed', undefined]);
  });
