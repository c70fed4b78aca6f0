import type { Command } from 'commander';
import type { Finish } from '../shared/finish.ts';

/** Declares `crosscheck due` and its help text. */
export function defineDue(program: Command, finish: Finish): void {
  program
    .command('due')
    .description('List the parked runs and the time when each is due')
    .argument('[file...]', 'checkpoints (default: all in reports/parked)')
    .action(async (files: string[]) => {
      const { dueCommand } = await import('./due-command.ts');
      finish(await dueCommand(files));
    });
}
