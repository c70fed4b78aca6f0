import { suggestName } from '../../core/nearest-name.ts';
import { invalidTaxIdList, parseTaxIdList, type TaxIdSource } from '../../harness/customers/index.ts';
import { usageError } from '../shared/operating-error.ts';
import { readConfiguredFile } from './read-configured-file.ts';

const sources = ['never-issued', 'advertising'] as const;

/**
 * Returns the source of the tax ids: the value of `--tax-ids`, otherwise the list of COS_TAX_ID_LIST, otherwise
 * never-issued numbers. Throws a CrosscheckError for another value, for a list that cannot be read, and for a list
 * without an EIN if businesses are generated.
 */
export function taxIdSourceOf(text: string | undefined, hasBusinesses: boolean): TaxIdSource {
  const source = sources.find((name) => name === text);
  if (source) return source;
  if (text !== undefined)
    throw usageError(
      `Unknown value "${text}" for --tax-ids`,
      `${suggestName(text, sources)}Known: ${sources.join(', ')}. For numbers that your bank approved, set COS_TAX_ID_LIST`,
    );
  const list = readConfiguredFile('COS_TAX_ID_LIST');
  if (list === undefined) return 'never-issued';
  const approved = parseTaxIdList(list);
  if (hasBusinesses && approved.ein.length === 0)
    throw invalidTaxIdList('has no Ein for businesses (--classification Personal needs none)');
  return approved;
}
