import { once } from 'node:events';
import { parseLimits } from '../../core/limits.ts';
import { type LogFormat, type RunningEmulator, startEmulator } from '../../emulator/start.ts';

export interface EmulatorCommandOptions {
  readonly port: number;
  readonly data?: string;
  readonly clock?: string;
  readonly seed: number;
  readonly variant: readonly string[];
  /** `true` if the option has no value. */
  readonly log?: LogFormat | true;
}

/** Runs the local bank in this process until SIGINT or SIGTERM, then returns the exit code. */
export async function emulatorCommand(options: EmulatorCommandOptions): Promise<number> {
  const { port, data, clock, seed, variant, log } = options;
  const bank = await startEmulator({
    port,
    seed,
    variants: variant,
    ...(data === undefined ? {} : { dataFile: data }),
    ...(clock === undefined ? {} : { clock }),
    ...(log === undefined ? {} : { log: log === true ? 'text' : log }),
    limits: parseLimits([process.env.COS_LIMITS ?? '']),
  });
  console.log(describeBank(bank));
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await bank.close();
  return 0;
}

/** Renders the start-up output: comments for the user, and the variables of a `.env` file. */
function describeBank({ baseUrl, tokenUrl, demo, clock }: RunningEmulator): string {
  const [partner] = demo.partners;
  const { now, postingDay, mode } = clock();
  return [
    `# Clock: ${now}, ${mode === 'frozen' ? 'frozen' : 'running'}; open posting day: ${postingDay}`,
    `# API reference: ${baseUrl}/swagger`,
    '# Press Ctrl-C to stop. To use this bank, save these lines as .env, then:',
    `#   npx crosscheck run --target ${baseUrl}`,
    `COS_BASE_URL=${baseUrl}`,
    `COS_TOKEN_URL=${tokenUrl}`,
    `COS_AUDIENCE=${demo.audience}`,
    `COS_CLIENT_ID=${partner.clientId}`,
    `COS_CLIENT_SECRET=${partner.clientSecret}`,
    `COS_PARTNER_ID=${partner.partnerId}`,
    `COS_PRODUCT_CHECKING=${demo.products.checking}`,
    `COS_PRODUCT_SAVINGS=${demo.products.savings}`,
    `COS_PRODUCT_BUSINESS=${demo.products.business}`,
    `COS_PRODUCT_GENERAL_LEDGER=${demo.products.generalLedger}`,
    `COS_PRODUCT_INTEREST_SAVINGS=${demo.products.interestSavings}`,
    `COS_PRODUCT_TIME_DEPOSIT=${demo.products.timeDeposit}`,
    `COS_PRODUCT_DEBIT_CARD=${demo.products.debitCard}`,
    `COS_PRODUCT_EDD=${demo.products.earlyDirectDeposit}`,
    `COS_OPERATOR_CLIENT_ID=${demo.operator.clientId}`,
    `COS_OPERATOR_CLIENT_SECRET=${demo.operator.clientSecret}`,
  ].join('\n');
}
