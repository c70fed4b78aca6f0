import { plural } from '../../core/plural.ts';
import type { DocumentReport } from '../../core/run-event.ts';
import type { Books, ObservedDocument } from './books.ts';

/** Describes the documents that were read: digests, and the figures compared with the books. */
export function describeDocuments({ statements, taxForms }: Books): DocumentReport[] {
  return [
    ...[...(statements ?? [])].flatMap(([accountNumber, list]) =>
      list.map(
        ({ id, document }): DocumentReport => ({
          kind: 'statement',
          accountNumber,
          id,
          ...describe(document, ({ lines }) => `opening balance, ${plural(lines.length, 'line')}, closing balance`),
        }),
      ),
    ),
    ...[...(taxForms ?? [])].flatMap(([accountNumber, { forms }]) =>
      forms.map(
        ({ id, document }): DocumentReport => ({
          kind: 'tax form',
          accountNumber,
          id,
          ...describe(document, () => 'interest of the year'),
        }),
      ),
    ),
  ];
}

function describe<Content>(
  document: ObservedDocument<Content>,
  compared: (content: Content) => string,
): Pick<DocumentReport, 'sha256' | 'compared' | 'unreadable'> {
  return 'unreadable' in document ? document : { sha256: document.sha256, compared: compared(document.content) };
}
