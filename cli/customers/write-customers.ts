import { CrosscheckError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { printable } from '../../core/printable.ts';
import { wrapText } from '../../core/wrap-text.ts';
import { listenForInterrupts } from '../shared/interrupts.ts';
import { type CustomerFormat, countHeaderLines, isAppendable, type Line, renderLines } from './customer-format.ts';
import { createCustomersProgress } from './customers-progress.ts';
import type { CustomersPlan } from './parse-plan.ts';
import { countLines, openPart, partOf } from './part-file.ts';
import type { Records } from './records.ts';
import { writeLines } from './write-lines.ts';
import { fileWriter, stdoutWriter, type Writer } from './writers.ts';

export interface WriteCustomersOptions {
  /** The customers that the records belong to. */
  readonly plan: CustomersPlan;
  readonly records: Records;
  readonly format: CustomerFormat;
  /** True for negative records. */
  readonly isNegative?: boolean;
}

/**
 * Writes records to standard output. Returns the exit code: 2 if the reader closed the pipe or the command was
 * interrupted, and then prints how to continue. Throws a CrosscheckError if the records cannot be written.
 */
export async function writeToStdout({ plan, records, format }: WriteCustomersOptions): Promise<number> {
  let last = plan.first - 1;
  const onWritten = (n: number) => {
    last = n;
  };
  const withOut = 'with --out FILE, the same command can resume';
  const sum = () => plural(last - plan.first + 1, 'customer');
  const to = { plan, writer: stdoutWriter(process.stdout), hasBar: !process.stdout.isTTY, onWritten };
  try {
    if (await writeAll(renderLines(format, records), to)) return 0;
    console.error(`Interrupted after ${sum()}; ${isAppendable(format) ? `--from ${last + 1} continues` : withOut}`);
  } catch (cause) {
    if (!isClosedPipe(cause)) throw notWritten('standard output', { cause, written: sum(), remedy: withOut });
    const next = isAppendable(format) ? 'continue with --from after the last one received' : withOut;
    console.error(wrapText(`The reader closed the pipe; about ${sum()} written, not all of them read; ${next}`));
  }
  return 2;
}

/**
 * Writes records to FILE.part, which gets the name FILE when it is complete. The same command resumes an incomplete
 * FILE.part. Returns the exit code: 2 if the command was interrupted. Throws a CrosscheckError if the file cannot be
 * written.
 */
export async function writeToFile(file: string, options: WriteCustomersOptions): Promise<number> {
  const { plan, records, format, isNegative } = options;
  const part = await openPart(file, (line) => renderLines(format, records, line));
  const { handle, rest, lines } = part;
  const countWritten = async () =>
    plural(Math.max(0, (await countLines(handle)).lines - countHeaderLines(format)), 'complete record');
  try {
    if (lines > 0) console.error(`Resuming "${printable(partOf(file))}" after ${plural(lines, 'complete line')}`);
    const to = { plan, writer: fileWriter(handle.fd), hasBar: true };
    if (!(await writeAll(rest, to))) {
      const written = await countWritten();
      console.error(`Interrupted: "${printable(partOf(file))}" has ${written}; the same command resumes it`);
      return 2;
    }
    await part.finish();
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    const remedy = 'the same command resumes it';
    throw notWritten(`"${partOf(file)}"`, { cause, written: await countWritten(), remedy });
  } finally {
    await part.close();
  }
  const sum = plural(plan.last - plan.first + 1, 'customer');
  console.log(`Wrote ${isNegative ? `the negative records of ${sum}` : sum} to "${printable(file)}"`);
  return 0;
}

interface WriteOptions {
  readonly plan: CustomersPlan;
  readonly writer: Writer;
  /** Shows a progress bar on a terminal if true; false if the records are printed on the same terminal. */
  readonly hasBar: boolean;
  readonly onWritten?: (n: number) => void;
}

/** Writes lines until they end or the command is interrupted. Returns true if all were written. */
async function writeAll(lines: Iterable<Line>, { plan, writer, hasBar, onWritten }: WriteOptions): Promise<boolean> {
  const progress = createCustomersProgress(hasBar ? process.stderr : undefined, plan.last - plan.first + 1);
  const interrupts = listenForInterrupts({ last: 'the customers in progress', clear: progress.clear });
  try {
    return await writeLines(lines, {
      writer,
      signal: interrupts.signal,
      onWritten: (n) => {
        onWritten?.(n);
        if (!interrupts.signal.aborted) progress.show(n - plan.first + 1);
      },
    });
  } finally {
    interrupts.stop();
    progress.clear();
  }
}

/** The codes for a full disk, a used-up quota, and a file larger than allowed. */
const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];

function notWritten(
  file: string,
  { cause, written, remedy }: { readonly cause: unknown; readonly written: string; readonly remedy: string },
): CrosscheckError {
  const { message, code = '' } = cause as NodeJS.ErrnoException;
  return new CrosscheckError({
    code: 'report-file',
    message: `Cannot write to ${file} after ${written}: ${message}`,
    remedy: `${FULL.includes(code) ? 'Free disk space' : 'Check why it cannot be written'}; ${remedy}`,
    cause,
  });
}

function isClosedPipe(error: unknown): boolean {
  return isSystemError(error) && error.code === 'EPIPE';
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
