import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATEGORIES, type Category, type Finding } from './finding.ts';

const FILE = 'scripts/prose/allowed-findings.json';

/** Findings by category. */
export type Counts = Record<Category, number>;

/** Counts findings by category. */
export function countFindings(findings: readonly Finding[]): Counts {
  const count = (category: Category) => findings.filter((finding) => finding.category === category).length;
  return Object.fromEntries(CATEGORIES.map((category) => [category, count(category)])) as Counts;
}

/** Loads the numbers of allowed findings; a category that the file does not name has 0. */
export function loadAllowed(root: string): Counts {
  const path = join(root, FILE);
  const listed = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<Counts>) : {};
  return Object.fromEntries(CATEGORIES.map((category) => [category, listed[category] ?? 0])) as Counts;
}

/**
 * Writes lower numbers of allowed findings; categories with 0 are left out. Returns the categories whose number would
 * rise; if there is one, nothing is written.
 */
export function shrinkAllowed(root: string, counts: Counts): Category[] {
  const allowed = loadAllowed(root);
  const raised = CATEGORIES.filter((category) => counts[category] > allowed[category]);
  if (raised.length > 0) return raised;
  const listed = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  writeFileSync(join(root, FILE), `${JSON.stringify(listed, undefined, 2)}\n`);
  return [];
}
