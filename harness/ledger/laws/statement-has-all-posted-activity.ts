import { dayOf } from '../bank-days.ts';
import { signedAmount } from '../books.ts';
import { inCents, type Law, type LawDeviation } from '../law.ts';
import { lineOf, type ReadStatement, readStatements } from '../statement-documents.ts';

/**
 * A statement has one line for each posted activity of its period, both ends included, and no other line. Source:
 * S-ACCT, Statements ("all posted activity inclusive of the period start and end dates").
 */
export const statementHasAllPostedActivity: Law = {
  name: 'statement-has-all-posted-activity',
  requirementIds: ['ST1', 'ST2'],
  provenance: 'source',
  check: ({ after }) => readStatements(after).flatMap(compareLines),
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
