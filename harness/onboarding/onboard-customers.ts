import { sleep } from '../../core/clock.ts';
import { CrosscheckError, invariant } from '../../core/errors.ts';
import type { Client } from '../client/client.ts';
import type { CustomerRecord } from '../customers/customer-record.ts';
import { validateCustomer } from '../customers/validate-customer.ts';
import { bringCustomer, type Post, type PostFor } from './bring-customer.ts';
import { onboardingKey } from './idempotency-key.ts';
import type { CustomerAccepted, Journal, JournalEntry, KnownIds, Phase } from './journal.ts';
import { openAccounts } from './open-accounts.ts';
import { Rejected } from './rejected.ts';
import { runLanes } from './run-lanes.ts';
import { type ScreeningParts, Screenings } from './screenings.ts';
import { givenBy, sendRequest } from './send-request.ts';

/** So many customers that failed in a row, whatever was accepted of each, and the bank is taken to be out of order. */
const MOST_IN_A_ROW = 25;

/** Which customers are onboarded, where, and how. */
export interface OnboardingOptions {
  readonly client: Client;
  /** What is known already is not sent again. */
  readonly journal: Journal;
  /** The numbers of the first and of the last customer, inclusive. */
  readonly first: number;
  readonly last: number;
  /** Draws customer n, as the target's partner. */
  readonly draw: (n: number) => CustomerRecord;
  /** Whether accounts are opened, once the screening allows it. */
  readonly opensAccounts: boolean;
  /** So many customers at a time. */
  readonly parallel: number;
  /** Begins with no further customer once it aborts; those under way are finished. */
  readonly signal?: AbortSignal;
  /** Waits for screenings; in real time unless told. */
  readonly pause?: ScreeningParts['pause'];
  /** Hears of each wait for screenings, in seconds of the bank's clock. */
  readonly onWait?: (seconds: number) => void;
}

/**
 * Onboards the customers `first` to `last`: all of them, then one wait for their screenings, then their accounts. How each ended is
 * written into the journal; a customer that is refused, or fails, does not stop the rest. Gives what stopped it before the end, if
 * anything: nobody answers, one customer after the other fails, credentials are refused, the journal cannot be written, it was
 * interrupted. The same onboarding can then go on, with the journal.
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
  /** Who was onboarded last in this session, and is screened last, too. */
  private latest: string | undefined;

  constructor(options: OnboardingOptions) {
    const { client, signal, pause = sleep, onWait } = options;
    this.options = options;
    this.signal = signal ? AbortSignal.any([signal, this.stop.signal]) : this.stop.signal;
    this.screenings = new Screenings({ client, signal: this.signal, pause, onWait });
  }

  async run(): Promise<CrosscheckError | undefined> {
    const isBrought = await this.work(this.numbersToBring(), (n) => this.bring(n));
    const isOpened = !this.options.opensAccounts || (isBrought && (await this.openAll()));
    const { stopped } = this;
    if (stopped !== undefined && !(stopped instanceof CrosscheckError)) throw stopped;
    if (stopped?.code === 'interrupted' || (!stopped && !(isBrought && isOpened))) return interrupted();
    return stopped;
  }

  private *numbersToBring(): Generator<number> {
    const { first, last, journal } = this.options;
    for (let n = first; n <= last; n += 1) if (isOpen(journal, n, 'customer')) yield n;
  }

  private async bring(n: number): Promise<void> {
    const record = this.draw(n);
    const known: KnownIds = {};
    await this.note({ n, phase: 'customer', known }, async () => {
      const accepted = await bringCustomer(record, { ...this.senderOf(record), known });
      this.latest = accepted.customerId;
      return accepted;
    });
  }

  /**
   * Goes over the journal until everybody who was accepted has accounts, or was refused them. Who is still being screened is
   * passed over, and waited for once all others are through.
   */
  private async openAll(): Promise<boolean> {
    let pending = this.latest;
    for (let isFirst = true; ; isFirst = false) {
      const mayWait = pending === undefined || (await this.waitFor(pending));
      pending = undefined;
      const isThrough = await this.work(this.customersToOpen(isFirst), async (customer) => {
        if (!(await this.open(customer))) pending = customer.customerId;
      });
      if (!isThrough || pending === undefined || !mayWait) return isThrough;
    }
  }

  private async waitFor(customerId: string): Promise<boolean> {
    return await this.screenings.wait(customerId).catch((error: unknown) => {
      this.halt(error);
      return false;
    });
  }

  /** Whoever fails here, or is undecided, is tried again by the next session, not by the next round of this one. */
  private async *customersToOpen(isFirst: boolean): AsyncGenerator<CustomerAccepted> {
    const { journal } = this.options;
    for await (const customer of journal.accepted()) {
      const outcome = journal.outcomeOf(customer.n, 'accounts');
      if (outcome === undefined || (isFirst && (outcome === 'failed' || outcome === 'undecided'))) yield customer;
    }
  }

  /** Opens the accounts of a customer; false when its screening has not ended. */
  private async open({ n, customerId }: CustomerAccepted): Promise<boolean> {
    const record = this.draw(n);
    const { products } = this.options.client.target;
    let isScreened = true;
    await this.note({ n, phase: 'accounts', known: { customerId } }, async () => {
      if (record.accounts?.length) isScreened = await this.passesScreening(customerId, record);
      if (!isScreened) return undefined;
      return await openAccounts(record, { customerId, products, ...this.senderOf(record) });
    });
    return isScreened;
  }

  /**
   * False while it is under way. Throws Rejected for a customer whom the bank would refuse an account (L-DDA): for good where OFAC's
   * list says so, until the next session where people decide, who may take days.
   */
  private async passesScreening(customerId: string, record: CustomerRecord): Promise<boolean> {
    const screening = await this.screenings.read(customerId, record);
    if (screening === 'Pending') return false;
    if (screening === 'Clear') return true;
    const operationId = 'getCustomer';
    if (screening === 'Positive' || screening === 'Failed')
      throw new Rejected({ outcome: 'refused', operationId, reason: `ofac ${screening}` });
    const reason = `ofac screening ${screening}, decided by people`;
    throw new Rejected({ outcome: 'undecided', operationId, reason });
  }

  private draw(n: number): CustomerRecord {
    const record = this.options.draw(n);
    const [problem] = validateCustomer(record);
    invariant(problem === undefined, `customer ${n} of seed ${record.seed} is not valid: ${problem}`);
    return record;
  }

  private senderOf(record: CustomerRecord): { post: Post; postFor: PostFor } {
    const { client } = this.options;
    const post: Post = async (place, operationId, { path, body }) => {
      const input = { body, ...(path ? { path } : {}), idempotencyKey: onboardingKey(record, place) };
      return await sendRequest(client, operationId, { ...input, signal: this.signal }, record);
    };
    return {
      post,
      postFor: async (place, operationId, { gives, ...input }) =>
        givenBy(operationId, await post(place, operationId, input), gives),
    };
  }

  /** Writes down how a phase of a customer ended; one that has not ended gives undefined. */
  private async note(
    { known, ...key }: { readonly n: number; readonly phase: Phase; readonly known: KnownIds },
    act: () => Promise<JournalEntry | undefined>,
  ): Promise<void> {
    const entry = await act().catch((error: unknown): JournalEntry => {
      if (!(error instanceof Rejected)) throw error;
      return { ...key, ...known, ...error.reason };
    });
    if (!entry) return;
    this.options.journal.write(entry);
    this.failedInARow = entry.outcome === 'failed' ? this.failedInARow + 1 : 0;
    if (this.failedInARow >= MOST_IN_A_ROW) throw outOfOrder(this.options.client, entry);
  }

  /** Works on a source until its end; the first error that is no customer's stops all lanes. Tells whether it came to its end. */
  private async work<Item>(source: AsyncIterable<Item> | Iterable<Item>, act: (item: Item) => Promise<void>) {
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

/** What has failed is tried again; what was accepted or refused is not. */
function isOpen(journal: Journal, n: number, phase: Phase): boolean {
  const outcome = journal.outcomeOf(n, phase);
  return outcome === undefined || outcome === 'failed';
}

function interrupted(): CrosscheckError {
  return new CrosscheckError({
    code: 'interrupted',
    message: 'Interrupted before all customers were onboarded',
    remedy: 'What is done is written down',
  });
}

function outOfOrder({ target }: Client, entry: JournalEntry): CrosscheckError {
  invariant('reason' in entry, 'whoever failed has a reason');
  const { operationId, statusCode, reason } = entry;
  const status = statusCode === undefined ? '' : ` with status ${statusCode}`;
  return new CrosscheckError({
    code: 'answer-unusable',
    message: `${MOST_IN_A_ROW} customers in a row have failed at "${target.baseUrl}", the last at ${operationId}${status}: "${reason}"`,
    remedy: 'Look at the bank first',
  });
}
