import { CrosscheckError } from '../../core/errors.ts';
import { UncaughtError } from '../../core/stopped.ts';
import { type createClient, customer, onboardCustomers, type ProgressLog } from '../../harness/host.ts';
import type { CustomersPlan } from '../customers/parse-plan.ts';
import { listenForInterrupts } from '../shared/interrupts.ts';
import { countRemaining, type OnboardingScope } from './counts.ts';
import { createOnboardingProgress } from './onboarding-progress.ts';
import type { ProgressFile } from './progress-file.ts';

type Client = ReturnType<typeof createClient>;

export interface SendCustomersOptions {
  readonly progressFile: ProgressFile;
  readonly client: Client;
  readonly scope: OnboardingScope;
  readonly plan: CustomersPlan;
  /** The number of customers sent at the same time. */
  readonly parallel: number;
}

export interface SendCustomersResult {
  /** The error that stopped the sending early, if any. */
  readonly stopped: unknown;
  /** True if any request has reached the bank. */
  readonly wasSent: boolean;
}

/**
 * Sends the unfinished customers of a progress file and shows the progress. After an interrupt, customers in progress
 * are finished.
 */
export async function sendCustomers(options: SendCustomersOptions): Promise<SendCustomersResult> {
  const { progressFile, client, scope, plan, parallel } = options;
  const progress = createOnboardingProgress(process.stderr);
  const interrupts = listenForInterrupts({
    last: 'the customers in progress, then the report',
    clear: () => progress.clear(),
  });
  const watched = watchClient(client);
  const { partnerId } = client.target;
  const progressLog: ProgressLog = {
    outcomeOf: (n, phase) => progressFile.outcomeOf(n, phase),
    accepted: () => progressFile.accepted(),
    write(record) {
      progress.advance(record.phase, () => countRemaining(progressFile, record.phase, scope));
      progressFile.write(record);
    },
  };
  try {
    const stopped = await onboardCustomers({
      client: watched.client,
      progressLog,
      ...scope,
      parallel,
      signal: interrupts.signal,
      draw: (n) => customer(plan.seed, n, { ...plan.options, partnerId }),
      onWait: (seconds) => progress.wait(seconds),
    });
    const { reason } = interrupts.signal;
    return { stopped: reason instanceof UncaughtError ? reason : stopped, wasSent: watched.wasSent() };
  } catch (error) {
    return { stopped: error, wasSent: watched.wasSent() };
  } finally {
    progress.clear();
    interrupts.stop();
  }
}

/**
 * Returns a client that records whether a request has reached the bank. It has, unless the bank was unreachable or
 * refused a token.
 */
function watchClient(client: Client): { readonly client: Client; wasSent(): boolean } {
  let wasSent = false;
  const send: Client['send'] = async (operationId, input) => {
    try {
      const exchange = await client.send(operationId, input);
      wasSent = true;
      return exchange;
    } catch (error) {
      wasSent ||= !(error instanceof CrosscheckError && ['unreachable', 'credentials'].includes(error.code));
      throw error;
    }
  };
  return { client: { ...client, send }, wasSent: () => wasSent };
}
