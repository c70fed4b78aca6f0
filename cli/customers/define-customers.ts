import { type Command, Option } from 'commander';
import type { Finish } from '../shared/finish.ts';
import { integerBetween } from '../shared/integer-option.ts';
import { collectLimit } from '../shared/limit-option.ts';
import { parseTargetUrl } from '../shared/target-option.ts';
import type { CustomersCommandOptions } from './customers-command.ts';
import { addSelectionOptions } from './selection-options.ts';

/** Declares `crosscheck customers`, its options and its help text. */
export function defineCustomers(program: Command, finish: Finish): void {
  const command = program
    .command('customers')
    .description('Generate test customers that are valid, consistent and not real people');
  addSelectionOptions(command)
    .option('--negative', 'write invalid requests instead: one for each way to make one field invalid')
    .option('--explain', 'print for each field of the first customer why it belongs to no real person, and exit')
    .option('--format <name>', 'ndjson, json, or csv (RFC 4180)', 'ndjson')
    .option('--out <file>', 'write to this file, and resume it if it is incomplete (default: standard output)')
    .addOption(new Option('--onboard', 'old form of crosscheck onboard').hideHelp())
    .addOption(new Option('--parallel <number>').argParser(integerBetween(1, 256)).default(8).hideHelp())
    .addOption(new Option('--target <url>').argParser(parseTargetUrl).hideHelp())
    .addOption(new Option('--limit <name=number>').argParser(collectLimit).default({}).hideHelp())
    .allowExcessArguments(false)
    .action(async (options: CustomersCommandOptions) => {
      const { limitYoungGeneration } = await import('../shared/heap-limits.ts');
      limitYoungGeneration();
      const { customersCommand } = await import('./customers-command.ts');
      finish(await customersCommand(options, (option) => command.getOptionValueSource(option) === 'cli'));
    });
}
