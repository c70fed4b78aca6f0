import { CrosscheckError } from '../../core/errors.ts';
import { parseTaxIdList, type TaxIdSource, wrongTaxIds } from '../../harness/customers/index.ts';
import { readConfigured } from './read-configured.ts';

/**
 * Where tax ids come from: what `--tax-ids` says, else the list of COS_TAX_ID_LIST where there is one, else never-issued numbers. Throws a
 * CrosscheckError for another word, for a list that cannot be read, and for one without an Ein where businesses are wanted.
 */
export function taxIdSourceOf(text: string | undefined, hasBusinesses: boolean): TaxIdSource {
  if (text === 'never-issued' || text === 'advertising') return text;
  if (text !== undefined)
    throw new CrosscheckError({
      code: 'usage',
      message: `--tax-ids is "${text}"`,
      remedy:
        'Wanted never-issued or advertising; numbers that your bank approved come from a file that COS_TAX_ID_LIST names',
    });
  const list = readConfigured('COS_TAX_ID_LIST');
  if (list === undefined) return 'never-issued';
  const approved = parseTaxIdList(list);
  if (hasBusinesses && approved.ein.length === 0)
    throw wrongTaxIds('has no Ein for businesses (--classification Personal wants none)');
  return approved;
}
