import type { Command } from 'commander';
import { addSelectionOptions } from '../customers/selection-options.ts';
import type { Finish } from '../shared/finish.ts';
import { integerBetween } from '../shared/integer-option.ts';
import { collectLimit } from '../shared/limit-option.ts';
import { parseTargetUrl } from '../shared/target-option.ts';
import type { OnboardCommandOptions } from './onboard-command.ts';

/** Declares `crosscheck onboard`, its options and its help text. */
export function defineOnboard(program: Command, finish: Finish): void {
  const command = program
    .command('onboard')
    .description('Send test customers to a bank; after an interruption, no customer is sent twice');
  addSelectionOptions(command)
    .option('--parallel <number>', 'number of customers sent at the same time', integerBetween(1, 256), 8)
    .option(
      '--target <url>',
      'the bank to send them to, with the credentials in the environment (default: an embedded local bank)',
      parseTargetUrl,
    )
    .option('--limit <name=number>', 'change a limit, see crosscheck run --help; repeatable', collectLimit, {})
    .allowExcessArguments(false)
    .action(async (options: OnboardCommandOptions) => {
      const { limitYoungGeneration } = await import('../shared/heap-limits.ts');
      limitYoungGeneration();
      const { onboardCommand } = await import('./onboard-command.ts');
      finish(await onboardCommand(options));
    });
}
