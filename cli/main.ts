import { CommanderError } from 'commander';
import { exitCodeOf } from '../harness/runs/exit-code.ts';
import { RunFolder } from '../harness/runs/run-folder.ts';
import { buildProgram } from './program.ts';
import { guardProcess, reportStop } from './shared/interrupts.ts';

/**
 * Runs the command line and returns the exit code: 0 clean and finished, 1 findings, 2 could not run or interrupted, 3
 * clean so far and a run is parked. Without any argument it prints the help.
 */
export async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  guardProcess();
  const output = watchOutput();
  const program = buildProgram((code) => {
    exitCode = code;
  });
  try {
    const isEmpty = argv.length <= 2;
    await program.parseAsync(isEmpty ? [...argv, '--help'] : [...argv]);
    return exitCodeOf({
      hasFindings: exitCode === 1,
      isStopped: exitCode === 2 || output.isBroken(),
      isParked: exitCode === 3,
    });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    await reportStop(error);
    return 2;
  } finally {
    await RunFolder.discardAll();
  }
}

/** Watches standard output and standard error, and reports when something could not be printed. */
function watchOutput(): { isBroken(): boolean } {
  let isBroken = false;
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      // A reader that has read enough (`| head`) closes the pipe.
      if (code === 'EPIPE') return;
      if (!isBroken && stream === process.stdout) console.error(`Cannot print to standard output: ${code ?? message}`);
      isBroken = true;
    });
  return { isBroken: () => isBroken };
}
