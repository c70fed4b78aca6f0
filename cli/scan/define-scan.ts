import type { Command } from 'commander';
import { collect } from '../shared/collect-option.ts';
import type { Finish } from '../shared/finish.ts';
import type { ScanCommandOptions } from './scan-command.ts';

/** Declares `crosscheck scan`, its options and its help text. */
export function defineScan(program: Command, finish: Finish): void {
  program
    .command('scan')
    .description(
      'Find data that may belong to real persons in files: tax ids, phones, e-mail addresses, cards, routing numbers',
    )
    .argument('<path...>', 'files, and folders with their subfolders, except .git and node_modules')
    .option('--allow <text>', 'a value, or an e-mail domain, that is known to be fine; can be repeated', collect, [])
    .option('--json', 'print the report as JSON instead of lines')
    .action(async (paths: string[], options: ScanCommandOptions) => {
      const { scanCommand } = await import('./scan-command.ts');
      finish(await scanCommand(paths, options));
    });
}
