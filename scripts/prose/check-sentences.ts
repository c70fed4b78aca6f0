import { buildFinding, type Finding, type Passage } from './finding.ts';

const MOST_WORDS = 25;
const PLAIN_DOCUMENTS = /^(README|CONTRIBUTING|SECURITY)\.md$|^docs\/guides\//;
const SENTENCE_END = /(?<=[.!?]["')*_]*)\s+(?=["'(*_[`]*[\p{Lu}\p{N}`])/gu;

/** Counts the words of a sentence; inline code is one word, and a link counts with its text. */
function countWords(sentence: string): number {
  const plain = sentence.replaceAll(/`[^`]+`/g, 'code').replaceAll(/\]\([^)]*\)/g, ']');
  return plain.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Checks that no sentence of the documents for users has more than 25 words. */
export function checkSentences(passage: Passage): Finding[] {
  if (!PLAIN_DOCUMENTS.test(passage.file) || passage.kind !== 'paragraph') return [];
  let start = 0;
  const findings: Finding[] = [];
  for (const sentence of passage.text.split(SENTENCE_END)) {
    const at = passage.text.indexOf(sentence, start);
    const words = countWords(sentence);
    start = at + sentence.length;
    if (words <= MOST_WORDS) continue;
    const remedy = `split it: ${words} words, at most ${MOST_WORDS}`;
    findings.push(buildFinding(passage, [at, at], 'long sentence', remedy));
  }
  return findings;
}
