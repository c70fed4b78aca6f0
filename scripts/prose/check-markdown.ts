import { checkLineLength } from './check-line-length.ts';
import { checkSentences } from './check-sentences.ts';
import { checkWords } from './check-words.ts';
import type { Finding } from './finding.ts';
import { listProseLines, parseMarkdown } from './parse-markdown.ts';

/** The mark of pages that `npm run generate` writes. Their texts are checked in contracts/ and in the code. */
const GENERATED = /<!--[^>]*Do not edit[^>]*-->/;

/** Checks a Markdown document, unless it is generated. */
export function checkMarkdown(file: string, text: string): Finding[] {
  if (GENERATED.test(text)) return [];
  return [
    ...parseMarkdown(file, text).flatMap((passage) => [...checkWords(passage), ...checkSentences(passage)]),
    ...listProseLines(text).flatMap((line, index) => checkLineLength('markdown', file, index + 1, line ?? '')),
  ];
}
