import type { Command } from 'commander';
import { integerBetween, SEED } from '../shared/integer-option.ts';

/** The options that select and shape the customers, as parsed by the command line. */
export interface SelectionOptions {
  readonly count?: number;
  readonly from: number;
  readonly seed: number;
  readonly shard?: string;
  readonly classification?: string;
  readonly with?: string;
  readonly products?: string;
  readonly screening?: string;
  readonly taxIds?: string;
}

/** Customer numbers. Each person of a seed has its own tax id up to the last one, and somewhat further. */
const NUMBER = integerBetween(1, 6_000_000);

/** Adds the options that select and shape the customers to a command. */
export function addSelectionOptions(command: Command): Command {
  return command
    .option(
      '--count <number>',
      'number of the last customer; together with --from a range (default: ten customers)',
      NUMBER,
    )
    .option('--from <number>', 'number of the first customer', NUMBER, 1)
    .option('--seed <integer>', 'seed; customer n of a seed is always the same', SEED, 1)
    .option('--shard <i/k>', 'only part i of k equal parts, counted from 1')
    .option('--classification <name>', 'only Personal or only Business (default: both, one in five a Business)')
    .option('--with <parts>', 'add these parts to each customer: accounts,subledgers,payroll')
    .option('--products <names>', 'products for the accounts: checking,savings,earlyDirectDeposit,business')
    .option('--screening <list=result>', 'results of the screening: ofac=Positive,pep=Clear,internal=Reviewing')
    .option(
      '--tax-ids <source>',
      'never-issued: numbers that no person has; advertising: the ten SSNs published for advertisements',
    );
}
