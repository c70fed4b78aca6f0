import { renderDollars } from '../../core/cents.ts';
import type { Finding } from '../../core/finding.ts';
import { plural } from '../../core/plural.ts';
import { printableTexts } from '../../core/printable.ts';
import { discrepancies } from '../../generated/discrepancies.ts';
import { requirements } from '../../generated/requirements.ts';
import type { Colors } from './colors.ts';
import { differenceOf, type FindingGroup, groupFindings } from './group-findings.ts';
import { DEFAULT_WIDTH, STEP_INDENT, wrap } from './layout.ts';

const INDENT = `${STEP_INDENT}  `;
/** Findings of one rule, consequences and requirements beyond these numbers are only counted. */
const MOST_FINDINGS = 10;
const MOST_CONSEQUENCES = 5;
const MOST_REQUIREMENTS = 2;

/**
 * Renders the findings of a step, one text for each cause: the expected and the actual value, the findings that follow
 * from it, and the sentences of the documents behind it. Amounts are in dollars.
 */
export function renderFindings(findings: readonly Finding[], colors: Colors, width = DEFAULT_WIDTH): string[] {
  return groupFindings(printableTexts(findings)).map((group) => renderGroup(group, colors, width).join('\n'));
}

function renderGroup({ findings, consequences }: FindingGroup, colors: Colors, width: number): string[] {
  const [first] = findings;
  if (!first) return [];
  const paint = { failure: colors.red, discovery: colors.yellow, probe: colors.cyan }[first.severity];
  const sentences = explainBriefly(first).flatMap((sentence) => wrap(sentence, width, INDENT, 2));
  return [
    ...wrap(`${first.severity}: ${first.rule}`, width, STEP_INDENT, 2).map(paint),
    ...(findings.length === 1 ? renderOne(first, width) : renderSeveral(findings, width)),
    ...renderConsequences(consequences, width),
    ...sentences.map(colors.dim),
  ];
}

function renderOne({ message, expected, actual }: Finding, width: number): string[] {
  return [
    ...wrap(inDollars(message), width, INDENT, 2),
    ...wrap(`  expected  ${inDollars(expected)}`, width, INDENT, 12),
    ...wrap(`  actual    ${inDollars(actual)}`, width, INDENT, 12),
  ];
}

function renderSeveral(findings: readonly Finding[], width: number): string[] {
  const lines = findings
    .slice(0, MOST_FINDINGS)
    .flatMap(({ message, expected, actual }) => [
      ...wrap(inDollars(message), width, INDENT, 2),
      ...wrap(inDollars(`  expected ${expected}, actual ${actual}`), width, INDENT, 4),
    ]);
  return [...lines, ...renderRest(findings.length - MOST_FINDINGS)];
}

function renderConsequences(consequences: readonly Finding[], width: number): string[] {
  const [first] = consequences;
  if (!first) return [];
  const difference = renderDollars(differenceOf(first) ?? 0);
  const lines = consequences
    .slice(0, MOST_CONSEQUENCES)
    .flatMap(({ rule, message }) => wrap(inDollars(`- ${rule}: ${message}`), width, `${INDENT}  `, 2));
  return [
    ...wrap(`and ${plural(consequences.length, 'consequence')} (same difference of ${difference}):`, width, INDENT, 2),
    ...lines,
    ...renderRest(consequences.length - MOST_CONSEQUENCES, '  '),
  ];
}

function renderRest(count: number, indent = ''): string[] {
  return count > 0 ? [`${INDENT}${indent}and ${count} more in the JSON report`] : [];
}

/** Replaces amounts in cents by dollars: "2501 cents" becomes "$25.01". */
function inDollars(text: string): string {
  return text.replace(/(?<![\w.-])-?\d+ cents\b/g, (amount) => renderDollars(Number.parseInt(amount, 10)));
}

/** Returns the first sentences behind a finding; of further requirements only the ids. */
function explainBriefly(finding: Finding): string[] {
  const { requirementIds } = finding;
  const shown = explainFinding({ ...finding, requirementIds: requirementIds.slice(0, MOST_REQUIREMENTS) });
  const more = requirementIds.slice(MOST_REQUIREMENTS).filter((id) => requirements.some((row) => row.id === id));
  return more.length > 0 ? [...shown, `See also ${more.join(', ')}`] : shown;
}

/** Returns the sentences behind a finding: its requirements, and its row of the discrepancy register. */
export function explainFinding({ requirementIds, discrepancy, provenance }: Finding): string[] {
  const sentences = requirementIds.flatMap((id) => {
    const row = requirements.find((requirement) => requirement.id === id);
    return row ? [`${id} (${provenance}, ${row.document}): ${row.behaviour}`] : [];
  });
  const row = discrepancies.find(({ id }) => id === discrepancy);
  return row ? [...sentences, `${row.id} (${row.topic}): ${row.suggestion}`] : sentences;
}
