import { relative } from 'node:path';
import type { CrosscheckError } from '../../core/errors.ts';
import { printable, renderJson } from '../../core/printable.ts';
import { wrapText } from '../../core/wrap-text.ts';
import { listWorkflowFolder, loadWorkflowFile } from '../../harness/host.ts';
import { describeError } from '../shared/describe-error.ts';
import { OWN_FOLDER, parseWords } from './find-workflow.ts';
import type { RunCommandOptions } from './run-options.ts';

/** A line of the list. */
interface ListedLine {
  readonly workflowId: string;
  readonly summary: string;
  /** The path of the file, seen from the current folder. */
  readonly file: string;
}

/**
 * `crosscheck run --list`: prints the workflows of a folder or file, as lines or as JSON. Prints an error for each file
 * that cannot be loaded. Returns the exit code: 2 with such a file, else 0.
 */
export async function listWorkflows(options: RunCommandOptions, words: readonly string[]): Promise<number> {
  const { lines, errors } = await findLines(options, words);
  console.log(options.json ? renderJson(lines) : renderLines(lines));
  for (const error of errors) console.error(describeError(error));
  return errors.length > 0 ? 2 : 0;
}

async function findLines(
  { workflows: folder, workflow }: RunCommandOptions,
  words: readonly string[],
): Promise<{ lines: readonly ListedLine[]; errors: readonly CrosscheckError[] }> {
  const { file } = parseWords(words, workflow);
  if (file === undefined) {
    const { workflows, errors } = await listWorkflowFolder(folder ?? OWN_FOLDER);
    const lines = workflows.map(({ workflowId, summary, file: path }) => ({
      workflowId,
      summary,
      file: relative('.', path),
    }));
    return { lines, errors };
  }
  const workflows = await loadWorkflowFile(file);
  return { lines: workflows.map(({ workflowId, summary }) => ({ workflowId, summary, file })), errors: [] };
}

/** Renders a line for each workflow; a summary that does not fit 80 columns continues below its beginning. */
function renderLines(lines: readonly ListedLine[]): string {
  const width = Math.min(36, Math.max(0, ...lines.map(({ workflowId }) => printable(workflowId).length)));
  return lines
    .map(({ workflowId, summary }) => {
      const [first = '', ...rest] = wrapText(printable(summary), 80 - width - 2, '').split('\n');
      const name = printable(workflowId).padEnd(width);
      return [`${name}  ${first}`, ...rest.map((line) => `${' '.repeat(width + 2)}${line}`)].join('\n');
    })
    .join('\n');
}
