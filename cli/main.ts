import { Command, CommanderError, Option } from 'commander';
import { exitCodeOf } from '../harness/runs/exit-code.ts';
import { RunFolder } from '../harness/runs/run-folder.ts';
import type { CheckCommandOptions } from './check/check-command.ts';
import type { CustomersCommandOptions } from './customers/customers-command.ts';
import type { EmulatorCommandOptions } from './emulator/emulator-command.ts';
import type { ResumeCommandOptions } from './resume/resume-command.ts';
import { FIRST_SEED, LAST_SEED, type RunCommandOptions } from './run/run-options.ts';
import type { ScanCommandOptions } from './scan/scan-command.ts';
import { integerBetween } from './shared/integer-option.ts';
import { guardProcess, reportStop } from './shared/interrupts.ts';
import { collectLimit, renderLimits } from './shared/limit-option.ts';
import type { WebhooksCommandOptions } from './webhooks/webhooks-command.ts';

const SEED = integerBetween(FIRST_SEED, LAST_SEED);
const PORT = integerBetween(0, 65_535);
/** So far, and somewhat farther, each person of a seed has a tax id of their own. */
const COUNT = integerBetween(1, 6_000_000);

/**
 * Runs the command line and returns the exit code: 0 clean and finished, 1 findings, 2 could not run or interrupted, 3 clean so far and a
 * run is parked. What a command needs is loaded when it runs, so that the bank does not wait for its auditor.
 */
export async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  guardProcess();
  let isPrinted = true;
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      // A reader that has seen enough (`| head`) closes the pipe.
      if (code === 'EPIPE') return;
      if (isPrinted && stream === process.stdout) console.error(`Cannot print to standard output: ${code ?? message}`);
      isPrinted = false;
    });
  const program = new Command('crosscheck')
    .description("Contract tests and workflows for Cross River's COS, with a local bank to run them against")
    .exitOverride()
    .showHelpAfterError(
      'Through npm, options go behind two dashes: npm start -- --seed 7. What exists: npx crosscheck --help',
    );

  program
    .command('run')
    .description('Run a workflow, check every exchange against the contract and the books after every step')
    .argument('[file]', 'an Arazzo document, or a workflow in TypeScript; without it one by name')
    .option('--workflow <name>', 'which workflow; the flagship unless told, or the only one of a folder or file')
    .option('--workflows <folder>', 'a folder of your own workflows, in the place of those that come along')
    .option('--list', 'list the workflows and stop')
    .option('--seed <integer>', 'seed of the generated data; same seed, same run', SEED, 1)
    .option('--repeat <number>', 'run it so many times, each with a seed of its own', integerBetween(1, 100_000), 1)
    .option('--parallel <number>', 'so many at a time', integerBetween(1, 256), 1)
    .option('--json', 'print the report as JSON instead of lines')
    .option('--no-books', 'hold exchanges against the contract only, and do not read the books')
    .option('--no-events', 'do not watch the events that steps declare')
    .option('--target <url>', 'a COS to run against, as the environment tells; the embedded bank without it')
    .option(
      '--input <name=value>',
      'an input of the document, or @file.json with all of them; can be repeated',
      collect,
      [],
    )
    .option(
      '--server <name=url>',
      'where a source of the document is called, on this machine; can be repeated',
      collect,
      [],
    )
    .option('--limit <name=number>', 'change a limit, see below; can be repeated', collectLimit, {})
    .addHelpText('after', renderLimits())
    .allowExcessArguments(true)
    .action(async (_file: string | undefined, options: RunCommandOptions, { args }: Command) => {
      const { runCommand } = await import('./run/run-command.ts');
      exitCode = await runCommand(options, args);
    });

  program
    .command('check')
    .description('Tell everything that would stop the workflows of files, with line and column, and send nothing')
    .argument('<file...>', 'Arazzo documents, or workflows in TypeScript')
    .option('--server <name=url>', 'where a source is called, on this machine; can be repeated', collect, [])
    .action(async (files: string[], options: CheckCommandOptions) => {
      const { checkCommand } = await import('./check/check-command.ts');
      exitCode = await checkCommand(files, options);
    });

  program
    .command('due')
    .description('List the parked runs, and when each is due')
    .argument('[file...]', 'checkpoints; those in reports/parked without any')
    .action(async (files: string[]) => {
      const { dueCommand } = await import('./due/due-command.ts');
      exitCode = await dueCommand(files);
    });

  program
    .command('resume')
    .description('Go on with the parked runs that are due')
    .argument('[file...]', 'checkpoints; those in reports/parked without any')
    .option('--despite-changes', 'although the contract or the workflow changed since; the report says so')
    .option('--target <url>', 'the address that the runs were made at; COS_BASE_URL without it')
    .option('--input <name=value>', 'an input that the run was given, once more; can be repeated', collect, [])
    .option('--server <name=url>', 'where a source of the document is called; can be repeated', collect, [])
    .option('--limit <name=number>', 'change a limit, see run --help; can be repeated', collectLimit, {})
    .action(async (files: string[], options: ResumeCommandOptions) => {
      const { resumeCommand } = await import('./resume/resume-command.ts');
      exitCode = await resumeCommand(files, options);
    });

  program
    .command('webhooks')
    .description('Send a handler of webhooks every event of the bank, then the nasty ones, and tell what it answered')
    .requiredOption('--to <url>', 'where the handler takes events: https, or plain http on this machine')
    .option('--username <name>', 'its user by HTTP Basic authentication; the password comes from COS_WEBHOOK_PASSWORD')
    .option('--timeout <seconds>', 'how long it has to answer', integerBetween(1, 60), 10)
    .option('--port <number>', 'port of the bank, for a handler that asks it back; 0 picks a free one', PORT, 0)
    .option('--seed <integer>', 'seed of the data and ids, to send the same again; drawn without it', SEED)
    .option('--json', 'print the report as JSON instead of lines')
    .allowExcessArguments(false)
    .action(async (options: WebhooksCommandOptions) => {
      const { webhooksCommand } = await import('./webhooks/webhooks-command.ts');
      exitCode = await webhooksCommand(options);
    });

  program
    .command('customers')
    .description('Generate test customers that are valid, fit together, and cannot be anybody; or onboard them')
    .option('--count <number>', 'customers 1 to this number; ten unless told', COUNT)
    .option('--from <number>', 'begin with this one', COUNT, 1)
    .option('--seed <integer>', 'seed; customer n of a seed is always the same', SEED, 1)
    .option('--shard <i/k>', 'only the i-th of k parts of them, from 1; the parts joined are the whole')
    .option('--classification <name>', 'only Personal or only Business; one in five is a Business without it')
    .option('--with <parts>', 'what else belongs to them: accounts,subledgers,payroll')
    .option('--products <names>', 'what accounts are opened on: checking,savings,earlyDirectDeposit,business')
    .option('--screening <list=result>', 'what the screening says: ofac=Positive,pep=Clear,internal=Reviewing')
    .option('--tax-ids <source>', 'never-issued, or advertising for the ten numbers published for that')
    .option('--negative', 'of each customer a twin for each way to break one field, with the answer promised')
    .option('--explain', 'tell for each field of the first customer why it cannot be anybody’s, and stop')
    .option('--format <name>', 'ndjson, json, or csv (RFC 4180)', 'ndjson')
    .option(
      '--out <file>',
      'write them to this file, and go on with one that was not finished; else to standard output',
    )
    .option('--onboard', 'send them to a bank in the place of writing them: the embedded one, or --target')
    .option('--parallel <number>', 'with --onboard: so many at a time', integerBetween(1, 256), 8)
    .option('--target <url>', 'with --onboard: the COS to send them to, as the environment tells')
    .option(
      '--limit <name=number>',
      'with --onboard: change a limit, see run --help; can be repeated',
      collectLimit,
      {},
    )
    .allowExcessArguments(false)
    .action(async (options: CustomersCommandOptions, command: Command) => {
      const { keepMemoryFlat } = await import('./customers/keep-memory-flat.ts');
      keepMemoryFlat();
      const { customersCommand } = await import('./customers/customers-command.ts');
      exitCode = await customersCommand(options, (option) => command.getOptionValueSource(option) === 'cli');
    });

  program
    .command('scan')
    .description(
      'Find what looks like the data of real persons in files: tax ids, phones, e-mails, cards, routing numbers',
    )
    .argument('<path...>', 'files, and folders with all below them but .git and node_modules')
    .option(
      '--allow <text>',
      'a value, or a domain of e-mail addresses, that is known and right; can be repeated',
      collect,
      [],
    )
    .option('--json', 'print the report as JSON instead of lines')
    .action(async (paths: string[], options: ScanCommandOptions) => {
      const { scanCommand } = await import('./scan/scan-command.ts');
      exitCode = await scanCommand(paths, options);
    });

  program
    .command('emulator')
    .description('Start the local bank and keep it running')
    .option('--port <number>', 'port on the loopback; 0 picks a free one', PORT, 4010)
    .option('--data <file>', 'keep the books in this file; in memory without it')
    .option('--clock <time>', 'freeze the clock at this time (ISO 8601 with offset), or "wall" to let it run')
    .option('--seed <integer>', 'seed of the numbers that the bank draws', SEED, 1)
    .option(
      '--variant <row=side>',
      'the other side of a discrepancy, for example DOC-022=A; can be repeated',
      collect,
      [],
    )
    .addOption(
      new Option(
        '--log [format]',
        'log each request on standard error, a line each: method, path, operation, status, time, caller; no query, header or body',
      ).choices(['text', 'json']),
    )
    .allowExcessArguments(false)
    .action(async (options: EmulatorCommandOptions) => {
      const { emulatorCommand } = await import('./emulator/emulator-command.ts');
      exitCode = await emulatorCommand(options);
    });

  try {
    await program.parseAsync([...argv]);
    return exitCodeOf({
      hasFindings: exitCode === 1,
      isStopped: exitCode === 2 || !isPrinted,
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

function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}
