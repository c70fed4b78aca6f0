import { sleep } from '../../core/clock.ts';
import { CrosscheckError, invariant } from '../../core/errors.ts';
import type { Client } from '../client/client.ts';
import type { CustomerRecord } from '../customers/customer-record.ts';
import { validateCustomer } from '../customers/validate-customer.ts';
import { createCustomer, type Send, type SendForId } from './create-customer.ts';
import { onboardingKey } from './idempotency-key.ts';
import { openAccounts } from './open-accounts.ts';
import type { CustomerAccepted, KnownIds, Phase, ProgressLog, ProgressRecord } from './progress-log.ts';
import { runLanes } from './run-lanes.ts';
import { type ScreeningParts, Screenings } from './screenings.ts';
import { idFrom, RequestNotAccepted, sendRequest } from './send-request.ts';

/** The number of customers failing in a row after which the bank is considered out of order. */
const MOST_FAILURES_IN_A_ROW = 25;

export interface OnboardingOptions {
  readonly client: Client;
  /** The progress so far: accepted and refused phases are not sent again. */
  readonly progressLog: ProgressLog;
  /** The numbers of the first and of the last customer, inclusive. */
  readonly first: number;
  readonly last: number;
  /** Generates customer n with the partner id of the target. */
  readonly draw: (n: number) => CustomerRecord;
  /** Opens accounts after the screening if true. */
  readonly opensAccounts: boolean;
  /** The number of customers processed at the same time. */
  readonly parallel: number;
  /** Starts no further customer once it aborts; customers already started are finished. */
  readonly signal?: AbortSignal;
  /** Pauses while waiting for screenings. Default: in real time. */
  readonly pause?: ScreeningParts['pause'];
  /** Receives the seconds of each wait for screenings. */
  readonly onWait?: (seconds: number) => void;
}

/**
 * Onboards the customers `first` to `last`: creates all of them, waits for their screenings once, then opens their
 * accounts. Each finished phase is written to the progress log. A customer that is refused or fails does not stop the
 * others. Returns the error that stopped the onboarding early, if any. Examples: the bank cannot be reached, 25
 * customers in a row failed, the credentials are refused, or an interrupt. It can then be resumed with the same
 * progress log.
 */
export async function onboardCustomers(options: OnboardingOptions): Promise<CrosscheckError | undefined> {
  return await new Onboarding(options).run();
}

class Onboarding {
  private readonly options: OnboardingOptions;
  private readonly stop = new AbortController();
  private readonly signal: AbortSignal;
  private readonly screenings: Screenings;
  private failedInARow = 0;
  private stopped: unknown;
  /** The id of the customer created last in this session, whose screening ends last. */
  private latestCustomerId: string | undefined;

  constructor(options: OnboardingOptions) {
    const { client, signal, pause = sleep, onWait } = options;
    this.options = options;
    this.signal = signal ? AbortSignal.any([signal, this.stop.signal]) : this.stop.signal;
    this.screenings = new Screenings({ client, signal: this.signal, pause, onWait });
  }

  async run(): Promise<CrosscheckError | undefined> {
    const isCreated = await this.process(this.numbersToCreate(), (n) => this.create(n));
    const isOpened = !this.options.opensAccounts || (isCreated && (await this.openAll()));
    const { stopped } = this;
    if (stopped !== undefined && !(stopped instanceof CrosscheckError)) throw stopped;
    if (stopped?.code === 'interrupted' || (!stopped && !(isCreated && isOpened))) return interrupted();
    return stopped;
  }

  private *numbersToCreate(): Generator<number> {
    const { first, last, progressLog } = this.options;
    for (let n = first; n <= last; n += 1) if (isUnfinished(progressLog, n, 'customer')) yield n;
  }

  private async create(n: number): Promise<void> {
    const record = this.draw(n);
    const known: KnownIds = {};
    await this.record({ n, phase: 'customer', known }, async () => {
      const accepted = await createCustomer(record, { ...this.senderOf(record), known });
      this.latestCustomerId = accepted.customerId;
      return accepted;
    });
  }

  /**
   * Reads the progress log until each accepted customer has accounts or was refused them. Customers still being
   * screened are skipped, and waited for after all others.
   */
  private async openAll(): Promise<boolean> {
    let pending = this.latestCustomerId;
    for (let isFirst = true; ; isFirst = false) {
      const mayWait = pending === undefined || (await this.waitFor(pending));
      pending = undefined;
      const isComplete = await this.process(this.customersToOpen(isFirst), async (customer) => {
        if (!(await this.open(customer))) pending = customer.customerId;
      });
      if (!isComplete || pending === undefined || !mayWait) return isComplete;
    }
  }

  private async waitFor(customerId: string): Promise<boolean> {
    return await this.screenings.wait(customerId).catch((error: unknown) => {
      this.halt(error);
      return false;
    });
  }

  /** Lists customers without accounts. Failed or undecided ones are repeated once, in the first round of a session. */
  private async *customersToOpen(isFirst: boolean): AsyncGenerator<CustomerAccepted> {
    const { progressLog } = this.options;
    for await (const customer of progressLog.accepted()) {
      const outcome = progressLog.outcomeOf(customer.n, 'accounts');
      if (outcome === undefined || (isFirst && (outcome === 'failed' || outcome === 'undecided'))) yield customer;
    }
  }

  /** Opens the accounts of a customer. Returns false if its screening has not ended. */
  private async open({ n, customerId }: CustomerAccepted): Promise<boolean> {
    const record = this.draw(n);
    const { products } = this.options.client.target;
    let isScreened = true;
    await this.record({ n, phase: 'accounts', known: { customerId } }, async () => {
      if (record.accounts?.length) isScreened = await this.passesScreening(customerId, record);
      if (!isScreened) return undefined;
      return await openAccounts(record, { customerId, products, ...this.senderOf(record) });
    });
    return isScreened;
  }

  /**
   * Returns whether the screening is Clear; false while it is pending. Throws RequestNotAccepted for a customer to whom
   * the bank would refuse an account (L-DDA). The outcome is `refused` if the OFAC result is final, and `undecided`
   * during a manual review, which may take days.
   */
  private async passesScreening(customerId: string, record: CustomerRecord): Promise<boolean> {
    const screening = await this.screenings.read(customerId, record);
    if (screening === 'Pending') return false;
    if (screening === 'Clear') return true;
    const operationId = 'getCustomer';
    if (screening === 'Positive' || screening === 'Failed')
      throw new RequestNotAccepted({ outcome: 'refused', operationId, reason: `ofac ${screening}` });
    const reason = `ofac screening ${screening}, under manual review`;
    throw new RequestNotAccepted({ outcome: 'undecided', operationId, reason });
  }

  private draw(n: number): CustomerRecord {
    const record = this.options.draw(n);
    const [problem] = validateCustomer(record);
    invariant(problem === undefined, `customer ${n} of seed ${record.seed} is not valid: ${problem}`);
    return record;
  }

  private senderOf(record: CustomerRecord): { send: Send; sendForId: SendForId } {
    const { client } = this.options;
    const send: Send = async (keyPart, operationId, { path, body }) => {
      const input = { body, ...(path ? { path } : {}), idempotencyKey: onboardingKey(record, keyPart) };
      return await sendRequest(client, operationId, { ...input, signal: this.signal }, record);
    };
    return {
      send,
      sendForId: async (keyPart, operationId, { idField, ...input }) =>
        idFrom(operationId, await send(keyPart, operationId, input), idField),
    };
  }

  /** Writes how a phase of a customer ended. `act` returns undefined if it has not. */
  private async record(
    { known, ...key }: { readonly n: number; readonly phase: Phase; readonly known: KnownIds },
    act: () => Promise<ProgressRecord | undefined>,
  ): Promise<void> {
    const ended = await act().catch((error: unknown): ProgressRecord => {
      if (!(error instanceof RequestNotAccepted)) throw error;
      return { ...key, ...known, ...error.reason };
    });
    if (!ended) return;
    this.options.progressLog.write(ended);
    this.failedInARow = ended.outcome === 'failed' ? this.failedInARow + 1 : 0;
    if (this.failedInARow >= MOST_FAILURES_IN_A_ROW) throw outOfOrder(this.options.client, ended);
  }

  /**
   * Processes a source in parallel and returns whether it was read to its end. The first unexpected error stops all
   * lanes.
   */
  private async process<Item>(source: AsyncIterable<Item> | Iterable<Item>, act: (item: Item) => Promise<void>) {
    return await runLanes(source, {
      parallel: this.options.parallel,
      signal: this.signal,
      act: (item) => act(item).catch((error: unknown) => this.halt(error)),
    });
  }

  private halt(error: unknown): void {
    this.stopped ??= error;
    this.stop.abort();
  }
}

/** Returns whether a phase must be sent: it has not ended, or it failed. */
function isUnfinished(progressLog: ProgressLog, n: number, phase: Phase): boolean {
  const outcome = progressLog.outcomeOf(n, phase);
  return outcome === undefined || outcome === 'failed';
}

function interrupted(): CrosscheckError {
  return new CrosscheckError({
    code: 'interrupted',
    message: 'Interrupted before all customers were onboarded',
    remedy: 'The progress is recorded',
  });
}

function outOfOrder({ target }: Client, failure: ProgressRecord): CrosscheckError {
  invariant('reason' in failure, 'a failed customer has a reason');
  const { operationId, statusCode, reason } = failure;
  const status = statusCode === undefined ? '' : ` with status ${statusCode}`;
  return new CrosscheckError({
    code: 'answer-unusable',
    message: `${MOST_FAILURES_IN_A_ROW} customers in a row failed at "${target.baseUrl}", the last one at ${operationId}${status}: "${reason}"`,
    remedy: 'Check the bank before you continue',
  });
}
