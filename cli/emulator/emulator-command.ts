import { once } from 'node:events';
import { parseLimits } from '../../core/limits.ts';
import { type LogFormat, type RunningEmulator, startEmulator } from '../../emulator/start.ts';

export interface EmulatorCommandOptions {
  readonly port: number;
  readonly data?: string;
  readonly clock?: string;
  readonly seed: number;
  readonly variant: readonly string[];
  /** `true` where the option has no value. */
  readonly log?: LogFormat | true;
}

/** `crosscheck emulator`: the bank as a process of its own, until it is told to stop. Gives the exit code. */
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

/** What a person needs to call the bank, in the form of a `.env` file. */
function describeBank({ baseUrl, tokenUrl, demo, clock }: RunningEmulator): string {
  const [partner] = demo.partners;
  const { now, postingDay, mode } = clock();
  return [
    `# Bank time ${now}${mode === 'frozen' ? ', standing still until it is moved' : ''}; posting day ${postingDay} is open`,
    `# Its API reference, to read and to try out: ${baseUrl}/swagger`,
    `# The bank answers at ${baseUrl}. Stop it with Ctrl-C. As .env, for \`npm start -- --target ${baseUrl}\`:`,
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
    `COS_PRODUCT_EDD=${demo.products.earlyDirectDeposit}`,
    `COS_OPERATOR_CLIENT_ID=${demo.operator.clientId}`,
    `COS_OPERATOR_CLIENT_SECRET=${demo.operator.clientSecret}`,
  ].join('\n');
}
