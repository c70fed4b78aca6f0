import { Command } from 'commander';
import { defineCheck } from './check/define-check.ts';
import { defineCustomers } from './customers/define-customers.ts';
import { defineDue } from './due/define-due.ts';
import { defineEmulator } from './emulator/define-emulator.ts';
import { defineResume } from './resume/define-resume.ts';
import { defineRun } from './run/define-run.ts';
import { defineScan } from './scan/define-scan.ts';
import type { Finish } from './shared/finish.ts';
import { defineWebhooks } from './webhooks/define-webhooks.ts';

/** The commands in the order of the help text. */
const COMMANDS = [
  defineRun,
  defineCheck,
  defineDue,
  defineResume,
  defineWebhooks,
  defineCustomers,
  defineScan,
  defineEmulator,
];

/**
 * Builds the command line: each command declares its own options and help text, and loads its code only when it runs. `finish` receives
 * the exit code of the command that ran. A usage error is thrown as a CommanderError.
 */
export function buildProgram(finish: Finish): Command {
  const program = new Command('crosscheck')
    .description("Contract tests and workflows for Cross River's COS, with a local bank to run them against")
    .exitOverride()
    .showHelpAfterError(
      'Through npm, options go behind two dashes: npm start -- --seed 7. What exists: npx crosscheck --help',
    );
  for (const define of COMMANDS) define(program, finish);
  return program;
}
