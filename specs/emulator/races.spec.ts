import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { createSeededRandom } from '../../core/seeded-random.ts';
import { createClient } from '../../harness/client/client.ts';
import { proves } from '../requirement.ts';
import { auditBooks } from './audit-books.ts';
import { createSender, type OperationRequest, type OperationResponse } from './request-sender.ts';
import { startTestBank, type TestBank } from './test-bank.ts';

const REQUESTS = 10_000;
const CONNECTIONS = 48;

/** Requests that compete for the same thing, and the number of them that must win it. */
interface Race {
  readonly name: string;
  readonly requests: readonly Omit<OperationRequest, 'idempotencyKey'>[];
  /** Requests with the same idempotency key count as one request. Default: a key for each. */
  readonly keys?: readonly string[];
  readonly isWon: (answer: OperationResponse) => boolean;
  readonly winners: number;
  /** The expected result, `current / available` of the contested account. */
  readonly account: string;
  readonly figures: RegExp;
}

const card = { transactionType: 'Debit', amount: 5, description: 'Card' };

const isComplete = ({ body }: OperationResponse) => body.status === 'Complete';
const isGood = ({ statusCode }: OperationResponse) => statusCode === 200;

function times<Item>(count: number, build: (at: number) => Item): Item[] {
  return Array.from({ length: count }, (_, at) => build(at));
}

const transfer = (debitAccountNumber: string, creditAccountNumber: string, amount: number) =>
  ({ operationId: 'createTransfer', body: { debitAccountNumber, creditAccountNumber, amount } }) as const;

/** Opens the contested masters, each with the money of its race, and one that receives the payments. */
async function prepare(bank: TestBank) {
  const fund = async (product: 'checking' | 'direct' | 'savings', amount: number) => {
    const accountNumber = await bank.open(product);
    if (amount > 0) await bank.inbound({ receiverAccountNumber: accountNumber, amount });
    return accountNumber;
  };
  const payee = await fund('checking', 0);
  const passthrough = await fund('checking', 1_500);
  const direct = await fund('direct', 5_000);
  const [subledgers, directSubledger] = [
    [await bank.subledger(passthrough), await bank.subledger(passthrough)],
    await bank.subledger(direct),
  ];
  await bank.transfer(direct, directSubledger, 700);
  const accounts = { payee, passthrough, subledgers, direct, directSubledger };
  return {
    ...accounts,
    held: await fund('checking', 900),
    savings: await fund('savings', 1_000),
    once: await fund('checking', 10_000),
    card: await fund('checking', 1_000),
    leaving: await fund('checking', 0),
    posted: await fund('checking', 10_000),
  };
}

type RaceAccounts = Awaited<ReturnType<typeof prepare>>;

/** Builds every race on its own accounts, so that its result does not depend on the order of all requests. */
async function buildRaces(bank: TestBank, on: RaceAccounts): Promise<Race[]> {
  const memoPosts = await Promise.all(
    times(20, () => bank.ok<{ id: string }>('placeMemoPost', { path: { accountNumber: on.card }, body: card })),
  );
  const holds = await Promise.all(
    times(20, () =>
      bank.ok<{ id: string }>('placeHold', { path: { accountNumber: on.card }, body: { amount: 1, reason: 'R' } }),
    ),
  );
  const leavers = await Promise.all(times(40, () => bank.subledger(on.leaving)));
  return [
    {
      name: 'debits of a master and of its subledgers for one balance',
      requests: times(1_000, (at) => transfer([on.passthrough, ...on.subledgers][at % 3] ?? '', on.payee, 2)),
      isWon: isComplete,
      winners: 750,
      account: on.passthrough,
      figures: /^0 \/ 0$/,
    },
    {
      name: 'debits of a subledger that has to cover them itself',
      requests: times(500, () => transfer(on.directSubledger, on.payee, 2)),
      isWon: isComplete,
      winners: 350,
      account: on.direct,
      figures: /^4300 \/ 4300$/,
    },
    {
      name: 'holds and debits for one balance',
      requests: times(2_000, (at) =>
        at % 3 === 0
          ? transfer(on.held, on.payee, 1)
          : ({ operationId: 'placeHold', path: { accountNumber: on.held }, body: { amount: 1, reason: 'R' } } as const),
      ),
      isWon: ({ statusCode, body }) => statusCode === 200 && body.status !== 'Failed',
      winners: 900,
      account: on.held,
      figures: /^\d+ \/ 0$/,
    },
    {
      name: 'more debits than a savings account may have in a month',
      requests: times(100, () => transfer(on.savings, on.payee, 1)),
      isWon: isComplete,
      winners: 6,
      account: on.savings,
      figures: /^994 \/ 994$/,
    },
    {
      name: 'one request sent twenty times at once',
      requests: times(4_800, () => transfer(on.once, on.payee, 1)),
      keys: times(4_800, (at) => `once-${at % 240}`),
      isWon: isComplete,
      winners: 4_800,
      account: on.once,
      figures: /^9760 \/ 9760$/,
    },
    {
      name: 'captures of one memo post',
      requests: times(400, (at) => ({
        operationId: 'captureMemoPost' as const,
        path: { memoPostId: memoPosts[at % 20]?.id ?? '' },
        body: { amount: 3 },
      })),
      isWon: isGood,
      winners: 20,
      account: on.card,
      figures: /^940 \/ 940$/,
    },
    {
      name: 'releases of one hold',
      requests: times(400, (at) => ({
        operationId: 'releaseHold' as const,
        path: { accountNumber: on.card, holdId: holds[at % 20]?.id ?? '' },
      })),
      isWon: isGood,
      winners: 20,
      account: on.card,
      figures: /^940 \/ 940$/,
    },
    {
      name: 'closings of a subledger',
      requests: times(400, (at) => ({
        operationId: 'closeSubaccount' as const,
        path: { accountNumber: leavers[at % 40] ?? '' },
      })),
      isWon: isGood,
      winners: 40,
      account: on.leaving,
      figures: /^0 \/ 0$/,
    },
  ];
}

type RaceRequest = OperationRequest & { readonly race: Race };

/** Sends all requests in order over a number of connections. */
async function sendAll<Request extends OperationRequest>(bank: TestBank, requests: readonly Request[]) {
  const send = await createSender(bank.target, CONNECTIONS);
  const answers: { readonly request: Request; readonly answer: OperationResponse }[] = [];
  const left = [...requests].reverse();
  const work = async () => {
    for (let request = left.pop(); request; request = left.pop())
      answers.push({ request, answer: await send(request) });
  };
  await Promise.all(times(CONNECTIONS, work));
  return answers;
}

function shuffle<Item>(items: Item[], seed: number): Item[] {
  const random = createSeededRandom(seed);
  for (let at = items.length - 1; at > 0; at--) {
    const other = random.integer(0, at);
    [items[at], items[other]] = [items[other] as Item, items[at] as Item];
  }
  return items;
}

/**
 * Sends transfers while posting days close. Checks that each belongs to the open day and every close counts its
 * postings.
 */
async function raceCloses(
  bank: TestBank,
  on: RaceAccounts,
  count: { transfers: number; closes: number; seed: number },
) {
  const requests: OperationRequest[] = [
    ...times(count.transfers, (at) => ({ ...transfer(on.posted, on.payee, 1), idempotencyKey: `posting-${at}` })),
    ...times(count.closes, (at) => ({ operationId: 'closePostingDay' as const, idempotencyKey: `close-${at}` })),
  ];
  const answers = await sendAll(bank, shuffle(requests, count.seed));
  const closes = answers.filter(({ request }) => request.operationId === 'closePostingDay');
  const transfers = answers.filter(({ request }) => request.operationId === 'createTransfer');
  assert(transfers.every(({ answer }) => isComplete(answer)) && closes.every(({ answer }) => isGood(answer)));
  return closes.reduce((sum, { answer }) => sum + Number(answer.body.postedActivities), 0);
}

test(`${REQUESTS} concurrent requests: exactly the affordable ones succeed`, proves('X01', 'X03', 'A02'), async () => {
  test.setTimeout(90_000);
  const seed = Number(process.env.RACES_SEED || randomInt(2 ** 31));
  assert(Number.isSafeInteger(seed), `RACES_SEED must be an integer: "${process.env.RACES_SEED}"`);
  // Printed at the end of the run; it sets the order of the requests.
  test.info().annotations.push({ type: 'seed', description: `RACES_SEED=${seed}` });
  const bank = await startTestBank();
  try {
    const on = await prepare(bank);
    const races = await buildRaces(bank, on);
    const requests = races.flatMap((race, of) =>
      race.requests.map(
        (request, at): RaceRequest => ({ ...request, race, idempotencyKey: race.keys?.[at] ?? `race-${of}-${at}` }),
      ),
    );
    const answers = Map.groupBy(await sendAll(bank, shuffle(requests, seed)), ({ request }) => request.race);
    for (const race of races) {
      const won = answers.get(race)?.filter(({ answer }) => race.isWon(answer)) ?? [];
      expect(won.length, race.name).toBe(race.winners);
      expect(await bank.master(race.account), race.name).toMatch(race.figures);
    }
    const transfers = REQUESTS - requests.length - 20;
    const posted = await raceCloses(bank, on, { transfers, closes: 20, seed });
    const masters = (await bank.trial()).accounts.filter(({ accountClass }) => accountClass === 'Deposit');
    const last = await bank.ok<{ postedActivities: number }>('closePostingDay');
    const counts = await Promise.all(
      masters.map(({ accountNumber }) =>
        bank.ok<{ transactionCount: number }>('getAccount', { path: { accountNumber } }),
      ),
    );
    expect(posted + last.postedActivities).toBe(
      counts.reduce((sum, { transactionCount }) => sum + transactionCount, 0),
    );
    await auditBooks(
      createClient(bank.target),
      masters.map(({ accountNumber }) => accountNumber),
    );
  } finally {
    await bank.emulator.close();
  }
});
