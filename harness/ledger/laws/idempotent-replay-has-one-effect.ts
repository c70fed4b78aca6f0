import type { Figures } from '../books.ts';
import type { Law } from '../law.ts';
import { isReplay } from '../replays.ts';

/**
 * A request that the bank answers as a replay changes no figure of any account: its effect was there before. Not asked where
 * the request was sent more than once within the step, for the effect may then be that of the first try. Source: L-IDEM.
 */
export const idempotentReplayHasOneEffect: Law = {
  name: 'idempotent-replay-has-one-effect',
  requirementIds: ['D12'],
  provenance: 'public',
  check({ before, after, exchange }) {
    if (!exchange || !isReplay(exchange) || exchange.retries?.length) return [];
    return [...before.accounts].flatMap(([key, was]) => {
      const is = after.accounts.get(key) ?? was;
      if (describe(is) === describe(was)) return [];
      return [
        {
          message: `The replay of ${exchange.operationId} changed ${was.kind} ${was.accountNumber}`,
          expected: describe(was),
          actual: describe(is),
        },
      ];
    });
  },
};

function describe({ currentBalance, availableBalance, holdAmount, transactionCount }: Figures): string {
  return `current ${currentBalance}, available ${availableBalance}, held ${holdAmount} cents, ${transactionCount} transactions`;
}
