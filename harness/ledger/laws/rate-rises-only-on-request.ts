import type { Law } from '../law.ts';

/**
 * The rate of a time deposit rises only in a step that requests a bump-up, and never by itself. Source: S-ACCT,
 * Certificates of deposit ("Actual bump-ups are optional and must be requested. They do not happen automatically"); the
 * same text also says that the rate rises automatically.
 */
export const rateRisesOnlyOnRequest: Law = {
  name: 'rate-rises-only-on-request',
  requirementIds: ['T07', 'T08'],
  provenance: 'source',
  discrepancy: 'DOC-051',
  check: ({ before, after, exchange }) =>
    [...(after.timeDeposits ?? [])].flatMap(([master, deposit]) => {
      const earlier = before.timeDeposits?.get(master);
      if (!deposit || !earlier?.fundedOn || deposit.rateBasisPoints <= earlier.rateBasisPoints) return [];
      const isRequested =
        exchange?.operationId === 'bumpUpTimeDeposit' && new URL(exchange.request.url).pathname.includes(`/${master}/`);
      if (isRequested) return [];
      return [
        {
          message: `The rate of time deposit ${master} has risen without a request`,
          expected: `${earlier.rateBasisPoints} basis points`,
          actual: `${deposit.rateBasisPoints} basis points`,
        },
      ];
    }),
};
