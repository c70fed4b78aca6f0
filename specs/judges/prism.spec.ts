import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { RunReport } from '../../core/run-event.ts';
import type { Target } from '../../core/target.ts';
import { createClient } from '../../harness/client/client.ts';
import { createCustomerGenerator, runWorkflow } from '../../harness/index.ts';
import flagship from '../../workflows/flagship.ts';
import { startTestBank } from '../emulator/test-bank.ts';
import { startTool } from './foreign-tool.ts';
import { joinContract } from './joined-contract.ts';
import { type RelayedExchange, type RelayOptions, startRelay } from './relay.ts';

interface Verdict<Result> {
  readonly result: Result;
  /** What the harness sent to Prism and got from it. */
  readonly exchanges: readonly RelayedExchange[];
  /** What Prism found wrong in a request or an answer, or could not hand on, each with its request. */
  readonly violations: readonly string[];
}

/**
 * Lets `act` speak to a bank of its own while Prism holds every exchange against the contract: harness, relay that reads
 * the verdicts, Prism, relay that may change answers, emulator.
 */
async function judge<Result>(
  act: (target: Target) => Promise<Result>,
  change?: RelayOptions['change'],
): Promise<Verdict<Result>> {
  const contract = test.info().outputPath('contract.openapi.json');
  writeFileSync(contract, JSON.stringify(joinContract()));
  const { emulator, target } = await startTestBank();
  const upstream = await startRelay({ upstream: target.baseUrl, ...(change ? { change } : {}) });
  const prism = await startTool(
    'prism',
    ['proxy', contract, upstream.baseUrl, '--port', '0'],
    /Prism is listening on (http:\S+)/,
  );
  const front = await startRelay({ upstream: prism.ready });
  try {
    const result = await act({ ...target, baseUrl: front.baseUrl, tokenUrl: `${front.baseUrl}/connect/token` });
    return { result, exchanges: front.exchanges, violations: front.exchanges.flatMap(violationsOf) };
  } finally {
    await front.close();
    await prism.stop();
    await upstream.close();
    await emulator.close();
  }
}

async function runFlagship(target: Target): Promise<RunReport> {
  const inputs = flagship.buildInputs({ target, customers: createCustomerGenerator(1), label: 'PRISM' });
  return await runWorkflow(flagship.document, { target, workflowId: flagship.workflowId, inputs, seed: 1 });
}

/** Prism lists violations in a header of the answer that it hands on, and speaks in problem+json when it can not hand on. */
function violationsOf({ method, path, answer }: RelayedExchange): string[] {
  const isPrisms = answer.headers['content-type']?.startsWith('application/problem+json');
  return [answer.headers['sl-violations'], isPrisms ? answer.body : undefined]
    .filter((violation) => violation !== undefined)
    .map((violation) => `${method} ${path}: ${violation}`);
}

test('Prism finds no violation in any exchange of the flagship with its books observed', async () => {
  const { result: report, exchanges, violations } = await judge(runFlagship);
  expect(violations).toEqual([]);
  expect(report.outcome).toBe('passed');
  // All that the harness held against the contract, and no more than its tokens beside: nothing went past Prism.
  const held = report.steps.reduce((sum, { exchangesChecked }) => sum + exchangesChecked, 0);
  expect(held).toBeGreaterThan(100);
  expect(exchanges.filter(({ path }) => path !== '/connect/token')).toHaveLength(held);
});

type Body = Record<string, unknown>;

/** Changes the JSON of every success that fits, here. */
const changed =
  (path: RegExp, edit: (body: Body) => void): RelayOptions['change'] =>
  (exchange) => {
    const { answer } = exchange;
    if (!path.test(`${exchange.method} ${exchange.path}`)) return answer;
    const body = JSON.parse(answer.body) as Body;
    edit(body);
    return { ...answer, body: JSON.stringify(body) };
  };

const outside: [what: string, violation: RegExp, change: RelayOptions['change']][] = [
  [
    'a subledger of an unknown ledgerType',
    /^GET \/core\/v1\/dda\/subaccounts\/.*"response","body","ledgertype".*enum/i,
    changed(/^GET \/core\/v1\/dda\/subaccounts\//, (body) => {
      body.ledgerType = 'Sideways';
    }),
  ],
  [
    'a balance in text',
    /^GET \/core\/v1\/dda\/accounts\/.*"response","body","currentBalance".*integer/i,
    changed(/^GET \/core\/v1\/dda\/accounts\/\d+$/, (body) => {
      body.currentBalance = String(body.currentBalance);
    }),
  ],
  [
    'a transaction without its status',
    /^POST \/core\/v1\/transfers: .*"response".*status/i,
    changed(/^POST \/core\/v1\/transfers$/, (body) => {
      delete body.status;
    }),
  ],
  [
    'a status code that the contract does not have',
    /^POST \/core\/v1\/transfers: .*status code/i,
    ({ path, answer }) => (path === '/core/v1/transfers' ? { ...answer, statusCode: 203 } : answer),
  ],
];
for (const [what, violation, change] of outside) {
  test(`Prism reports ${what}`, async () => {
    const { violations } = await judge(runFlagship, change);
    expect(violations).toContainEqual(expect.stringMatching(violation));
  });
}

test('Prism reports a request that the contract does not allow', async () => {
  const { violations } = await judge((target) =>
    createClient(target).send('createTransfer', { body: { amount: 'much' } }),
  );
  expect(violations).toContainEqual(
    expect.stringMatching(/^POST \/core\/v1\/transfers: .*"request","body".*debitAccountNumber/),
  );
});
