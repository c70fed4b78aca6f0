import type { Finding } from '../../core/finding.ts';
import { discrepancies } from '../../generated/discrepancies.ts';
import { requirements } from '../../generated/requirements.ts';
import type { Colors } from './colors.ts';

/** Renders one finding: the rule, what was wanted, what came, and the sentence of the documents behind it. */
export function renderFinding(finding: Finding, colors: Colors): string {
  const paint = { failure: colors.red, discovery: colors.yellow, probe: colors.cyan }[finding.severity];
  return [
    `       ${paint(`${finding.severity}: ${finding.rule}`)}`,
    `         ${finding.message}`,
    `         wanted  ${finding.expected}`,
    `         came    ${finding.actual}`,
    ...explainFinding(finding).map((sentence) => `         ${colors.dim(sentence)}`),
  ].join('\n');
}

/** The sentences behind a finding: its requirements with their documents, and the discrepancy it stands on. */
export function explainFinding({ requirementIds, discrepancy, provenance }: Finding): string[] {
  const sentences = requirementIds.flatMap((id) => {
    const row = requirements.find((requirement) => requirement.id === id);
    return row ? [`${id} (${provenance}, ${row.document}): ${row.behaviour}`] : [];
  });
  const row = discrepancies.find(({ id }) => id === discrepancy);
  return row ? [...sentences, `${row.id} (${row.topic}): ${row.suggestion}`] : sentences;
}
