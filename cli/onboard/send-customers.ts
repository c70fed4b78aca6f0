import { CrosscheckError } from '../../core/errors.ts';
import { UncaughtError } from '../../core/stopped.ts';
import { type createClient, customer, type Journal, onboardCustomers } from '../../harness/host.ts';
import type { CustomersPlan } from '../customers/customers-plan.ts';
import { listenForInterrupts } from '../shared/interrupts.ts';
import { type Asked, countToDo } from './counts.ts';
import type { JournalFile } from './journal-file.ts';
import { createOnboardingProgress } from './onboarding-progress.ts';

type Client = ReturnType<typeof createClient>;

export interface Sending {
  readonly journal: JournalFile;
  readonly client: Client;
  readonly asked: Asked;
  readonly plan: CustomersPlan;
  /** So many customers at a time. */
  readonly parallel: number;
}

/** What stopped it before the end, if anything, and whether anything has reached the bank. */
export interface Sent {
  readonly stopped: unknown;
  readonly wasSent: boolean;
}

/** Onboards what a journal does not know yet, and shows how far it is. An interrupt lets those under way end. */
export async function send({ journal, client, asked, plan, parallel }: Sending): Promise<Sent> {
  const progress = createOnboardingProgress(process.stderr);
  const interrupts = listenForInterrupts({
    last: 'the customers under way, then the report',
    clear: () => progress.clear(),
  });
  const watched = watch(client);
  const { partnerId } = client.target;
  const counted: Journal = {
    outcomeOf: (n, phase) => journal.outcomeOf(n, phase),
    accepted: () => journal.accepted(),
    write(entry) {
      progress.note(entry.phase, () => countToDo(journal, entry.phase, asked));
      journal.write(entry);
    },
  };
  try {
    const stopped = await onboardCustomers({
      client: watched.client,
      journal: counted,
      ...asked,
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

/** A client that knows whether a request has reached the bank: it has unless nobody answered, or gave a token. */
function watch(client: Client): { readonly client: Client; wasSent(): boolean } {
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
