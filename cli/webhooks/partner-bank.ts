import { invariant } from '../../core/errors.ts';
import { type RunningEmulator, startEmulator } from '../../emulator/start.ts';
import { type EventName, events } from '../../generated/events.ts';
import type { OperationId } from '../../generated/operations.ts';
import type { Operations, WebhookSchemas } from '../../generated/types/index.ts';
import { createClient, type SendInput } from '../../harness/host.ts';
import type { DeliveryAttempt } from './case.ts';

type Content<T> = T extends { content: { 'application/json': infer Body } } ? Body : undefined;
type AnswerOf<Id extends OperationId> = Operations[Id]['responses'] extends { 200: infer Ok } ? Content<Ok> : undefined;
type RequestOf<Id extends OperationId> = Content<NonNullable<Operations[Id]['requestBody']>>;

interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The handler: its address, credentials and time limit. */
export interface Handler {
  readonly url: string;
  readonly credentials?: Credentials;
  readonly timeoutMs: number;
}

/** A request that the bank refused; only a reason about the handler's address is shown to the user. */
export class Refusal extends Error {
  readonly reason: string;

  constructor(operationId: OperationId, statusCode: number, body: unknown) {
    const { errors = [] } = (body ?? {}) as { errors?: readonly { message: string }[] };
    const reason = errors.map(({ message }) => message).join('; ');
    super(`${operationId} was answered ${statusCode}: ${reason}`);
    this.name = 'Refusal';
    this.reason = reason;
  }
}

/** Changes become events at each full and half minute; the clock starts at one of them and moves only to others. */
const GROUP_MINUTES = 0.5;
/** The time limit of one call, which may wait for the handler many times. */
const CALL_MS = 30 * 60_000;

/** After this many moves of the clock with events and without an answer, no more events are sent. */
const MOST_SILENT_MOVES = 3;

/** The error of a handler that no longer answers; the remaining cases are not sent. */
export class SilentHandler extends Error {}

/** A registration that differs from the handler's own; null for no credentials. */
interface RegistrationChange {
  readonly callbackUrl?: string;
  readonly credentials?: Credentials | null;
}

/** The bank's log of deliveries to the handler. */
interface Log {
  readonly attempts: DeliveryAttempt[];
  /** Registrations with a failed delivery since the last check. */
  readonly failed: Set<string>;
}

/**
 * An embedded bank at which a partner has registered a handler. The bank sends the events; this class causes them and
 * records the answers of the handler.
 */
export class PartnerBank {
  readonly target: RunningEmulator['target'];
  readonly handler: Handler;
  /** The values that no report may show, such as the password of the handler and the path of its address. */
  readonly secrets: ReturnType<typeof createClient>['secrets'];
  readonly #bank: RunningEmulator;
  readonly #client: ReturnType<typeof createClient>;
  readonly #registrations = new Map<EventName, string>();
  readonly #log: Log;
  #silentMoves = 0;

  private constructor(bank: RunningEmulator, handler: Handler, log: Log) {
    this.#bank = bank;
    this.target = bank.target;
    this.handler = handler;
    this.#client = createClient(bank.target, { timeoutMs: CALL_MS });
    this.secrets = this.#client.secrets;
    this.#log = log;
  }

  /** Starts the bank without any registration. */
  static async start(handler: Handler, { seed, port }: { seed: number; port: number }): Promise<PartnerBank> {
    const log: Log = { attempts: [], failed: new Set() };
    const bank = await startEmulator({
      seed,
      port,
      answerMs: handler.timeoutMs,
      onDelivery: ({ url, eventId, registrationId, body }, { isTaken, ...outcome }) => {
        if (url !== handler.url) return;
        const { eventName, resources } = body;
        log.attempts.push({ eventId, eventName, resourceCount: resources.length, ...outcome });
        if (!isTaken) log.failed.add(registrationId);
      },
    });
    return new PartnerBank(bank, handler, log);
  }

  close(): Promise<void> {
    return this.#bank.close();
  }

  /** Sends an operation that must succeed, as the partner or, on the control plane, as the operator. */
  async call<Id extends OperationId>(
    operationId: Id,
    input: Pick<SendInput, 'path' | 'query'> & { readonly body?: RequestOf<Id> } = {},
  ): Promise<AnswerOf<Id>> {
    const { response } = await this.#client.send(operationId, input);
    if (response.statusCode >= 300) throw new Refusal(operationId, response.statusCode, response.body);
    return response.body as AnswerOf<Id>;
  }

  /** Puts the handler's host on the partner's allow-list, as the operator. */
  async allowHost(): Promise<void> {
    const path = { partnerId: this.target.partnerId };
    await this.call('configureCallbackHosts', { path, body: { hosts: [new URL(this.handler.url).hostname] } });
  }

  /** Registers the handler for Extended events of these names. */
  async register(...names: readonly EventName[]): Promise<void> {
    for (const eventName of names) {
      const { id } = await this.call('createRegistration', { body: this.#requestOf(eventName) });
      this.#registrations.set(eventName, id);
    }
  }

  /** Registers the handler for every event of the bank. */
  async registerAll(): Promise<void> {
    await this.register(...(Object.keys(events) as EventName[]));
  }

  /** Deletes all registrations of the handler; undelivered events are lost. */
  async unregisterAll(): Promise<void> {
    for (const registrationId of this.#registrations.values())
      await this.call('deleteRegistration', { path: { registrationId } });
    this.#registrations.clear();
    this.#silentMoves = 0;
  }

  /** Changes the registration of an event; fields that are absent get their original values. */
  async change(eventName: EventName, change: RegistrationChange = {}): Promise<void> {
    await this.call('updateRegistration', { path: this.pathOf(eventName), body: this.#requestOf(eventName, change) });
  }

  /** Returns the path parameters of an event's registration. */
  pathOf(eventName: EventName): { registrationId: string } {
    return { registrationId: this.#registrations.get(eventName) ?? '' };
  }

  /**
   * Moves the bank's clock and waits for all deliveries that are due. A failed delivery is not retried: its
   * registration is replaced, so that a handler that hangs costs its time limit once and not four times. Throws a
   * SilentHandler after three moves without any answer.
   */
  async advance(minutes: number): Promise<void> {
    await this.#moveClock({ bySeconds: minutes * 60 });
  }

  /** Moves the bank's clock to a time, otherwise like `advance`. */
  async advanceTo(time: string): Promise<void> {
    await this.#moveClock({ to: time });
  }

  /** Waits for immediate deliveries: pings, samples, repeated and waiting events. */
  async deliver(): Promise<void> {
    const { now } = await this.call('getClock');
    await this.#moveClock({ to: now });
  }

  /** Turns recent changes into events and waits until they are delivered. */
  async settle(): Promise<void> {
    await this.advance(GROUP_MINUTES);
  }

  async #moveClock(body: RequestOf<'advanceClock'>): Promise<void> {
    const before = this.#log.attempts.length;
    await this.call('advanceClock', { body });
    await this.#renewFailed();
    const attempts = this.#log.attempts.slice(before);
    if (attempts.length === 0) return;
    const isSilent = attempts.every(({ statusCode }) => statusCode === undefined);
    this.#silentMoves = isSilent ? this.#silentMoves + 1 : 0;
    if (this.#silentMoves === MOST_SILENT_MOVES) throw new SilentHandler();
  }

  async #renewFailed(): Promise<void> {
    for (const [eventName, registrationId] of [...this.#registrations]) {
      if (!this.#log.failed.has(registrationId)) continue;
      await this.call('deleteRegistration', { path: { registrationId } });
      await this.register(eventName);
    }
    this.#log.failed.clear();
  }

  /** Returns the last delivery attempt. */
  lastAttempt(): DeliveryAttempt {
    const last = this.#log.attempts.at(-1);
    invariant(last, 'nothing was sent to the handler');
    return last;
  }

  /** Returns the delivery attempts since the last call. */
  takeAttempts(): readonly DeliveryAttempt[] {
    return this.#log.attempts.splice(0);
  }

  #requestOf(
    eventName: EventName,
    { callbackUrl = this.handler.url, credentials = this.handler.credentials ?? null }: RegistrationChange = {},
  ): WebhookSchemas['RegistrationRequest'] {
    return {
      partnerId: this.target.partnerId,
      eventName,
      callbackUrl,
      type: 'Push',
      format: 'Extended',
      ...(credentials && { authUsername: credentials.username, authPassword: credentials.password }),
    };
  }
}
