import type { Command } from 'commander';
import { collect } from '../shared/collect-option.ts';
import type { Finish } from '../shared/finish.ts';
import type { ScanCommandOptions } from './scan-command.ts';

/** Declares `crosscheck scan`, its options and its help text. */
export function defineScan(program: Command, finish: Finish): void {
  program
    .command('scan')
    .description(
      'Find what looks like the data of real persons in files: tax ids, phones, e-mails, cards, routing numbers',
    )
    .argument('<path...>', 'files, and folders with all below them but .git and node_modules')
    .option(
      '--allow <text>',
      'a value, or a domain of e-mail addresses, that is known and right; can be repeated',
      collect,
      [],
    )
    .option('--json', 'print the report as JSON instead of lines')
    .action(async (paths: string[], options: ScanCommandOptions) => {
      const { scanCommand } = await import('./scan-command.ts');
      finish(await scanCommand(paths, options));
    });
}
