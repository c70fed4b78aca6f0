import type { StatementFigures } from '../documents/parse-statement.ts';
import { dayOf } from './bank-days.ts';
import { type Activity, type Books, type ObservedStatement, signedAmount } from './books.ts';
import { NotObservable } from './law-view.ts';

/** A statement whose document was read, with the posted activity of its period in posting sequence. */
export interface ReadStatement {
  readonly master: string;
  readonly statement: ObservedStatement;
  readonly figures: StatementFigures;
  readonly activities: readonly Activity[];
}

/** Lists the statements of all accounts. Throws NotObservable for a document that could not be read. */
export function readStatements({ statements, records }: Books): ReadStatement[] {
  return [...(statements ?? [])].flatMap(([master, list]) => {
    const posted = (records.get(master)?.activities ?? []).filter(({ status }) => status === 'Posted').sort(inSequence);
    return list.map((statement) => {
      const { id, periodStart, periodEnd, document } = statement;
      if ('unreadable' in document) throw new NotObservable(`cannot read statement ${id}: ${document.unreadable}`);
      const activities = posted.filter(({ postingDate }) => {
        const day = dayOf(postingDate);
        return day >= periodStart && day <= periodEnd;
      });
      return { master, statement, figures: document.content, activities };
    });
  });
}

function inSequence(a: Activity, b: Activity): number {
  const [one, other] = [dayOf(a.postingDate), dayOf(b.postingDate)];
  return one === other ? (a.sequenceNumber ?? 0) - (b.sequenceNumber ?? 0) : one < other ? -1 : 1;
}

/** Renders one line of a statement, or the activity that it should show: posting day and cents. */
export function lineOf(line: Activity | StatementFigures['lines'][number]): string {
  return 'day' in line ? `${line.day} ${line.amount}` : `${dayOf(line.postingDate)} ${signedAmount(line)}`;
}
