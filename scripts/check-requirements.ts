import { readFile } from 'node:fs/promises';
import { requirements } from '../generated/requirements.ts';

/**
 * The rows that no test proves yet. It may only shrink: a row that a test proves leaves the list in the same commit.
 */
const UNPROVEN = 'specs/unproven-requirements.txt';
/** The requirements that the last test run proved, as its reporter wrote them. */
const PROVEN = 'reports/requirements-proven.json';

const known = requirements.map(({ id }) => id);
const proven = new Set(JSON.parse(await readFile(PROVEN, 'utf8')) as string[]);
const listed = new Set((await readFile(UNPROVEN, 'utf8')).split(/\s+/).filter(Boolean));
const unproven = known.filter((id) => !proven.has(id));

console.log(
  `${known.length - unproven.length} of ${known.length} requirements are proven by a test; nothing proves yet:`,
);
console.log(unproven.join(' '));

const problems: readonly [problem: string, ids: readonly string[]][] = [
  ['Tests name requirements that the catalogue does not have', [...proven].filter((id) => !known.includes(id))],
  ['These were proven before, but no longer are; fix the test', unproven.filter((id) => !listed.has(id))],
  [`These are proven now; take them out of ${UNPROVEN}`, [...listed].filter((id) => !unproven.includes(id))],
];
for (const [problem, ids] of problems) {
  if (ids.length === 0) continue;
  console.error(`${problem}: ${ids.join(' ')}`);
  process.exitCode = 1;
}
