import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';

const SKIPPED = new Set(['.git', 'node_modules', 'reports', 'test-results', 'playwright-report', 'blob-report']);

/** Lists the Markdown files of the project. */
function markdownFiles(folder = '.'): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : markdownFiles(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** Returns Markdown without its code, in which nothing is a link. */
function withoutCode(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ''));
}

/** Returns the anchors that GitHub gives to the headings of a text. */
function anchorsOf(text: string): string[] {
  const headings = [...text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/^#{1,6} (.+)$/gm)];
  return headings.map(([, heading = '']) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Returns the targets of the links of a page that lead to nothing. */
function brokenLinks(page: string): string[] {
  const links = [...withoutCode(readFileSync(page, 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    if (/^(https?|mailto):/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(target)) return true;
    if (anchor === undefined) return false;
    return statSync(target).isDirectory() || !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
  });
}

test('relative links and anchors of all Markdown files lead somewhere', () => {
  const pages = markdownFiles();
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/guides/api.md']));
  expect(pages.flatMap((page) => brokenLinks(page).map((link) => `${page}: ${link}`))).toEqual([]);
});

test('README links every guide', () => {
  const readme = readFileSync('README.md', 'utf8');
  const guides = readdirSync('docs/guides');
  expect(guides.filter((name) => !readme.includes(`(docs/guides/${name})`))).toEqual([]);
});

test('README has fewer than 150 lines', () => {
  expect(readFileSync('README.md', 'utf8').trimEnd().split('\n').length).toBeLessThan(150);
});

/** Files that a reader of the guides creates. */
const CREATED = ['workflows/first-account.ts', 'workflows/two-addresses.ts'];

test('paths of the project in the code of Markdown files exist', () => {
  const folders = readdirSync('.').filter((name) => statSync(name).isDirectory() && !SKIPPED.has(name));
  const named = markdownFiles().flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/`([\w.-]+\/[\w./-]*)`/g)].map(([, path = '']) => ({ page, path })),
  );
  const ours = named.filter(({ path }) => folders.includes(path.split('/')[0] ?? ''));
  expect(ours.length).toBeGreaterThan(100);
  expect(
    ours.filter(({ path }) => !existsSync(path) && !CREATED.includes(path)).map(({ page, path }) => `${page}: ${path}`),
  ).toEqual([]);
});
