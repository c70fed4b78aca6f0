import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderCommands } from './reference/render-commands.ts';
import { renderEnvironment } from './reference/render-environment.ts';
import { renderErrors } from './reference/render-errors.ts';
import { renderExitCodes } from './reference/render-exit-codes.ts';
import { renderLaws } from './reference/render-laws.ts';
import { renderReportSchema } from './reference/render-report-schema.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [folder = ''] = process.argv.slice(2);

/** The pages of `docs/reference/`, by file name. */
const pages = {
  'commands.md': renderCommands(),
  'environment.md': renderEnvironment(),
  'errors.md': renderErrors(),
  'exit-codes.md': renderExitCodes(),
  'laws.md': await renderLaws(root),
  'run-report.md': await renderReportSchema(root),
};

await mkdir(folder, { recursive: true });
for (const [name, text] of Object.entries(pages)) await writeFile(join(folder, name), `${text.trimEnd()}\n`);
