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
 * Finds what looks like somebody's data in a text, in the order in which it stands there. It does not look for names, streets and dates
 * of birth: nothing in them tells whether they are somebody's. Nor does it decode what is packed (base64, gzip).
 */
export const detectPersonalData: Detect = (text) => {
  const folded = foldText(text);
  const labelBefore = buildLabels(folded);
  const numbers = NUMBER_DETECTORS.flatMap((detect) => detect(folded, labelBefore));
  return [...numbers, ...detectEmails(text)].sort((a, b) => a.offset - b.offset);
};
