import { instantOf } from '../bank-days.ts';
import { type Books, everyRecord, type Hold, type Restriction } from '../books.ts';
import { inCents, type Law, type LawContext, type LawDeviation } from '../law.ts';
import { freshMasters } from '../transactions.ts';

/** The operator's operations that end them. */
const ENDS_RESTRICTION = new Set(['removeAnyRestriction', 'resetBank']);
const ENDS_HOLD = new Set(['releaseInternalHold', 'resetBank']);
const CRITERIA = [
  'subAccountNumber',
  'appliesTo',
  'rail',
  'transactionType',
  'otherAccountType',
  'amountThreshold',
  'transactionCode',
  'startsAt',
  'expiresAt',
];

/**
 * An Internal restriction or hold of the bank is not changed by a partner: only the operator removes it, or it expires.
 * Holds of a payment (`railId`) end with the payment. Source: S-ACCT, Partner vs. internal.
 */
export const internalRestrictionOutlivesPartner: Law = {
  name: 'internal-restriction-outlives-partner',
  requirementIds: ['R10', 'V13'],
  provenance: 'source',
  check(context) {
    const operationId = context.exchange?.operationId ?? '';
    return [
      ...(ENDS_RESTRICTION.has(operationId) ? [] : checkRestrictions(context)),
      ...(ENDS_HOLD.has(operationId) ? [] : checkHolds(context)),
    ];
  },
};

function checkRestrictions(context: LawContext): LawDeviation[] {
  const { before, after } = context;
  const fresh = freshMasters(context);
  const now = new Map(everyRecord(after, 'restrictions').map((restriction) => [restriction.id, restriction]));
  return everyRecord(before, 'restrictions')
    .filter(({ restrictionType, status }) => restrictionType === 'Internal' && status === 'Active')
    .filter((restriction) => fresh.has(restriction.masterAccountNumber) && !mayBeOver(restriction, after))
    .flatMap((restriction) => {
      const [expected, actual] = [describe(restriction), describe(now.get(restriction.id))];
      if (actual === expected) return [];
      const { id, masterAccountNumber } = restriction;
      return [{ message: `Internal restriction ${id} of ${masterAccountNumber} was changed`, expected, actual }];
    });
}

/** Returns true if the restriction may have expired; without the bank's time, any end may have been reached. */
function mayBeOver({ expiresAt }: Restriction, { now }: Books): boolean {
  return Boolean(expiresAt) && (now === undefined || instantOf(expiresAt ?? '') <= instantOf(now));
}

function describe(restriction: Restriction | undefined): string {
  if (!restriction) return 'not listed';
  const criteria = Object.entries(restriction).filter(([name, value]) => CRITERIA.includes(name) && value !== null);
  return [restriction.status, ...criteria.map(([name, value]) => `${name} ${value}`).sort()].join(', ');
}

function checkHolds({ before, after }: LawContext): LawDeviation[] {
  const released = new Set(
    everyRecord(after, 'holds').flatMap(({ id, status }) => (status === 'Released' ? [id] : [])),
  );
  return everyRecord(before, 'holds')
    .filter((hold) => isInternalHold(hold) && released.has(hold.id))
    .map(({ id, subAccountNumber, amount }) => ({
      message: `Internal hold ${id} on ${subAccountNumber} over ${inCents(amount)} was released, but not by the bank`,
      expected: 'Active',
      actual: 'Released',
    }));
}

function isInternalHold({ holdType, status, railId, reason }: Hold): boolean {
  return holdType === 'Internal' && status === 'Active' && railId === undefined && reason !== 'Availability';
}
