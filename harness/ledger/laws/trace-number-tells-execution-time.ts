import { easternTraceStamp } from '../../../core/business-day.ts';
import { instantOf } from '../bank-days.ts';
import type { Law } from '../law.ts';
import { momentOf, newTransactions } from '../transactions.ts';

/** `T`, year, day of the year and time, and five characters: 17 in all. */
const FORM = /^T(\d{11})[0-9A-Z]{5}$/;
/**
 * ASSUMPTION: the number is drawn a moment before or after the execution. S-ACCT's sample differs by two seconds (B09).
 */
const SECONDS_APART = 5;

/**
 * A trace number has 17 characters, with the year, day of the year and Eastern time of the execution (of the proposal
 * for a failed transaction). Source: inferred from S-ACCT's samples (X16).
 */
export const traceNumberTellsExecutionTime: Law = {
  name: 'trace-number-tells-execution-time',
  requirementIds: ['X16'],
  provenance: 'inferred',
  check: (context) =>
    newTransactions(context)
      .filter((transaction) => !isNear(FORM.exec(transaction.traceNumber)?.[1], instantOf(momentOf(transaction))))
      .map((transaction) => ({
        message: `Trace number of transaction ${transaction.id} does not contain its time ${momentOf(transaction)}`,
        expected: `T${easternTraceStamp(instantOf(momentOf(transaction)))} and 5 characters, ${SECONDS_APART} seconds more or less`,
        actual: transaction.traceNumber,
      })),
};

function isNear(stamp: string | undefined, epochMs: number): boolean {
  for (let seconds = 0; seconds <= SECONDS_APART; seconds++) {
    if (easternTraceStamp(epochMs - seconds * 1000) === stamp) return true;
    if (easternTraceStamp(epochMs + seconds * 1000) === stamp) return true;
  }
  return false;
}
