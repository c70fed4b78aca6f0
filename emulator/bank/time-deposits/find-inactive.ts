import { type Rejection, reject } from '../rejection.ts';
import type { TimeDepositRow } from './time-deposit-row.ts';

/** Returns the rejection of an operation that only an active CD allows. */
export function findInactive({ status, maturity_day }: TimeDepositRow): Rejection | undefined {
  if (status === 'Active') return undefined;
  if (status === 'Matured')
    return reject('time-deposit-matured', `Time deposit matured on ${maturity_day}: withdraw without a penalty`);
  if (status === 'Withdrawn') return reject('time-deposit-withdrawn');
  return reject('time-deposit-not-funded');
}
