import { detectCards } from './detect-cards.ts';
import { detectEins } from './detect-eins.ts';
import { detectEmails } from './detect-emails.ts';
import { detectPhones } from './detect-phones.ts';
import { detectRoutingNumbers } from './detect-routing-numbers.ts';
import { detectSsns } from './detect-ssns.ts';
import type { Detect, DetectNumbers } from './detection.ts';
import { foldText } from './folded-text.ts';
import { buildLabels } from './labels.ts';

const NUMBER_DETECTORS: readonly DetectNumbers[] = [
  detectSsns,
  detectEins,
  detectPhones,
  detectCards,
  detectRoutingNumbers,
];

/**
 * Finds personal data in a text, in order of position. Does not detect names, streets and dates of birth, because their
 * form does not distinguish real from fictitious ones. Does not decode base64 or gzip.
 */
export const detectPersonalData: Detect = (text) => {
  const folded = foldText(text);
  const labelBefore = buildLabels(folded);
  const numbers = NUMBER_DETECTORS.flatMap((detect) => detect(folded, labelBefore));
  return [...numbers, ...detectEmails(text)].sort((a, b) => a.offset - b.offset);
};
