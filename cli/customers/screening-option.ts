import { CrosscheckError } from '../../core/errors.ts';
import {
  buildEmulatorTrigger,
  buildTrigger,
  parseTriggers,
  type RequestedResults,
  screeningLists,
  screeningResults,
  type Trigger,
} from '../../harness/customers/index.ts';
import { usageError } from '../shared/operating-error.ts';
import { unknownName } from './parse-names.ts';
import { readConfiguredFile } from './read-configured-file.ts';

export interface ScreenedCustomers {
  readonly classifications: readonly ('Personal' | 'Business')[];
  /** True for a real bank, which knows only the triggers that it published; the emulator recognizes words in a name. */
  readonly isRealBank: boolean;
}

/**
 * Builds the trigger for `--screening ofac=Positive,pep=Clear`: from the rows of COS_SCREENING_TRIGGERS if it is set,
 * otherwise from the emulator's words. Throws a CrosscheckError for an unknown list or result, and for a real bank
 * without rows.
 */
export function triggerOf(text: string, { classifications, isRealBank }: ScreenedCustomers): Trigger {
  const results = parseResults(text);
  const rows = readConfiguredFile('COS_SCREENING_TRIGGERS');
  if (rows !== undefined) return buildTrigger(results, parseTriggers(rows), classifications);
  if (!isRealBank) return buildEmulatorTrigger(results);
  throw new CrosscheckError({
    code: 'configuration',
    message: `Cannot trigger "${text}" at a real bank: COS_SCREENING_TRIGGERS is not set`,
    remedy: 'Set it to a file with the triggers that your bank published to you',
  });
}

function parseResults(text: string): RequestedResults {
  const results: Record<string, string> = {};
  for (const part of text.split(',').map((untrimmed) => untrimmed.trim())) {
    const [list = '', result, ...more] = part.split('=');
    if (result === undefined || more.length > 0)
      throw usageError(
        `Invalid value "${part}" for --screening`,
        'Write list=result, for example ofac=Positive,pep=Clear',
      );
    if (!screeningLists.some((name) => name === list)) throw unknownName('--screening', list, screeningLists);
    if (!screeningResults.some((name) => name === result)) throw unknownName('--screening', result, screeningResults);
    if (Object.hasOwn(results, list))
      throw usageError(`Duplicate list "${list}" in --screening`, 'Name each list once');
    results[list] = result;
  }
  return results;
}
