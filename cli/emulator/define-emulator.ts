import { type Command, Option } from 'commander';
import { collect } from '../shared/collect-option.ts';
import type { Finish } from '../shared/finish.ts';
import { PORT, SEED } from '../shared/integer-option.ts';
import type { EmulatorCommandOptions } from './emulator-command.ts';

/** Declares `crosscheck emulator`, its options and its help text. */
export function defineEmulator(program: Command, finish: Finish): void {
  program
    .command('emulator')
    .description('Start the local bank and keep it running')
    .option('--port <number>', 'port on 127.0.0.1; 0 picks a free one', PORT, 4010)
    .option('--data <file>', 'file that keeps the books; default: memory only')
    .option(
      '--clock <time>',
      'time at which the clock is frozen (ISO 8601 with offset), or "wall" for a clock that runs; default: Monday 2026-03-02 09:00 Eastern',
    )
    .option('--seed <integer>', 'seed of the ids and numbers that the bank generates', SEED, 1)
    .option(
      '--variant <row=side>',
      'which side to take where the bank’s documents disagree, for example DOC-022=A; repeatable',
      collect,
      [],
    )
    .addOption(
      new Option(
        '--log [format]',
        'log each request as one line on standard error: method, path, operation, status, time, caller; never query, headers or body',
      ).choices(['text', 'json']),
    )
    .allowExcessArguments(false)
    .action(async (options: EmulatorCommandOptions) => {
      const { emulatorCommand } = await import('./emulator-command.ts');
      finish(await emulatorCommand(options));
    });
}
