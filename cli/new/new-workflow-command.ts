import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import { wrapText } from '../../core/wrap-text.ts';

/** The options of `crosscheck new workflow`. */
export interface NewWorkflowOptions {
  /** The folder of the new file. */
  readonly folder: string;
}

/** The folder of the built-in workflows in a clone of Crosscheck, which are also tests and generated documents. */
const BUILT_IN = 'workflows';
const ENTRY = 'harness/index.ts';
const LONGEST_NAME = 60;

/** Renders a workflow that passes and declares the event that it causes. */
const renderWorkflow = (id: string, entry: string) => `import { defineWorkflow, eq, onboard, personOf } from '${entry}';

export default defineWorkflow({
  id: '${id}',
  summary: 'A customer opens an account',
  inputs: (sources) => ({ ...personOf(sources), product: sources.target.products.checking ?? '' }),
  steps({ op, inputs }) {
    const body = { customerId: onboard(op, 'customer', inputs), productId: inputs.product, title: 'Main' };
    const emits = ['Core.Account.Opened'] as const;
    op.openAccount('open-account', { body, status: 200, emits, check: (r) => [eq(r.status, 'Active')] });
  },
});
`;

/**
 * `crosscheck new workflow NAME`: writes the file of a new workflow and prints the next steps. The file imports the
 * package `crosscheck`, or in a clone of Crosscheck its entry. Returns the exit code. Throws a CrosscheckError for an
 * invalid name and for a file that exists.
 */
export async function newWorkflowCommand(name: string, { folder }: NewWorkflowOptions): Promise<number> {
  checkName(name);
  const isClone = existsSync(ENTRY);
  const file = join(folder, `${name}.ts`);
  await writeNew(file, renderWorkflow(name, isClone ? entryFrom(folder) : 'crosscheck'), name);
  console.log(wrapText(`Wrote ${printable(file)}; the workflow passes as it is. Change its steps. Then:`));
  for (const [purpose, command] of nextSteps(name, folder, isClone))
    console.log(`  ${purpose}:\n    ${printable(command)}`);
  return 0;
}

function checkName(name: string): void {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= LONGEST_NAME) return;
  throw new CrosscheckError({
    code: 'usage',
    message: `Cannot name a workflow "${name}": expected lower-case letters, digits and hyphens, at most ${LONGEST_NAME} characters`,
    remedy: 'Example: npx crosscheck new workflow two-addresses',
  });
}

function entryFrom(folder: string): string {
  const path = relative(folder, ENTRY).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}

async function writeNew(file: string, text: string, name: string): Promise<void> {
  try {
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST' && existsSync(file))
      throw new CrosscheckError({
        code: 'usage',
        message: `Cannot create the workflow "${name}": "${file}" exists already`,
        remedy: 'Choose another name, or change that file',
      });
    throw new CrosscheckError({
      code: 'report-file',
      message: `Cannot write "${file}": ${code ?? message}`,
      remedy: 'Name a folder that can be created and written: --folder FOLDER',
      cause,
    });
  }
}

/** Returns the next steps, each as its purpose and its command. */
function nextSteps(name: string, folder: string, isClone: boolean): readonly (readonly [string, string])[] {
  if (!isClone || join(folder) !== BUILT_IN)
    return [
      ['Run it', `npx crosscheck run ${name} --workflows ${folder}`],
      ['Run every workflow of the folder', `npx crosscheck run --all --workflows ${folder}`],
    ];
  return [
    ['Run it', `npm start -- ${name}`],
    ['Run it as a test, with a report', `npx playwright test --project workflows -g ${name}`],
    ['Write its Arazzo document, which is committed with it', 'npm run generate'],
  ];
}
