import { type Command, Option } from 'commander';
import { collect } from '../shared/collect-option.ts';
import type { Finish } from '../shared/finish.ts';
import { integerBetween, SEED } from '../shared/integer-option.ts';
import { collectLimit, renderLimits } from '../shared/limit-option.ts';
import { parseTargetUrl } from '../shared/target-option.ts';
import type { RunCommandOptions } from './run-options.ts';

/** Declares `crosscheck run`, its options and its help text. */
export function defineRun(program: Command, finish: Finish): void {
  program
    .command('run')
    .description('Run a workflow: check each response against the contract, and audit the books after each step')
    .usage('[options] [NAME | FILE [NAME]]')
    .argument(
      '[workflow...]',
      'the name of a workflow (default: flagship), or a file: an Arazzo document or a workflow in TypeScript. ' +
        'A file with several workflows needs a name as well',
    )
    .option('--all', 'run every workflow, one after the other')
    .option('--list', 'list the workflows and exit')
    .option('--workflows <folder>', 'a folder with your own workflows, instead of the built-in ones')
    .option('--seed <integer>', 'seed of the generated data: the same seed repeats the same run', SEED, 1)
    .option('--repeat <number>', 'number of runs, each with its own seed', integerBetween(1, 100_000), 1)
    .option('--parallel <number>', 'number of runs at the same time', integerBetween(1, 256), 1)
    .option('--json', 'print the report, or the list, as JSON')
    .option('--no-books', 'check the responses only; do not read the books')
    .option('--no-events', 'do not watch the webhook events that steps declare')
    .option(
      '--target <url>',
      'the COS to run against, with the credentials in the environment (default: an embedded local bank)',
      parseTargetUrl,
    )
    .option(
      '--input <name=value>',
      'an input of an Arazzo document, or @file.json with all of them; repeatable',
      collect,
      [],
    )
    .option(
      '--server <name=url>',
      'the URL, on localhost, of an API that the Arazzo document uses, by its source name; repeatable',
      collect,
      [],
    )
    .option('--limit <name=number>', 'change a limit, see below; repeatable', collectLimit, {})
    .addOption(new Option('--workflow <name>', 'the name of a workflow (old form)').hideHelp())
    .addHelpText('after', renderLimits())
    .action(async (words: string[], options: RunCommandOptions) => {
      const { runCommand } = await import('./run-command.ts');
      finish(await runCommand(options, words));
    });
}
