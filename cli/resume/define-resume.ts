import type { Command } from 'commander';
import { collect } from '../shared/collect-option.ts';
import type { Finish } from '../shared/finish.ts';
import { collectLimit } from '../shared/limit-option.ts';
import { parseTargetUrl } from '../shared/target-option.ts';
import type { ResumeCommandOptions } from './resume-command.ts';

/** Declares `crosscheck resume`, its options and its help text. */
export function defineResume(program: Command, finish: Finish): void {
  program
    .command('resume')
    .description('Resume the parked runs that are due')
    .argument('[file...]', 'checkpoints (default: all in reports/parked)')
    .option('--despite-changes', 'resume although the contract or the workflow has changed; the report says so')
    .option('--target <url>', 'the base URL that the runs began at (default: COS_BASE_URL)', parseTargetUrl)
    .option(
      '--input <name=value>',
      'an input of the parked run, whose value the checkpoint does not keep; repeatable',
      collect,
      [],
    )
    .option(
      '--server <name=url>',
      'the URL of an API that the Arazzo document uses, by its source name; repeatable',
      collect,
      [],
    )
    .option('--limit <name=number>', 'change a limit, see run --help; repeatable', collectLimit, {})
    .action(async (files: string[], options: ResumeCommandOptions) => {
      const { resumeCommand } = await import('./resume-command.ts');
      finish(await resumeCommand(files, options));
    });
}
