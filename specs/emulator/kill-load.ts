import assert from 'node:assert/strict';
import type { SeededRandom } from '../../core/seeded-random.ts';
import type { Target } from '../../core/target.ts';
import { createSender, type OperationRequest, type OperationResponse } from './request-sender.ts';

/**
 * A request of a load and the body of its response, if there was one. Its idempotency key is also stored in its client
 * identifier, reason, description or title, so that its effect can be found.
 */
export interface Sent {
  readonly request: OperationRequest;
  answer?: OperationResponse['body'];
}

export interface LoadOptions {
  readonly target: Target;
  readonly random: SeededRandom;
  readonly masters: readonly string[];
  /** Masters and subledgers, all with money. */
  readonly accounts: readonly string[];
  /** The number of responses before the kill. */
  readonly answersUntilKill: number;
  readonly onReached: () => void;
  /** Builds the next request. Default: mostly transfers, sometimes a hold, a memo post, a subledger or a close. */
  readonly build?: (load: readonly Sent[]) => OperationRequest;
}

const CONNECTIONS = 8;
/** The bank remembers idempotency keys for seven days of its time; this number of closes stays within. */
const MOST_CLOSES = 4;

/** Sends requests of all kinds over several connections until the bank is killed; returns all of them. */
export async function loadUntilKilled(options: LoadOptions): Promise<Sent[]> {
  const send = await createSender(options.target, CONNECTIONS);
  const load: Sent[] = [];
  let answered = 0;
  const work = async () => {
    for (;;) {
      const sent: Sent = { request: options.build?.(load) ?? buildRequest(options, load) };
      load.push(sent);
      const answer = await send(sent.request).catch(() => undefined);
      if (!answer) return;
      assert.equal(answer.statusCode, 200, `${sent.request.operationId} ${JSON.stringify(answer.body)}`);
      sent.answer = answer.body;
      answered += 1;
      if (answered === options.answersUntilKill) options.onReached();
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  return load;
}

/** Builds a request: mostly a transfer, sometimes a hold, a memo post, a subledger or a close. */
function buildRequest({ random, accounts, masters }: LoadOptions, load: readonly Sent[]): OperationRequest {
  const mark = `load-${load.length}`;
  const closes = load.filter(({ request }) => request.operationId === 'closePostingDay').length;
  const pick = (numbers: readonly string[]) => numbers[random.integer(0, numbers.length - 1)] ?? '';
  const build = (operationId: OperationRequest['operationId'], rest: Partial<OperationRequest>) => ({
    operationId,
    idempotencyKey: mark,
    ...rest,
  });
  const amount = random.integer(1, 50);
  const [debitAccountNumber, accountNumber] = [pick(accounts), pick(masters)];
  const creditAccountNumber = pick(accounts.filter((number) => number !== debitAccountNumber));
  const draw = random.integer(0, 99);
  const path = { accountNumber };
  if (draw < 3 && closes < MOST_CLOSES) return build('closePostingDay', {});
  if (draw < 7) return build('createSubaccount', { body: { masterAccountNumber: accountNumber, title: mark } });
  if (draw < 15) return build('placeHold', { path, body: { amount, reason: mark } });
  if (draw < 23) return build('placeMemoPost', { path, body: { transactionType: 'Debit', amount, description: mark } });
  const body = { debitAccountNumber, creditAccountNumber, amount, clientIdentifier: mark };
  return build('createTransfer', { body });
}
