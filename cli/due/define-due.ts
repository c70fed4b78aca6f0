import type { Command } from 'commander';
import type { Finish } from '../shared/finish.ts';

/** Declares `crosscheck due`, its options and its help text. */
export function defineDue(program: Command, finish: Finish): void {
  program
    .command('due')
    .description('List the parked runs, and when each is due')
    .argument('[file...]', 'checkpoints; those in reports/parked without any')
    .action(async (files: string[]) => {
      const { dueCommand } = await import('./due-command.ts');
      finish(await dueCommand(files));
    });
}
