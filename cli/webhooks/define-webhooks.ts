import type { Command } from 'commander';
import type { Finish } from '../shared/finish.ts';
import { integerBetween, PORT, SEED } from '../shared/integer-option.ts';
import type { WebhooksCommandOptions } from './webhooks-command.ts';

/** Declares `crosscheck webhooks`, its options and its help text. */
export function defineWebhooks(program: Command, finish: Finish): void {
  program
    .command('webhooks')
    .description('Test a webhook handler: send it every event of the bank and difficult cases, and report its answers')
    .requiredOption('--to <url>', 'address of the handler: https, or plain http on this machine')
    .option(
      '--username <name>',
      'user of the handler (HTTP Basic authentication); the password is read from COS_WEBHOOK_PASSWORD',
    )
    .option('--timeout <seconds>', 'time limit for each answer', integerBetween(1, 60), 10)
    .option('--port <number>', 'port of the local bank, so that your handler can call it; 0 picks a free one', PORT, 0)
    .option('--seed <integer>', 'seed of data and ids, to repeat a run; default: random', SEED)
    .option('--json', 'print the report as JSON instead of lines')
    .allowExcessArguments(false)
    .action(async (options: WebhooksCommandOptions) => {
      const { webhooksCommand } = await import('./webhooks-command.ts');
      finish(await webhooksCommand(options));
    });
}
