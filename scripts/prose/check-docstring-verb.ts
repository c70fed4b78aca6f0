import { buildFinding, type Finding, type Passage } from './finding.ts';

const THIRD_PERSON = /^(`[^`]+`:?\s+[A-Za-z]|[A-Z])[a-z-]*s\b/;
/** Words in s that are not verbs, or that are nouns at the head of a docstring. */
const NOT_A_VERB = new RegExp(
  `^(${[
    'Always',
    'As',
    'Across',
    'Is',
    'Its',
    'Perhaps',
    'Plus',
    'Yes',
    'This',
    'Thus',
    'Unless',
    'Was',
    'Bodies',
    'Cents',
    'Customers',
    'Days',
    'Digits',
    'Exchanges',
    'Fields',
    'Figures',
    'Headers',
    'Ids',
    'Inputs',
    'Lines',
    'Milliseconds',
    'Options',
    'Products',
    'Seconds',
    'Values',
    'Words',
    'Workflows',
  ].join('|')})\\b`,
);
const OTHER_OPENINGS = /^(Source:|ASSUMPTION:|@)/;

/** Checks that the docstring of a function opens with a verb in the third person singular. */
export function checkDocstringVerb(passage: Passage): Finding[] {
  if (passage.kind !== 'function docstring') return [];
  const text = passage.text.trimStart();
  if (OTHER_OPENINGS.test(text) || (THIRD_PERSON.test(text) && !NOT_A_VERB.test(text))) return [];
  const start = passage.text.length - text.length;
  return [buildFinding(passage, [start, start], 'docstring without verb', 'open with a verb: Returns, Sends, Parses')];
}
