import { inCents, type Law } from '../law.ts';
import { type ReadStatement, readStatements } from '../statement-documents.ts';

/**
 * On a statement, the opening balance plus the lines is the closing balance, and that is the opening balance of the
 * next one. Inferred from S-ACCT, Statements.
 */
export const statementOpeningPlusLinesIsClosing: Law = {
  name: 'statement-opening-plus-lines-is-closing',
  requirementIds: ['ST5'],
  provenance: 'inferred',
  check: ({ after }) =>
    [...Map.groupBy(readStatements(after), ({ master }) => master).values()].flatMap((statements) =>
      statements.flatMap((read, at) => [...checkSum(read), ...checkNext(read, statements[at + 1])]),
    ),
};

function checkSum({ master, statement, figures: { opening, closing, lines } }: ReadStatement) {
  const sum = lines.reduce((total, { amount }) => total + amount, opening);
  if (sum === closing) return [];
  return [
    {
      message: `Opening balance plus lines is not the closing balance: statement of ${master} from ${statement.periodStart} to ${statement.periodEnd}`,
      expected: inCents(sum),
      actual: inCents(closing),
    },
  ];
}

function checkNext({ master, statement, figures }: ReadStatement, next: ReadStatement | undefined) {
  if (!next || next.figures.opening === figures.closing) return [];
  return [
    {
      message: `Opening balance is not the closing balance before: statement of ${master} after ${statement.periodEnd}`,
      expected: inCents(figures.closing),
      actual: inCents(next.figures.opening),
    },
  ];
}
