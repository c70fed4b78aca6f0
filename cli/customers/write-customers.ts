import { CrosscheckError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import { listenForInterrupts } from '../shared/interrupts.ts';
import { type CustomerFormat, canGrow, headerLines, type Line, renderLines } from './customer-format.ts';
import type { CustomersPlan } from './customers-plan.ts';
import { createCustomersProgress } from './customers-progress.ts';
import { countLines, openPart, partOf } from './part-file.ts';
import type { Records } from './records.ts';
import { writeLines } from './write-lines.ts';
import { fileWriter, stdoutWriter, type Writer } from './writers.ts';

export interface WriteCustomersOptions {
  /** Tells which customers the records are of. */
  readonly plan: CustomersPlan;
  readonly records: Records;
  readonly format: CustomerFormat;
  /** What the records are of a customer, in the plural, where they are not the customer. */
  readonly of?: 'twins';
}

/**
 * Writes records to standard output. Gives the exit code: 2 when the reader wants no more or a person interrupted, with a line
 * that tells how to go on. Throws a CrosscheckError when they cannot be written.
 */
export async function writeToStdout({ plan, records, format }: WriteCustomersOptions): Promise<number> {
  let last = plan.first - 1;
  const onWritten = (n: number) => {
    last = n;
  };
  const withOut = 'with --out FILE the same command goes on where it was';
  const sum = () => countOf(last - plan.first + 1, 'customer');
  const to = { plan, writer: stdoutWriter(process.stdout), hasBar: !process.stdout.isTTY, onWritten };
  try {
    if (await writeAll(renderLines(format, records), to)) return 0;
    console.error(`Interrupted after ${sum()}; ${canGrow(format) ? `--from ${last + 1} goes on` : withOut}`);
  } catch (cause) {
    if (!isClosedPipe(cause)) throw notWritten('standard output', { cause, kept: sum(), remedy: withOut });
    const next = canGrow(format) ? '--from goes on after the last that it has' : withOut;
    console.error(`The reader has closed the pipe; about ${sum()} were written, not all of them read; ${next}`);
  }
  return 2;
}

/**
 * Writes records to a file that has its name only when it is whole; until then it is FILE.part, with which the same command goes
 * on. Gives the exit code: 2 when a person interrupted. Throws a CrosscheckError when it cannot be written.
 */
export async function writeToFile(file: string, { plan, records, format, of }: WriteCustomersOptions): Promise<number> {
  const part = await openPart(file, (line) => renderLines(format, records, line));
  const { handle, rest, lines } = part;
  const countKept = async () =>
    countOf(Math.max(0, (await countLines(handle)).lines - headerLines(format)), 'whole record');
  try {
    if (lines > 0)
      console.error(`Going on with "${printable(partOf(file))}" after its ${countOf(lines, 'whole line')}`);
    const to = { plan, writer: fileWriter(handle.fd), hasBar: true };
    if (!(await writeAll(rest, to))) {
      console.error(`Interrupted: "${printable(partOf(file))}" has ${await countKept()}; the same command goes on`);
      return 2;
    }
    await part.finish();
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw notWritten(`"${partOf(file)}"`, { cause, kept: await countKept(), remedy: 'the same command goes on' });
  } finally {
    await part.close();
  }
  const sum = countOf(plan.last - plan.first + 1, 'customer');
  console.log(`${of ? `The ${of} of ${sum}` : sum} in "${printable(file)}"`);
  return 0;
}

interface Going {
  readonly plan: CustomersPlan;
  readonly writer: Writer;
  /** Whether a bar is shown, where there is a terminal: not between records on the same one. */
  readonly hasBar: boolean;
  readonly onWritten?: (n: number) => void;
}

/** Writes lines until they end, which it tells by true, or until a person interrupts. */
async function writeAll(lines: Iterable<Line>, { plan, writer, hasBar, onWritten }: Going): Promise<boolean> {
  const progress = createCustomersProgress(hasBar ? process.stderr : undefined, plan.last - plan.first + 1);
  const interrupts = listenForInterrupts({ last: 'the customers under way', clear: progress.clear });
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

/** The disk, the share of a person, the largest file that is allowed. */
const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];

function notWritten(
  where: string,
  { cause, kept, remedy }: { readonly cause: unknown; readonly kept: string; readonly remedy: string },
): CrosscheckError {
  const { message, code = '' } = cause as NodeJS.ErrnoException;
  return new CrosscheckError({
    code: 'report-file',
    message: `Cannot write to ${where} after ${kept}: ${message}`,
    remedy: `${FULL.includes(code) ? 'Make room there' : 'Look what keeps it from being written'}; ${remedy}`,
    cause,
  });
}

function countOf(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? what : `${what}s`}`;
}

function isClosedPipe(error: unknown): boolean {
  return isSystemError(error) && error.code === 'EPIPE';
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
