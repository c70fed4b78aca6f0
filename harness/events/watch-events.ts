import { CrosscheckError } from '../../core/errors.ts';
import type { Exchange } from '../../core/exchange.ts';
import { describeLimit } from '../../core/limits.ts';
import { type EventsWay, limitsOf } from '../../core/target.ts';
import type { EventName } from '../../generated/events.ts';
import type { WebhookSchemas } from '../../generated/types/index.ts';
import type { Client } from '../client/client.ts';
import { pageIn, readPages, UnreadableList } from '../client/read-pages.ts';
import { sizeOf } from '../client/shorten-exchange.ts';
import { eventNamed, type ReceivedEvent, readEnvelope } from './event-entry.ts';
import { createPoller, POLL_PACE_MS, type Poller, type PollerOptions } from './poller.ts';
import { type Receiver, startReceiver } from './receiver.ts';

/** A registration of the run. */
export interface OwnRegistration {
  readonly id: string;
  readonly name: EventName;
}

/** The events of a run as they arrive. */
export interface EventWatch {
  /** The names whose events are all received. */
  readonly watchedNames: ReadonlySet<EventName>;
  readonly registrations: readonly OwnRegistration[];
  /** The names that cannot be watched, with the reason; polling may fail later. */
  notObservable(): readonly UnobservedName[];
  /** Each event once, in order of arrival. */
  readonly events: readonly ReceivedEvent[];
  /** The number of repeated deliveries. */
  duplicates(): number;
  /** Fetches every waiting event, if events are polled without a pace. */
  drain(): Promise<void>;
  /** Stops polling after the current event. */
  stopPolling(): Promise<void>;
  /** Resolves when another event has arrived; never rejects. */
  nextEvent(): Promise<void>;
  /**
   * Stops listening. Without `keeps`, the run's registrations are deleted; returns those that the bank did not delete.
   */
  close(options?: { readonly keepsRegistrations?: boolean }): Promise<readonly OwnRegistration[]>;
}

export interface UnobservedName {
  readonly name: EventName;
  readonly reason: string;
}

export interface WatchOptions extends Pick<PollerOptions, 'pause'> {
  readonly way: EventsWay;
  /** True if the bank's clock is frozen: then nothing happens by itself, and polls need no pace. */
  readonly isClockFrozen: boolean;
  /** Registrations of an earlier session of the run with events to poll. */
  readonly keptRegistrations?: readonly OwnRegistration[];
  /** Ids of events from an earlier session. */
  readonly seenEventIds?: readonly string[];
}

/**
 * Registers the run for each name, as Extended, and collects delivered or polled events. Existing registrations of the
 * partner are left alone: there can be one for each name (L-HOOKREG).
 */
export async function watchEvents(
  client: Client,
  names: readonly EventName[],
  options: WatchOptions,
): Promise<EventWatch> {
  const watch = new Watch(client, options);
  try {
    await watch.open(names);
    return watch;
  } catch (error) {
    await watch.close();
    throw error;
  }
}

class Watch implements EventWatch {
  readonly events: ReceivedEvent[] = [];
  readonly registrations: OwnRegistration[];
  private readonly client: Client;
  private readonly options: WatchOptions;
  private readonly ids: Set<string>;
  private readonly unobserved: UnobservedName[] = [];
  private repeated = 0;
  private taken = 0;
  private bytes = 0;
  /** The reason why no further event is kept. */
  private overflow: string | undefined;
  private arrival = Promise.withResolvers<void>();
  private receiver: Receiver | undefined;
  private poller: Poller | undefined;

  constructor(client: Client, options: WatchOptions) {
    this.client = client;
    this.options = options;
    this.registrations = [...(options.keptRegistrations ?? [])];
    this.ids = new Set(options.seenEventIds);
  }

  get watchedNames(): ReadonlySet<EventName> {
    return new Set(this.problem() === undefined ? this.registrations.map(({ name }) => name) : []);
  }

  notObservable(): readonly UnobservedName[] {
    const reason = this.problem();
    if (reason === undefined) return this.unobserved;
    return [...this.unobserved, ...this.registrations.map(({ name }) => ({ name, reason }))];
  }

  private problem(): string | undefined {
    return this.overflow ?? this.poller?.problem;
  }

  duplicates(): number {
    return this.repeated;
  }

  async open(names: readonly EventName[]): Promise<void> {
    const wanted = names.filter((name) => !this.registrations.some((own) => own.name === name));
    const callback = await this.listen();
    if (typeof callback === 'string') this.refuse(wanted, callback);
    else if (wanted.length > 0) await this.register(wanted, callback);
    if (!this.options.isClockFrozen && this.registrations.length > 0) this.poller?.start();
  }

  /** Opens the receiver or the poller; returns its part of a registration, or the reason why there is none. */
  private async listen(): Promise<Callback | string> {
    const { way, isClockFrozen, pause } = this.options;
    if (way.by === 'poll') {
      this.poller = createPoller({
        client: this.client,
        isOwn: (name) => this.watchedNames.has(eventNamed(name) as EventName),
        onEvent: (body) => this.take(body),
        paceMs: isClockFrozen ? 0 : POLL_PACE_MS,
        ...(pause ? { pause } : {}),
      });
      return { type: 'Poll' };
    }
    try {
      this.receiver = await startReceiver({
        ...way,
        onDelivery: (body) => this.take(body),
        limits: limitsOf(this.client.target),
      });
    } catch (error) {
      if (error instanceof CrosscheckError) return error.message;
      throw error;
    }
    const { callbackUrl, authUsername, authPassword } = this.receiver;
    return { type: 'Push', callbackUrl, authUsername, authPassword };
  }

  private take(body: unknown): void {
    const limits = limitsOf(this.client.target);
    this.taken += 1;
    this.bytes += sizeOf(body, limits.eventBytesPerRun);
    if (this.taken > limits.eventsPerRun)
      this.overflow = `the bank sends too many events: ${describeLimit('eventsPerRun', limits)}`;
    if (this.bytes > limits.eventBytesPerRun)
      this.overflow ??= `the bank sends too long events: ${describeLimit('eventBytesPerRun', limits)}`;
    if (this.overflow !== undefined) return;
    const event = { body };
    const { id, isPing, resources } = readEnvelope(event);
    if (isPing && resources.length === 0) return;
    if (id !== undefined && this.ids.has(id)) {
      this.repeated += 1;
      return;
    }
    if (id !== undefined) this.ids.add(id);
    this.events.push(event);
    const { resolve } = this.arrival;
    this.arrival = Promise.withResolvers<void>();
    resolve();
  }

  private refuse(names: readonly EventName[], reason: string): void {
    this.unobserved.push(...names.map((name) => ({ name, reason })));
  }

  private async register(names: readonly EventName[], callback: Callback): Promise<void> {
    const taken = await this.listTaken();
    if (typeof taken === 'string') return this.refuse(names, taken);
    const { partnerId } = this.client.target;
    const refused = new Map<EventName, string>();
    await Promise.all(
      names.map(async (name) => {
        const other = taken.get(name);
        if (other !== undefined) return this.refuse([name], describeTaken(other));
        const body = { partnerId, eventName: name, format: 'Extended', ...callback };
        const exchange = await this.client.send('createRegistration', { body });
        const { id } = (exchange.response.body ?? {}) as { readonly id?: unknown };
        // A registration with an id exists, whatever is wrong with the response, and must be deleted.
        if (exchange.response.statusCode === 200 && typeof id === 'string' && id !== '')
          this.registrations.push({ id, name });
        else refused.set(name, `the bank does not register the run for it (${describeRefusal(exchange)})`);
      }),
    );
    if (refused.size > 0) await this.refuseEach(refused);
  }

  /** Finds the reason of refusals: another run may have registered since the list was read. */
  private async refuseEach(refused: ReadonlyMap<EventName, string>): Promise<void> {
    const taken = await this.listTaken();
    for (const [name, reason] of refused) {
      const other = typeof taken === 'string' ? undefined : taken.get(name);
      this.refuse([name], other === undefined ? reason : describeTaken(other));
    }
  }

  /** Lists the existing registrations of the partner by name, or the reason why they cannot be read. */
  private async listTaken(): Promise<ReadonlyMap<EventName, string> | string> {
    try {
      const listed = await readPages(async (pageNumber) => {
        const exchange = await this.client.send('listRegistrations', { query: { pageNumber, pageSize: 50 } });
        if (exchange.response.statusCode !== 200) throw new UnreadableList(describeRefusal(exchange));
        return pageIn(exchange.response.body);
      }, limitsOf(this.client.target));
      const taken = new Map<EventName, string>();
      // Another owner's registration blocks the name even if it is invalid.
      for (const item of listed) {
        const { id, eventName } = (item ?? {}) as { readonly id?: unknown; readonly eventName?: unknown };
        const name = eventNamed(eventName);
        if (name !== undefined) taken.set(name, typeof id === 'string' ? id : 'without an id');
      }
      return taken;
    } catch (error) {
      if (!(error instanceof UnreadableList)) throw error;
      return `the bank shows no registrations (${error.message})`;
    }
  }

  async drain(): Promise<void> {
    if (this.options.isClockFrozen && this.registrations.length > 0) await this.poller?.drain();
  }

  nextEvent(): Promise<void> {
    return this.arrival.promise;
  }

  async stopPolling(): Promise<void> {
    await this.poller?.stop();
  }

  async close({ keepsRegistrations = false } = {}): Promise<readonly OwnRegistration[]> {
    await this.stopPolling();
    const left: OwnRegistration[] = [];
    if (!keepsRegistrations)
      await Promise.all(
        this.registrations.map(async (own) => {
          if (!(await this.deleteOne(own))) left.push(own);
        }),
      );
    await this.receiver?.close();
    return left;
  }

  /** Deletes one registration; returns false if the bank cannot be reached. */
  private async deleteOne({ id }: OwnRegistration): Promise<boolean> {
    try {
      const { response } = await this.client.send('deleteRegistration', { path: { registrationId: id } });
      return response.statusCode < 400 || response.statusCode === 404;
    } catch (error) {
      if (error instanceof CrosscheckError) return false;
      throw error;
    }
  }
}

/** The part of a registration that says how its events are delivered. */
type Callback = Pick<WebhookSchemas['RegistrationRequest'], 'type' | 'callbackUrl' | 'authUsername' | 'authPassword'>;

function describeTaken(registrationId: string): string {
  return `the partner has a registration ${registrationId} for it, and there can be only one`;
}

function describeRefusal({ response: { statusCode, body } }: Exchange): string {
  const { errors } = (body ?? {}) as { errors?: unknown };
  const [first] = (Array.isArray(errors) ? errors : []) as ({ message?: unknown } | null)[];
  return typeof first?.message === 'string' ? `status ${statusCode}: ${first.message}` : `status ${statusCode}`;
}
