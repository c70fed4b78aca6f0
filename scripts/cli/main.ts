import { Command, CommanderError } from 'commander';
import { CrosscheckError } from '../../core/errors.ts';
import { emulatorCommand } from './emulator-command.ts';
import { runCommand } from './run-command.ts';

/** Runs the command line and tells the exit code: 0 clean, 1 findings, 2 could not run. */
export async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = new Command('crosscheck')
    .description("Contract tests and workflows for Cross River's COS, with a local bank to run them against")
    .exitOverride()
    .showHelpAfterError('Run `npx crosscheck --help` for what exists')
    .configureOutput({ outputError: (text, write) => write(text) });
  const report = (code: number) => {
    exitCode = code;
  };
  program.addCommand(runCommand(report));
  program.addCommand(emulatorCommand(report));
  for (const command of program.commands) command.copyInheritedSettings(program);
  try {
    await program.parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof CrosscheckError) {
      console.error(`${error.message}\n${error.remedy}`);
      return 2;
    }
    throw error;
  }
}
