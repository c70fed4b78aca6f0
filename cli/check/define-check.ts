import type { Command } from 'commander';
import { collect } from '../shared/collect-option.ts';
import type { Finish } from '../shared/finish.ts';
import type { CheckCommandOptions } from './check-command.ts';

/** Declares `crosscheck check`, its options and its help text. */
export function defineCheck(program: Command, finish: Finish): void {
  program
    .command('check')
    .description('Tell everything that would stop the workflows of files, with line and column, and send nothing')
    .argument('<file...>', 'Arazzo documents, or workflows in TypeScript')
    .option('--server <name=url>', 'where a source is called, on this machine; can be repeated', collect, [])
    .action(async (files: string[], options: CheckCommandOptions) => {
      const { checkCommand } = await import('./check-command.ts');
      finish(await checkCommand(files, options));
    });
}
