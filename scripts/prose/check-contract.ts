import { checkWords } from './check-words.ts';
import type { Finding } from './finding.ts';

const KEY = /^\s*(?:- )?(?:\{ )?["']?([\w$-]+)["']?:(?:\s|$)/;
/** Keys whose values quote the bank's documents, or are data and not prose. */
const QUOTED_KEYS = [
  'quote',
  'source',
  'sources',
  'document',
  'x-document',
  'variantA',
  'variantB',
  'figure',
  'example',
  'examples',
  'value',
  'default',
  'const',
  'enum',
  'pattern',
  '$ref',
  'name',
  'operationId',
];

/** Checks the texts of a contract file line by line, without the quotations of the bank's documents. */
export function checkContract(file: string, text: string): Finding[] {
  let key = '';
  return text.split('\n').flatMap((line, index) => {
    key = KEY.exec(line)?.[1] ?? key;
    const isComment = /^\s*#/.test(line);
    if (!isComment && QUOTED_KEYS.includes(key)) return [];
    const prose = line.replace(isComment ? /^\s*#\s?/ : KEY, '').replace(/^\s*["']?/, '');
    return checkWords({ category: 'contracts', kind: 'string', file, line: index + 1, text: prose });
  });
}
