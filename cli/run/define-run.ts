import type { Command } from 'commander';
import { collect } from '../shared/collect-option.ts';
import type { Finish } from '../shared/finish.ts';
import { integerBetween, SEED } from '../shared/integer-option.ts';
import { collectLimit, renderLimits } from '../shared/limit-option.ts';
import type { RunCommandOptions } from './run-options.ts';

/** Declares `crosscheck run`, its options and its help text. */
export function defineRun(program: Command, finish: Finish): void {
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
      const { runCommand } = await import('./run-command.ts');
      finish(await runCommand(options, args));
    });
}
