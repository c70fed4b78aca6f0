import type { Command } from 'commander';
import { collect } from '../shared/collect-option.ts';
import type { Finish } from '../shared/finish.ts';
import type { CheckCommandOptions } from './check-command.ts';

/** Declares `crosscheck check`, its options and its help text. */
export function defineCheck(program: Command, finish: Finish): void {
  program
    .command('check')
    .description('Check workflow files without sending anything; print each problem with line and column')
    .argument('<file...>', 'Arazzo documents, or workflows in TypeScript')
    .option(
      '--server <name=url>',
      'the URL, on localhost, of an API that the Arazzo document uses, by its source name; repeatable',
      collect,
      [],
    )
    .action(async (files: string[], options: CheckCommandOptions) => {
      const { checkCommand } = await import('./check-command.ts');
      finish(await checkCommand(files, options));
    });
}
