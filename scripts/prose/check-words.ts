import { BANNED_FORMS } from './banned-forms.ts';
import { buildFinding, type Finding, maskCode, type Passage } from './finding.ts';

/** Checks a passage for banned words and forms. Inline code and URLs are ignored. */
export function checkWords(passage: Passage): Finding[] {
  const text = maskCode(passage.text);
  const findings: Finding[] = [];
  const matched: (readonly [start: number, end: number])[] = [];
  for (const { rule, pattern, replacement, kinds } of BANNED_FORMS) {
    if (kinds !== undefined && !kinds.includes(passage.kind)) continue;
    for (const match of text.matchAll(pattern)) {
      const range = [match.index, match.index + match[0].length] as const;
      if (matched.some(([start, end]) => range[0] < end && start < range[1])) continue;
      matched.push(range);
      findings.push(buildFinding(passage, range, rule, replacement));
    }
  }
  return findings;
}
