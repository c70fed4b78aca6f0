import { heldCredits, notYetAvailable, wentBack } from '../availability.ts';
import { inCents, type Law } from '../law.ts';

/**
 * What a schedule makes available only after the open posting day is held: the active holds for reason Availability with the
 * credit's `railId` add up to it. A payment that went back has its holds released. Without a `railId` a hold that an operator
 * placed for that reason looks the same, so only too little is found there. Source: S-ACCT, Availability schedules.
 */
export const holdCoversWhatIsNotYetAvailable: Law = {
  name: 'hold-covers-what-is-not-yet-available',
  requirementIds: ['V01', 'V02', 'V06', 'V07', 'V09'],
  provenance: 'source',
  discrepancy: 'DOC-012',
  needs: ['bank-time'],
  check({ after }) {
    const { postingDay = '' } = after;
    return heldCredits(after)
      .filter((held) => !wentBack(held))
      .flatMap(({ subAccountNumber, railId, credits, holds }) => {
        const expected = credits.reduce((sum, credit) => sum + notYetAvailable(credit, postingDay), 0);
        const active = holds.filter(({ status }) => status === 'Active');
        const actual = active.reduce((sum, { amount }) => sum + amount, 0);
        if (actual === expected || (railId === undefined && actual > expected)) return [];
        return [
          {
            message: `Availability holds of ${railId ?? 'no railId'} on ${subAccountNumber} on posting day ${postingDay} are not what its schedule still holds back`,
            expected: inCents(expected),
            actual: `${inCents(actual)} in ${active.length} active holds`,
          },
        ];
      });
  },
};
