import type { Finding } from '../../core/finding.ts';
import { printableTexts } from '../../core/printable.ts';
import { discrepancies } from '../../generated/discrepancies.ts';
import { requirements } from '../../generated/requirements.ts';
import type { Colors } from './colors.ts';

/** Renders findings: under each rule, what was wanted and what came, and once the sentences of the documents behind it. */
export function renderFindings(findings: readonly Finding[], colors: Colors): string[] {
  const groups = Map.groupBy(printableTexts(findings), (finding) =>
    JSON.stringify([finding.rule, ...explainFinding(finding)]),
  );
  return [...groups.values()].map((group) => renderGroup(group, colors));
}

function renderGroup(findings: readonly Finding[], colors: Colors): string {
  return findings
    .flatMap((finding, index) => {
      const paint = { failure: colors.red, discovery: colors.yellow, probe: colors.cyan }[finding.severity];
      const isLast = index === findings.length - 1;
      return [
        ...(index === 0 ? [`       ${paint(`${finding.severity}: ${finding.rule}`)}`] : []),
        `         ${finding.message}`,
        `         wanted  ${finding.expected}`,
        `         came    ${finding.actual}`,
        ...(isLast ? explainFinding(finding).map((sentence) => `         ${colors.dim(sentence)}`) : []),
      ];
    })
    .join('\n');
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
