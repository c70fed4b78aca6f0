import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { RunReport } from '../../core/run-event.ts';
import type { Target } from '../../core/target.ts';
import { createClient } from '../../harness/client/client.ts';
import { createCustomerGenerator, runWorkflow } from '../../harness/host.ts';
import flagship from '../../workflows/flagship.ts';
import { startTestBank } from '../emulator/test-bank.ts';
import { startTool } from './foreign-tool.ts';
import { joinContract } from './joined-contract.ts';
import { type RelayedExchange, type RelayOptions, startRelay } from './relay.ts';

interface Verdict<Result> {
  readonly result: Result;
  /** The exchanges between the harness and Prism. */
  readonly exchanges: readonly RelayedExchange[];
  /** The violations that Prism found, and requests that it could not forward, each with its request. */
  readonly violations: readonly string[];
}

/**
 * Runs `act` against its own bank through Prism: harness, relay that reads the verdicts, Prism, relay that may change
 * answers, emulator.
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

/**
 * Returns the violations of an exchange: Prism lists them in a header, or answers with problem+json if it cannot
 * forward.
 */
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
  // Exactly the exchanges that the harness checked, and its token requests: all passed through Prism.
  const held = report.steps.reduce((sum, { exchangesChecked }) => sum + exchangesChecked, 0);
  expect(held).toBeGreaterThan(100);
  expect(exchanges.filter(({ path }) => path !== '/connect/token')).toHaveLength(held);
});

interface Change {
  readonly what: string;
  /** The answers that are changed, by method and path. */
  readonly of: RegExp;
  readonly change: (body: Record<string, unknown>) => Record<string, unknown>;
  readonly statusCode?: number;
  readonly violation: RegExp;
}

/** In the order of the journey: the last one ends it. */
const changes: readonly Change[] = [
  {
    what: 'an address without its id',
    of: /^POST \/core\/v1\/cm\/customers\/[^/]+\/addresses$/,
    change: ({ id, ...rest }) => rest,
    violation: /"location":\["response","body"\],.*"code":"required".*'id'/,
  },
  {
    what: 'a balance in text',
    of: /^GET \/core\/v1\/dda\/accounts\/\d+$/,
    change: (body) => ({ ...body, currentBalance: String(body.currentBalance) }),
    violation: /"location":\["response","body","currentBalance"\],.*"code":"type"/,
  },
  {
    what: 'a subledger of an unknown ledgerType',
    of: /^GET \/core\/v1\/dda\/subaccounts\/\d+$/,
    change: (body) => ({ ...body, ledgerType: 'Sideways' }),
    violation: /"location":\["response","body","ledgerType"\],.*"code":"enum"/,
  },
  {
    what: 'a status code that the contract does not have',
    of: /^POST \/core\/v1\/transfers$/,
    change: (body) => body,
    statusCode: 203,
    violation: /"location":\["response"\],.*status code/i,
  },
];
const changeOf = (line: string) => changes.find(({ of }) => of.test(line));

test('Prism reports every answer that leaves the contract, and no other', async () => {
  const { violations } = await judge(runFlagship, ({ method, path, answer }) => {
    const found = changeOf(`${method} ${path}`);
    if (!found) return answer;
    const body = found.change(JSON.parse(answer.body) as Record<string, unknown>);
    return { ...answer, statusCode: found.statusCode ?? answer.statusCode, body: JSON.stringify(body) };
  });
  for (const { what, violation } of changes) {
    expect(violations, what).toContainEqual(expect.stringMatching(violation));
  }
  expect(violations.filter((line) => !changeOf(line.split(': ')[0] ?? ''))).toEqual([]);
});

test('Prism reports a request that the contract does not allow', async () => {
  const { violations } = await judge((target) =>
    createClient(target).send('createTransfer', { body: { amount: 'much' } }),
  );
  expect(violations).toContainEqual(
    expect.stringMatching(/^POST \/core\/v1\/transfers: .*"request","body".*debitAccountNumber/),
  );
});
