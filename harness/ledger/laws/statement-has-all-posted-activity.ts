import { dayOf } from '../bank-days.ts';
import { type Books, signedAmount } from '../books.ts';
import { inCents, type Law, type LawDeviation } from '../law.ts';
import { lineOf, type ReadStatement, readStatements } from '../statement-documents.ts';

/**
 * A statement has one line for each posted activity of its period, both ends included, and no other line; each month
 * that is over and has posted activity is on one statement. Source: S-ACCT, Statements ("all posted activity inclusive
 * of the period start and end dates").
 */
export const statementHasAllPostedActivity: Law = {
  name: 'statement-has-all-posted-activity',
  requirementIds: ['ST1', 'ST2'],
  provenance: 'source',
  check: ({ before, after }) => [...readStatements(after).flatMap(compareLines), ...findMissing(before, after)],
};

function compareLines({ master, statement, figures, activities }: ReadStatement): LawDeviation[] {
  const about = `statement of ${master} from ${statement.periodStart} to ${statement.periodEnd}`;
  const left = figures.lines.map(lineOf);
  const missing = activities.filter((activity) => {
    const at = left.indexOf(lineOf(activity));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [
    ...missing.map((activity) => ({
      message: `Posted activity ${activity.id} of ${dayOf(activity.postingDate)} is not on the ${about}`,
      expected: inCents(signedAmount(activity)),
      actual: 'no line',
    })),
    ...left.map((line) => ({
      message: `A line without a posted activity is on the ${about}`,
      expected: 'no line',
      actual: `${line} cents`,
    })),
  ];
}

/** Finds months without a statement, or with several, in the lists that the step has read. */
function findMissing(before: Books, { statements, records, now, postingDay }: Books): LawDeviation[] {
  if (now === undefined || postingDay === undefined) return [];
  // A month is over once its last posting day is closed, also if that is late.
  const today = [dayOf(now), postingDay].sort()[0] ?? '';
  return [...(statements ?? [])].flatMap(([master, list]) => {
    if (before.statements?.get(master) === list) return [];
    const days = (records.get(master)?.activities ?? [])
      .filter(({ status }) => status === 'Posted')
      .map(({ postingDate }) => dayOf(postingDate))
      .filter((day) => day.slice(0, 7) < today.slice(0, 7));
    return [...Map.groupBy(days, (day) => day.slice(0, 7))].flatMap(([month, [day = '']]) => {
      const { length } = list.filter(({ periodStart, periodEnd }) => periodStart <= day && day <= periodEnd);
      if (length === 1) return [];
      return [
        {
          message: `Account ${master} does not have one statement for ${month}`,
          expected: '1 statement',
          actual: `${length} statements`,
        },
      ];
    });
  });
}
