import { exitCodes } from '../../../harness/runs/exit-code.ts';
import { renderHead, renderTable } from './markdown.ts';

/** Renders the page of the exit codes, in the order in which they apply. */
export function renderExitCodes(): string {
  return [
    ...renderHead('Exit codes', '`harness/runs/exit-code.ts`'),
    'Every command ends with one of these codes. If several apply, the first in this table counts.',
    '',
    ...renderTable(
      ['code', 'meaning'],
      exitCodes.map(({ code, meaning }) => [String(code), meaning]),
    ),
  ].join('\n');
}
