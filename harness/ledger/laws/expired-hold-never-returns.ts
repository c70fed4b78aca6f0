import { everyRecord } from '../books.ts';
import type { Law } from '../law.ts';

/**
 * A hold leaves Active once, to Released or Expired, and its status does not change afterwards. Source: S-ACCT, Holds
 * (V12).
 */
export const expiredHoldNeverReturns: Law = {
  name: 'expired-hold-never-returns',
  requirementIds: ['V12'],
  provenance: 'source',
  check({ before, after }) {
    const now = new Map(everyRecord(after, 'holds').map(({ id, status }) => [id, status]));
    return everyRecord(before, 'holds').flatMap(({ id, subAccountNumber, status: expected }) => {
      const actual = now.get(id) ?? expected;
      if (expected === 'Active' || actual === expected) return [];
      return [{ message: `The ended hold ${id} on ${subAccountNumber} changed its status`, expected, actual }];
    });
  },
};
