import type { Law } from '../law.ts';
import { lineOf, readStatements } from '../statement-documents.ts';

/**
 * The lines of a statement follow the posting sequence of the activity. Source: S-ACCT, Statements ("lists details
 * according to the posting sequence of the account activity records").
 */
export const statementFollowsPostingSequence: Law = {
  name: 'statement-follows-posting-sequence',
  requirementIds: ['ST3'],
  provenance: 'source',
  check: ({ after }) =>
    readStatements(after).flatMap(({ master, statement, figures, activities }) => {
      const [expected, actual] = [activities.map(lineOf), figures.lines.map(lineOf)];
      // Missing and additional lines are the business of `statement-has-all-posted-activity`.
      if ([...expected].sort().join() !== [...actual].sort().join()) return [];
      const at = expected.findIndex((line, index) => line !== actual[index]);
      if (at < 0) return [];
      return [
        {
          message: `Line ${at + 1} is out of the posting sequence: statement of ${master} from ${statement.periodStart} to ${statement.periodEnd}`,
          expected: `${expected[at]} cents`,
          actual: `${actual[at]} cents`,
        },
      ];
    }),
};
