import type { Command } from 'commander';
import type { Finish } from '../shared/finish.ts';
import { integerBetween, PORT, SEED } from '../shared/integer-option.ts';
import type { WebhooksCommandOptions } from './webhooks-command.ts';

/** Declares `crosscheck webhooks`, its options and its help text. */
export function defineWebhooks(program: Command, finish: Finish): void {
  program
    .command('webhooks')
    .description('Send a handler of webhooks every event of the bank, then the nasty ones, and tell what it answered')
    .requiredOption('--to <url>', 'where the handler takes events: https, or plain http on this machine')
    .option('--username <name>', 'its user by HTTP Basic authentication; the password comes from COS_WEBHOOK_PASSWORD')
    .option('--timeout <seconds>', 'how long it has to answer', integerBetween(1, 60), 10)
    .option('--port <number>', 'port of the bank, for a handler that asks it back; 0 picks a free one', PORT, 0)
    .option('--seed <integer>', 'seed of the data and ids, to send the same again; drawn without it', SEED)
    .option('--json', 'print the report as JSON instead of lines')
    .allowExcessArguments(false)
    .action(async (options: WebhooksCommandOptions) => {
      const { webhooksCommand } = await import('./webhooks-command.ts');
      finish(await webhooksCommand(options));
    });
}
