import { CrosscheckError } from '../../core/errors.ts';
import {
  buildEmulatorTrigger,
  buildTrigger,
  parseTriggers,
  type ScreeningWish,
  screeningLists,
  screeningResults,
  type Trigger,
} from '../../harness/customers/index.ts';
import { readConfigured } from './read-configured.ts';

/** Whose customers are screened: an emulator knows words in a name, a bank only what it has published to its partners. */
export interface Screened {
  readonly classifications: readonly ('Personal' | 'Business')[];
  /** Whether they go to a bank that is no emulator. */
  readonly byBank: boolean;
}

/**
 * What makes a screening say what `--screening ofac=Positive,pep=Clear` wants: the rows of COS_SCREENING_TRIGGERS where that is set, else
 * the emulator's words. Throws a CrosscheckError for an unknown list or result, and for a bank without rows.
 */
export function triggerOf(text: string, { classifications, byBank }: Screened): Trigger {
  const wish = parseWish(text);
  const rows = readConfigured('COS_SCREENING_TRIGGERS');
  if (rows !== undefined) return buildTrigger(wish, parseTriggers(rows), classifications);
  if (!byBank) return buildEmulatorTrigger(wish);
  throw new CrosscheckError({
    code: 'configuration',
    message: `Cannot make a bank’s screening say "${text}": COS_SCREENING_TRIGGERS is not set`,
    remedy:
      'Name a file with the triggers that your bank has published to you; the emulator’s words mean nothing to a bank',
  });
}

function parseWish(text: string): ScreeningWish {
  const wish: Record<string, string> = {};
  for (const one of text.split(',')) {
    const [list = '', result = '', ...more] = one.trim().split('=');
    const isKnown = screeningLists.some((name) => name === list) && screeningResults.some((name) => name === result);
    if (!isKnown || more.length > 0 || Object.hasOwn(wish, list))
      throw new CrosscheckError({
        code: 'usage',
        message: `--screening has "${one.trim()}"`,
        remedy: `Wanted list=result with commas between them, each list once: ${screeningLists.join(', ')}; ${screeningResults.join(', ')}`,
      });
    wish[list] = result;
  }
  return wish;
}
