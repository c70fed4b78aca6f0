import { errorCodes } from '../../../core/errors.ts';
import { errorReference } from '../../../emulator/api/error-reference.ts';
import { errors } from '../../../emulator/api/error-responses.ts';
import { renderHead, renderTable } from './markdown.ts';

/** Renders the page of the errors of the tool and of the emulator, each with cause and remedy. */
export function renderErrors(): string {
  const answers = Object.entries(errors).sort(([, a], [, b]) => a.code - b.code);
  return [
    ...renderHead(
      'Errors',
      '`core/errors.ts`, `emulator/api/error-responses.ts` and `emulator/api/error-reference.ts`',
    ),
    '## Errors of Crosscheck',
    '',
    'An error of Crosscheck stops the command with exit code 2. The message says what happened and what to do.',
    'In a JSON report it is under `stopped`. An error without one of these codes is a bug.',
    '',
    ...renderTable(
      ['code', 'cause', 'remedy'],
      Object.entries(errorCodes).map(([code, { cause, remedy }]) => [`\`${code}\``, cause, remedy]),
    ),
    '## Errors that the emulator returns',
    '',
    'The body is `{ "errors": [{ "code": ..., "message": ... }] }`. Codes from 1000 are validation, from 2000 rules,',
    'from 3000 security, 9999 a system fault. The ranges are documented (L-ERR); the exact codes and messages of the',
    'emulator are ours, and a bank may answer with others. A message can name the wrong field instead.',
    '',
    ...renderTable(
      ['status', 'code', 'message', 'cause', 'remedy'],
      answers.map(([kind, { status, code, message }]) => {
        const { cause, remedy } = errorReference[kind as keyof typeof errorReference];
        return [String(status), String(code), message, cause, remedy];
      }),
    ),
  ].join('\n');
}
