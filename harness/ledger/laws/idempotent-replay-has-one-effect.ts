import { isDeepStrictEqual } from 'node:util';
import type { Exchange } from '../../../core/exchange.ts';
import type { Figures } from '../books.ts';
import type { Law, LawContext, LawDeviation } from '../law.ts';
import { isReplay } from '../replays.ts';

/**
 * A repeated request with the same idempotency key has no second effect: no figure changes, and a success is answered
 * with the same body. A replay that the bank marks as such changes no figure either, unless the step sent it more than
 * once: the effect may be that of the first attempt. Source: L-IDEM.
 */
export const idempotentReplayHasOneEffect: Law = {
  name: 'idempotent-replay-has-one-effect',
  requirementIds: ['D12'],
  provenance: 'public',
  check(context) {
    const { exchange, repeats } = context;
    if (!exchange) return [];
    if (repeats) return [...checkFigures(context, exchange), ...checkBody(repeats, exchange)];
    return isReplay(exchange) && !exchange.retries?.length ? checkFigures(context, exchange) : [];
  },
};

function checkFigures({ before, after }: LawContext, { operationId }: Exchange): LawDeviation[] {
  return [...before.accounts].flatMap(([key, was]) => {
    const is = after.accounts.get(key) ?? was;
    if (describe(is) === describe(was)) return [];
    return [
      {
        message: `The replay of ${operationId} changed ${was.kind} ${was.accountNumber}`,
        expected: describe(was),
        actual: describe(is),
      },
    ];
  });
}

/** Compares the bodies and names the properties that differ, not their values: they may be sensitive. */
function checkBody(first: Exchange, { operationId, response }: Exchange): LawDeviation[] {
  if (response.statusCode >= 300 || isDeepStrictEqual(first.response.body, response.body)) return [];
  const [was, is] = [propertiesOf(first.response.body), propertiesOf(response.body)];
  const others = [...new Set([...was.keys(), ...is.keys()])].filter(
    (name) => !isDeepStrictEqual(was.get(name), is.get(name)),
  );
  return [
    {
      message: `The replay of ${operationId} is answered differently from the request`,
      expected: 'the same body',
      actual: `another ${others.join(', ') || 'body'}`,
    },
  ];
}

function propertiesOf(body: unknown): Map<string, unknown> {
  return new Map(Object.entries(body ?? {}));
}

function describe({ currentBalance, availableBalance, holdAmount, transactionCount }: Figures): string {
  return `current ${currentBalance}, available ${availableBalance}, held ${holdAmount} cents, ${transactionCount} transactions`;
}
