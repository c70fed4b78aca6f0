import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkContract } from './check-contract.ts';
import { checkMarkdown } from './check-markdown.ts';
import { checkSource } from './check-source.ts';
import type { Finding } from './finding.ts';

const IGNORED = ['.git', '.cache', 'node_modules', 'generated', 'reports', 'test-results'];
const IGNORED_REPORTS = ['playwright-report', 'blob-report'];
/** The list of what is banned. */
const WORD_LIST = 'scripts/prose/banned-forms.ts';

const CHECKS: readonly [files: RegExp, check: (file: string, text: string) => Finding[]][] = [
  [/\.(ts|js|mjs)$/, checkSource],
  [/\.md$/, checkMarkdown],
  // The schema of Arazzo is not ours.
  [/^contracts\/(?!arazzo\.schema)(.*\.yaml|[\w-]+\.schema\.json)$/, checkContract],
];

/** Lists the files below a folder that may hold prose, sorted, with "/" between the parts of a path. */
function listFiles(root: string): string[] {
  const patterns = ['**/*.{ts,js,mjs,md,yaml,json}', '.*.mjs', '.github/**/*.md'];
  const exclude = (path: string) => [...IGNORED, ...IGNORED_REPORTS].some((name) => path.split('/').includes(name));
  return globSync(patterns, { cwd: root, exclude })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path !== WORD_LIST)
    .sort();
}

/** Checks every document, source file and contract below a folder. */
export function checkTree(root: string): Finding[] {
  return listFiles(root).flatMap((file) => {
    const check = CHECKS.find(([files]) => files.test(file))?.[1];
    return check ? check(file, readFileSync(join(root, file), 'utf8')) : [];
  });
}
