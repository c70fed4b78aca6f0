import { heldCredits, notYetAvailable, wentBack } from '../availability.ts';
import { inCents, type Law } from '../law.ts';

/**
 * Money that a schedule makes available only after the open posting day is held: the active Availability holds with the
 * credit's `railId` add up to it. The holds of a returned payment are released. Without a `railId`, an operator's hold
 * for the same reason looks the same, so only too small a sum is reported. Source: S-ACCT, Availability schedules.
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
            message: `Availability holds of ${railId ?? 'no railId'} on ${subAccountNumber} on posting day ${postingDay} differ from the rest of its schedule`,
            expected: inCents(expected),
            actual: `${inCents(actual)} in ${active.length} active holds`,
          },
        ];
      });
  },
};
