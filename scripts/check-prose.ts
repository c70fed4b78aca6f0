import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { countFindings, loadAllowed, shrinkAllowed } from './prose/allowed-findings.ts';
import { checkSubjects, FIRST_COMMIT } from './prose/check-subjects.ts';
import { checkTree } from './prose/check-tree.ts';
import { CATEGORIES, type Finding, renderFinding } from './prose/finding.ts';

const COMMAND = 'node scripts/check-prose.ts';
/** More findings of one category are not printed; `--list` prints all. */
const MOST_PRINTED = 100;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: false },
    root: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) },
    since: { type: 'string', default: FIRST_COMMIT },
  },
});

/** Prints the findings of one category that has more than allowed. */
function printExcess(findings: readonly Finding[]): void {
  for (const finding of findings.slice(0, MOST_PRINTED)) console.error(`  ${renderFinding(finding)}`);
  const more = findings.length - MOST_PRINTED;
  if (more > 0) console.error(`  ${more} more; list all with: ${COMMAND} --list [path prefix]`);
}

/** Compares the findings with the allowed numbers; returns whether every category has exactly its number. */
function compareWithAllowed(findings: readonly Finding[], root: string): boolean {
  const counts = countFindings(findings);
  const allowed = loadAllowed(root);
  const above = CATEGORIES.filter((category) => counts[category] > allowed[category]);
  const below = CATEGORIES.filter((category) => counts[category] < allowed[category]);
  for (const category of CATEGORIES) console.log(`${category}: ${counts[category]} (allowed: ${allowed[category]})`);
  for (const category of above) {
    console.error(`Too many findings in ${category}: ${counts[category]}, allowed are ${allowed[category]}`);
    printExcess(findings.filter((finding) => finding.category === category));
  }
  if (below.length > 0)
    console.error(`Fewer findings than allowed in ${below.join(', ')}; lower the numbers with: ${COMMAND} --shrink`);
  return above.length === 0 && below.length === 0;
}

/** Lowers the allowed numbers to those found; returns whether none had to rise. */
function lowerAllowed(findings: readonly Finding[], root: string): boolean {
  const raised = shrinkAllowed(root, countFindings(findings));
  if (raised.length > 0) console.error(`Cannot raise the allowed findings of ${raised.join(', ')}; fix the findings`);
  return raised.length === 0;
}

const findings = [...checkTree(options.root), ...checkSubjects(options.root, options.since)];
if (options.list) {
  const prefix = positionals[0] ?? '';
  for (const finding of findings.filter(({ file }) => file.startsWith(prefix))) console.log(renderFinding(finding));
} else {
  const isGood = options.shrink ? lowerAllowed(findings, options.root) : compareWithAllowed(findings, options.root);
  process.exitCode = isGood ? 0 : 1;
}
