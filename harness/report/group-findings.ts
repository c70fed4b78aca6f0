import type { Finding } from '../../core/finding.ts';

/** Findings of one rule in one step, with the findings of other rules that have the same cause. */
export interface FindingGroup {
  readonly findings: readonly Finding[];
  readonly consequences: readonly Finding[];
}

/** Laws about sums over accounts. One wrong figure of one account breaks them too, so they come last as a cause. */
const SUM_LAWS: ReadonlySet<string> = new Set([
  'money-is-conserved',
  'gl-is-zero-at-close',
  'subledgers-sum-to-master',
]);

/**
 * Groups the findings of a step by rule. A group whose figures all differ by amounts by which an earlier group differs
 * has the same cause: its findings become consequences of that group.
 */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const byRule = [...Map.groupBy(findings, keyOf).values()];
  const isSum = ([finding]: readonly Finding[]) => SUM_LAWS.has(finding?.rule ?? '');
  const ordered = [...byRule.filter((group) => !isSum(group)), ...byRule.filter(isSum)];
  const groups: { findings: Finding[]; consequences: Finding[] }[] = [];
  for (const own of ordered) {
    const cause = groups.find((group) => explains(group.findings, own));
    if (cause) cause.consequences.push(...own);
    else groups.push({ findings: own, consequences: [] });
  }
  return groups;
}

function keyOf({ severity, rule, provenance, requirementIds, discrepancy }: Finding): string {
  return JSON.stringify([severity, rule, provenance, requirementIds, discrepancy]);
}

function explains(cause: readonly Finding[], findings: readonly Finding[]): boolean {
  const amounts = new Set(cause.map(differenceOf));
  return findings.every((finding) => {
    const difference = differenceOf(finding);
    return difference !== undefined && amounts.has(difference) && finding.severity === cause[0]?.severity;
  });
}

/** Returns by how many cents the actual amount differs from the expected one; undefined if they are not two amounts. */
export function differenceOf({ expected, actual }: Pick<Finding, 'expected' | 'actual'>): number | undefined {
  const [from, to] = [expected, actual].map((text) => /^(-?\d+) cents\b/.exec(text)?.[1]);
  return from === undefined || to === undefined ? undefined : Math.abs(Number(to) - Number(from));
}
