import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateFromContracts } from './generate/contracts.ts';
import { renderQuestions } from './generate/questions.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const generated = join(root, 'generated');
/** Written from the discrepancy register beside the other documents, because people read it. */
const QUESTIONS = 'docs/questions-for-the-bank.md';

/** Lists the files below a folder with their text, without the README. */
async function readTree(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== 'README.md');
  const tree = new Map<string, string>();
  for (const file of files) {
    const path = join(file.parentPath, file.name);
    tree.set(path.slice(folder.length + 1), await readFile(path, 'utf8'));
  }
  return tree;
}

/** Both passes into a new folder; the second imports what the first one wrote only after it stands in generated/. */
async function generate(check: boolean): Promise<number> {
  const fresh = await mkdtemp(join(tmpdir(), 'crosscheck-generate-'));
  try {
    await generateFromContracts(root, fresh);
    if (!check) await replace(fresh, ['openapi', 'types', 'validators']);
    execFileSync(process.execPath, [join(root, 'scripts/generate/workflows.ts'), join(fresh, 'arazzo')], {
      stdio: 'inherit',
    });
    const questions = await renderQuestions(root);
    if (!check) {
      await replace(fresh, ['arazzo']);
      await writeFile(join(root, QUESTIONS), questions);
      return 0;
    }
    const [wanted, present] = [await readTree(fresh), await readTree(generated)];
    const changed = [...new Set([...wanted.keys(), ...present.keys()])].filter(
      (path) => wanted.get(path) !== present.get(path),
    );
    const stale = changed.sort().map((path) => `generated/${path}`);
    if ((await readFile(join(root, QUESTIONS), 'utf8').catch(() => '')) !== questions) stale.push(QUESTIONS);
    for (const path of stale) console.error(`${path} is not what \`npm run generate\` writes`);
    return stale.length === 0 ? 0 : 1;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function replace(fresh: string, folders: readonly string[]): Promise<void> {
  await mkdir(generated, { recursive: true });
  for (const folder of folders) await rm(join(generated, folder), { recursive: true, force: true });
  await cp(fresh, generated, { recursive: true });
}

process.exitCode = await generate(process.argv.includes('--check'));
