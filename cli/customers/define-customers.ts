import type { Command } from 'commander';
import type { Finish } from '../shared/finish.ts';
import { integerBetween, SEED } from '../shared/integer-option.ts';
import { collectLimit } from '../shared/limit-option.ts';
import type { CustomersCommandOptions } from './customers-options.ts';

/** So far, and somewhat farther, each person of a seed has a tax id of their own. */
const COUNT = integerBetween(1, 6_000_000);

/** Declares `crosscheck customers`, its options and its help text. */
export function defineCustomers(program: Command, finish: Finish): void {
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
      const { keepMemoryFlat } = await import('./keep-memory-flat.ts');
      keepMemoryFlat();
      const { customersCommand } = await import('./customers-command.ts');
      finish(await customersCommand(options, (option) => command.getOptionValueSource(option) === 'cli'));
    });
}
