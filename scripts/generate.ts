import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateFromContracts } from './generate/contracts.ts';
import { renderQuestions } from './generate/questions.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const generated = join(root, 'generated');
/** Written from the discrepancy register into the folder of the other documents, because people read it. */
const QUESTIONS = 'docs/questions-for-the-bank.md';
/** Its pages are generated; its examples are frozen by the specs of laws and checks. */
const REFERENCE = 'docs/reference';

/** Lists the files below a folder with their text, without the README and the examples. */
async function readTree(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter(
    (entry) => entry.isFile() && entry.name !== 'README.md' && !entry.parentPath.endsWith('/examples'),
  );
  const tree = new Map<string, string>();
  for (const file of files) {
    const path = join(file.parentPath, file.name);
    tree.set(path.slice(folder.length + 1), await readFile(path, 'utf8'));
  }
  return tree;
}

/** Runs all passes into a new folder; the later ones import the output of the first from generated/. */
async function generate(check: boolean): Promise<number> {
  const temporary = await mkdtemp(join(tmpdir(), 'crosscheck-generate-'));
  const [fresh, reference] = [join(temporary, 'generated'), join(temporary, 'reference')];
  try {
    await generateFromContracts(root, fresh);
    if (!check) await replace(fresh, ['openapi', 'types', 'validators']);
    runPass('workflows', join(fresh, 'arazzo'));
    runPass('reference', reference);
    const questions = await renderQuestions(root);
    if (check) return await compare(fresh, reference, questions);
    await replace(fresh, ['arazzo']);
    await cp(reference, join(root, REFERENCE), { recursive: true });
    await writeFile(join(root, QUESTIONS), questions);
    return 0;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Runs a pass as a process of its own, because it imports files that an earlier pass wrote. */
function runPass(name: string, folder: string): void {
  execFileSync(process.execPath, [join(root, `scripts/generate/${name}.ts`), folder], { stdio: 'inherit' });
}

/** Prints every generated file that differs from the one in the project; returns the exit code. */
async function compare(fresh: string, reference: string, questions: string): Promise<number> {
  const stale = [
    ...(await listChanged(fresh, generated)).map((path) => `generated/${path}`),
    ...(await listChanged(reference, join(root, REFERENCE))).map((path) => `${REFERENCE}/${path}`),
  ];
  if ((await readFile(join(root, QUESTIONS), 'utf8').catch(() => '')) !== questions) stale.push(QUESTIONS);
  for (const path of stale) console.error(`${path} is not what \`npm run generate\` writes`);
  return stale.length === 0 ? 0 : 1;
}

async function listChanged(fresh: string, folder: string): Promise<string[]> {
  const [wanted, present] = [await readTree(fresh), await readTree(folder)];
  const paths = [...new Set([...wanted.keys(), ...present.keys()])];
  return paths.filter((path) => wanted.get(path) !== present.get(path)).sort();
}

async function replace(fresh: string, folders: readonly string[]): Promise<void> {
  await mkdir(generated, { recursive: true });
  for (const folder of folders) await rm(join(generated, folder), { recursive: true, force: true });
  await cp(fresh, generated, { recursive: true });
}

process.exitCode = await generate(process.argv.includes('--check'));
