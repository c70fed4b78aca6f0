import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { expect } from '@playwright/test';
import type { Exchange } from '../../core/exchange.ts';
import { defaultLimits } from '../../core/limits.ts';
import { createSeededRandom } from '../../core/seeded-random.ts';
import { type OperationId, operations } from '../../generated/operations.ts';
import { createClient } from '../../harness/client/client.ts';
import { parseBody } from '../../harness/client/parse-body.ts';
import { findAnswerProblem } from '../../harness/contract/answer-problem.ts';
import { checkExchange } from '../../harness/contract/checks.ts';
import { changedBy, idsOf, knownBy, shownBy } from '../../harness/events/emitting-step.ts';
import { openedAccounts } from '../../harness/ledger/opened-accounts.ts';
import { redactExchange } from '../../harness/masking/redact-exchange.ts';
import { test } from '../emulator/test-bank.ts';
import { mutateAnswer, mutations } from '../harness/mutate-answer.ts';
import type { RelayedAnswer } from '../judges/relay.ts';
import { goodRequests } from './good-requests.ts';

/** The number of wrong responses for each operation. */
const ANSWERS = 60;

/** Returns the exchange with the wrong response, as the client reads it. */
function wrongExchange(good: Exchange, { statusCode, headers, body }: RelayedAnswer): Exchange {
  return { ...good, response: { statusCode, headers, ...parseBody(body, defaultLimits) } };
}

test('every operation: a wrong response is a finding and breaks no reader', async ({ bank }) => {
  test.setTimeout(120_000);
  const seed = Number(process.env.HOSTILE_SEED || randomInt(2 ** 31));
  assert(Number.isSafeInteger(seed), `HOSTILE_SEED must be an integer: "${process.env.HOSTILE_SEED}"`);
  test.info().annotations.push({ type: 'seed', description: `HOSTILE_SEED=${seed}` });
  const random = createSeededRandom(seed);
  const client = createClient(bank.target);
  const tried = new Set<string>();
  for (const operationId of Object.keys(goodRequests) as (keyof typeof goodRequests)[]) {
    await bank.send('resetBank');
    const request = await goodRequests[operationId](bank);
    const good = await client.send(operationId, request);
    assert(good.response.statusCode < 300, `${operationId} ${good.response.statusCode}`);
    const { statusCode, headers, body } = good.response;
    const { responses } = operations[operationId];
    const text = body === undefined ? '' : JSON.stringify(body);
    let wrong = 0;
    for (let draws = 0; wrong < ANSWERS && draws < ANSWERS * 10; draws++) {
      const mutated = mutateAnswer(operationId, { statusCode, headers, body: text }, random);
      if (!mutated) continue;
      wrong += 1;
      tried.add(mutated.name);
      const exchange = wrongExchange(good, mutated.answer);
      const what = `${operationId} ${mutated.name}: ${mutated.answer.body.slice(0, 300)}`;
      const isOtherAnswer = mutated.answer.statusCode !== statusCode && mutated.answer.statusCode in responses;
      assert(checkExchange(exchange).length > 0 || isOtherAnswer, what);
      const used = findAnswerProblem(exchange) === undefined ? exchange.response.body : undefined;
      assert(used === undefined || typeof used === 'object', what);
      for (const read of [redactExchange, idsOf, changedBy, shownBy, knownBy, openedAccounts]) read(exchange);
    }
    assert(wrong > 10, `${operationId} was answered wrongly only ${wrong} times`);
  }
  expect([...tried].sort()).toEqual(Object.keys(mutations).sort());
  expect((Object.keys(operations) as OperationId[]).filter((id) => !(id in goodRequests))).toEqual(['issueToken']);
});
