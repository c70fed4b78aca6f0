import type { Command } from 'commander';
import { collect } from '../shared/collect-option.ts';
import type { Finish } from '../shared/finish.ts';
import { collectLimit } from '../shared/limit-option.ts';
import type { ResumeCommandOptions } from './resume-command.ts';

/** Declares `crosscheck resume`, its options and its help text. */
export function defineResume(program: Command, finish: Finish): void {
  program
    .command('resume')
    .description('Go on with the parked runs that are due')
    .argument('[file...]', 'checkpoints; those in reports/parked without any')
    .option('--despite-changes', 'although the contract or the workflow changed since; the report says so')
    .option('--target <url>', 'the address that the runs were made at; COS_BASE_URL without it')
    .option('--input <name=value>', 'an input that the run was given, once more; can be repeated', collect, [])
    .option('--server <name=url>', 'where a source of the document is called; can be repeated', collect, [])
    .option('--limit <name=number>', 'change a limit, see run --help; can be repeated', collectLimit, {})
    .action(async (files: string[], options: ResumeCommandOptions) => {
      const { resumeCommand } = await import('./resume-command.ts');
      finish(await resumeCommand(files, options));
    });
}
