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
    .option('--port <number>', 'port on the loopback; 0 picks a free one', PORT, 4010)
    .option('--data <file>', 'keep the books in this file; in memory without it')
    .option('--clock <time>', 'freeze the clock at this time (ISO 8601 with offset), or "wall" to let it run')
    .option('--seed <integer>', 'seed of the numbers that the bank draws', SEED, 1)
    .option(
      '--variant <row=side>',
      'the other side of a discrepancy, for example DOC-022=A; can be repeated',
      collect,
      [],
    )
    .addOption(
      new Option(
        '--log [format]',
        'log each request on standard error, a line each: method, path, operation, status, time, caller; no query, header or body',
      ).choices(['text', 'json']),
    )
    .allowExcessArguments(false)
    .action(async (options: EmulatorCommandOptions) => {
      const { emulatorCommand } = await import('./emulator-command.ts');
      finish(await emulatorCommand(options));
    });
}
