import type { Passage } from './finding.ts';

/** A word or form that the house style bans. The first form that matches some characters is the one reported. */
export interface BannedForm {
  rule: string;
  pattern: RegExp;
  replacement: string;
  /** Default: every kind of passage. */
  kinds?: readonly Passage['kind'][];
}

const DOCSTRINGS = ['docstring', 'function docstring'] as const;
const SENTENCES = ['comment', ...DOCSTRINGS, 'string', 'title', 'paragraph'] as const;

/** Comparatives and fixed phrases that may follow "is no". */
const AFTER_NO = 'longer|more|less|fewer|worse|better|other than|finer|later|earlier|one\\b|\\w+er than';

export const BANNED_FORMS: readonly BannedForm[] = [
  { rule: 'unless told', pattern: /\bunless told\b( otherwise)?/gi, replacement: 'default: X; by default' },
  { rule: 'tell apart', pattern: /\b(tells?|told|telling)\s+([\w-]+\s+){0,3}apart\b/gi, replacement: 'distinguishes' },
  { rule: 'told', pattern: /\btold(\s+as)?\b/gi, replacement: 'reported, printed, reported as' },
  { rule: 'tell', pattern: /\btell(s|ing)?\b/gi, replacement: 'reports, prints, says, shows' },
  {
    rule: 'opens with a relative clause',
    pattern: /(?<=^[\s"'(*]*|[.!?]["')*]*\s+)(What|Who|Whether|That which)\b(?![^.!?]*\?)/g,
    replacement: 'start with the noun',
    kinds: SENTENCES,
  },
  {
    rule: 'opens with a relative clause',
    pattern: /(?<=^\s*)(How|Where|When|Why)\b(?![^.!?]*\?)/g,
    replacement: 'start with the noun, or with the verb of a function',
    kinds: DOCSTRINGS,
  },
  {
    rule: 'nobody, somebody, anybody',
    pattern: /\b(no|some|any)body(['’]s)?\b/gi,
    replacement: 'name the actor (the bank, the partner, the run)',
  },
  {
    rule: 'go on',
    pattern: /\b(go|goes|going|gone|went)\s+on(\s+with\b|(?!\s+(a|an|the|its|their|one|to|top)\b)(?!\w|-))/gi,
    replacement: 'resume, continue',
  },
  { rule: 'can not', pattern: /\bcan\s+not\b(?!\s+only)/gi, replacement: 'cannot' },
  {
    rule: 'is no X',
    pattern: new RegExp(`(?<!\\bt?here\\s+)\\b(is|are|was|were)\\s+no\\s+(?!${AFTER_NO})[\\w-]+`, 'gi'),
    replacement: 'is not an X, there is no X',
  },
  {
    rule: 'is none',
    pattern: /(?<!\bt?here\s+)\b(is|are|was|were)\s+none\b/gi,
    replacement: 'is not one, is invalid, there is none',
  },
  {
    rule: 'stands',
    pattern: /\b(stands?|stood|standing)\s+(in|for|at|on|under|below|above|behind|before|after|there)\b/gi,
    replacement: 'is in, means, represents',
  },
  { rule: 'has it that', pattern: /\b(has|have|had)\s+it\s+that\b/gi, replacement: 'says' },
  { rule: 'gives', pattern: /(?<=^\s*)Gives\b|\band gives\b/g, replacement: 'returns', kinds: DOCSTRINGS },
  { rule: 'amiss', pattern: /\bamiss\b/gi, replacement: 'wrong' },
  { rule: 'anew', pattern: /\banew\b/gi, replacement: 'again' },
  { rule: 'mend', pattern: /\bmend(s|ed|ing)?\b/gi, replacement: 'fix' },
  { rule: 'beside', pattern: /\bbeside\b/gi, replacement: 'next to' },
  { rule: 'in the place of', pattern: /\bin\s+(the|its|their)\s+place\s+of\b/gi, replacement: 'instead of' },
  {
    // A hold on an account is the bank's word: "the hold against the balance" is accepted.
    rule: 'hold against',
    pattern:
      /(?<!\b(a|the|no|one|each|every|this|that|of)\s+)\b(hold|holds|held|holding)\b[^.;:!?]{0,50}?\bagainst\b/gi,
    replacement: 'check against, compare with',
  },
];
