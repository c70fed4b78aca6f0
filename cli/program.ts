import { readFileSync } from 'node:fs';
import { Command, Help, type Option } from 'commander';
import { wrapText } from '../core/wrap-text.ts';
import { defineCheck } from './check/define-check.ts';
import { defineCustomers } from './customers/define-customers.ts';
import { defineDue } from './due/define-due.ts';
import { defineEmulator } from './emulator/define-emulator.ts';
import { defineNew } from './new/define-new.ts';
import { defineOnboard } from './onboard/define-onboard.ts';
import { defineResume } from './resume/define-resume.ts';
import { defineRun } from './run/define-run.ts';
import { defineScan } from './scan/define-scan.ts';
import type { Finish } from './shared/finish.ts';
import { npmHint } from './shared/npm-hint.ts';
import { defineWebhooks } from './webhooks/define-webhooks.ts';

/** The commands in the order of the help text. */
const COMMANDS = [
  defineRun,
  defineCheck,
  defineDue,
  defineResume,
  defineWebhooks,
  defineCustomers,
  defineOnboard,
  defineScan,
  defineEmulator,
  defineNew,
];

const COLUMNS = 80;

/**
 * Builds the command line: each command declares its own options and help text, and loads its code only when it runs.
 * `finish` receives the exit code of the command that ran. A usage error is thrown as a CommanderError.
 */
export function buildProgram(finish: Finish): Command {
  const program = new Command('crosscheck')
    .description("Contract tests and workflows for Cross River's COS, with a local bank to run them against")
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureHelp({ helpWidth: COLUMNS, optionDescription: describeOption })
    .configureOutput({ outputError: (text, write) => write(wrapText(text)) })
    .hook('preAction', async () => {
      const { warnOfStaleContracts } = await import('./shared/stale-contracts.ts');
      await warnOfStaleContracts();
    })
    .showHelpAfterError(wrapText(['List all options with: npx crosscheck --help', npmHint()].join('\n').trim()));
  for (const define of COMMANDS) define(program, finish);
  return program;
}

/** Describes an option without a default that is an empty list. */
function describeOption(option: Option): string {
  return new Help().optionDescription(option).replace(/ \(default: (?:\[\]|\{\})\)$/, '');
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}
