import { type Clock, sleep } from '../../../core/clock.ts';
import type { Exchange } from '../../../core/exchange.ts';
import type { Deviation } from '../../../core/finding.ts';
import type { EventsReport, MatchedChange } from '../../../core/run-event.ts';
import { eventsWayOf } from '../../../core/target.ts';
import type { EventName } from '../../../generated/events.ts';
import type { Client } from '../../client/client.ts';
import { changedBy, type EmittingStep, idsOf, idsOfRequest, knownBy, shownBy } from '../../events/emitting-step.ts';
import { type Detail, type EventEntry, entriesOf, eventNamed } from '../../events/event-entry.ts';
import { fetchResources } from '../../events/fetch-resources.ts';
import { checkEventLaw, type EventContext } from '../../events/law.ts';
import { matchEntries } from '../../events/match-entries.ts';
import { type EventWatch, type OwnRegistration, type UnobservedName, watchEvents } from '../../events/watch-events.ts';
import { describeWhyNoEvents } from '../../events/why-no-events.ts';
import type { Auditor } from '../../ledger/auditor.ts';
import { everyRecord } from '../../ledger/books.ts';
import type { Plan, PlannedStep } from '../arazzo/plan.ts';
import { type BankClock, moveBankClock } from './bank-clock.ts';
import { dumpSteps, type RunEventsState, restoreSteps } from './run-events-state.ts';
import type { Attempt } from './run-state.ts';

/** The parts that watching events needs. */
export interface RunEventsParts {
  readonly client: Client;
  readonly plan: Plan;
  /** False if the user has switched it off. */
  readonly isWanted: boolean;
  readonly wall: Clock;
  readonly auditor: Auditor | undefined;
  readonly signal: AbortSignal | undefined;
  /** Waits for delivered events; default: in real time. */
  readonly pause: ((durationMs: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** The state from an earlier session of the run. */
  readonly from?: RunEventsState;
}

/** A finished step with the events that it declares. */
export interface FinishedStep {
  readonly stepId: string;
  readonly planned: PlannedStep;
  readonly attempt: Attempt;
  readonly isPassed: boolean;
  /** Its requests and responses. */
  readonly exchanges: readonly Exchange[];
}

/** The result of checking events against changes, with the exchanges of the check. */
export interface EventsResult {
  readonly deviations: readonly Deviation[];
  readonly exchanges: readonly Exchange[];
  readonly entryCount: number;
  /** The reason why events were not checked. */
  readonly uncheckedReason?: string;
  /** True if the run has no registration: then only a wrong answer is reported. */
  readonly isEmpty?: true;
}

/** The time limit for the last events; no document says how long a delivery may take. */
const DEADLINE_MS = 120_000;
/** Events are grouped about every 30 seconds (P-HOOKS). */
const GROUP_MS = 30_000;

/** Events whose number only the books show. */
const COUNTED_BY_BOOKS: readonly EventName[] = ['Core.Transaction.Completed', 'Core.Activity.Posted'];

/** Watches the events that the steps of a run declare, and checks them against the changes of the steps. */
export class RunEvents {
  private readonly parts: RunEventsParts;
  private readonly declared: readonly EventName[];
  private readonly steps: EmittingStep[];
  private readonly ownIds: Set<string>;
  private readonly entries: EventEntry[];
  private readonly client: Client;
  private readonly createdResources = new Map<string, Detail>();
  private exchanges: Exchange[] = [];
  private begunMs: number;
  /** The number of events already checked. */
  private checkedCount = 0;
  private watch: EventWatch | undefined;
  private bankClock: BankClock | undefined;
  private lostReason: string | undefined;
  private undeletedRegistrations: readonly OwnRegistration[] = [];
  private isChecked = false;
  private isClosed = false;

  constructor(parts: RunEventsParts) {
    this.parts = parts;
    const { plan, client, from } = parts;
    this.declared = declaredIn(plan);
    this.steps = restoreSteps(from?.steps ?? []);
    this.ownIds = new Set(from?.known);
    this.entries = [...(from?.entries ?? [])];
    this.begunMs = from?.begunMs ?? 0;
    this.lostReason = from?.lost ?? (parts.isWanted ? undefined : 'events are switched off');
    const onExchange = (exchange: Exchange) => this.exchanges.push(exchange);
    // Requests of polling do not belong to the current step.
    this.client = { ...client, send: (id, input) => client.send(id, { ...input, onExchange }) };
  }

  /** Registers for the declared events; `bankClock` is set if the bank's clock is frozen. */
  async begin(bankClock: BankClock | undefined): Promise<void> {
    const { pause, from, wall } = this.parts;
    this.bankClock = bankClock;
    const way = eventsWayOf(this.client.target);
    if (!way) this.lostReason ??= describeWhyNoEvents(this.client.target);
    if (!way || this.declared.length === 0 || this.lostReason !== undefined) return;
    const refused = new Set(from?.notObservable?.map(({ name }) => name));
    const wanted = this.declared.filter((name) => !refused.has(name));
    this.watch = await watchEvents(this.client, wanted, {
      way,
      isClockFrozen: bankClock !== undefined,
      keptRegistrations: from?.registrations ?? [],
      seenEventIds: this.entries.map(({ eventId }) => eventId),
      ...(pause ? { pause } : {}),
    });
    if (from) return;
    const [first] = this.exchanges;
    this.begunMs = bankClock?.nowMs ?? (first && spanOf(first)?.fromMs) ?? wall.nowMs();
  }

  /** Records the begin of a step on the bank's time. */
  recordBegin(attempt: Attempt): void {
    if (this.watch) attempt.begunMs ??= this.nowMs();
  }

  /** Records the exchanges and declared events of a step. */
  recordStep(ended: FinishedStep): void {
    if (!this.watch) return;
    for (const exchange of ended.exchanges) for (const id of knownBy(exchange)) this.ownIds.add(id);
    for (const exchange of ended.exchanges)
      for (const id of changedBy(exchange))
        if (!exchange.request.url.includes(id)) this.createdResources.set(id, (exchange.response.body ?? {}) as Detail);
    this.steps.push(this.describeStep(ended));
  }

  /** Records the ids read from the books: the accounts of the run, and the records on them. */
  recordReads(exchanges: readonly Exchange[]): void {
    if (!this.watch) return;
    for (const exchange of exchanges) for (const id of idsOfRequest(exchange)) this.ownIds.add(id);
  }

  private describeStep({ stepId, planned, attempt, isPassed, exchanges }: FinishedStep): EmittingStep {
    const { emits = [], wait } = planned.step['x-crosscheck'] ?? {};
    const operationId = 'operationId' in planned.calls ? planned.calls.operationId : '';
    const pauses = planned.onFailure.some(({ action }) => action.type === 'retry' && (action.retryAfter ?? 0) > 0);
    const waits = wait === true || pauses || operationId === 'advanceClock' || operationId === 'closePostingDay';
    const isRefused = !isPassed && (exchanges.at(-1)?.response.statusCode ?? 400) >= 400;
    return {
      stepId,
      waits,
      outcome: isPassed ? 'done' : isRefused ? 'refused' : 'unsure',
      emits: emits.flatMap((name) => eventNamed(name) ?? []),
      ids: new Set(exchanges.flatMap((exchange) => [...idsOf(exchange)])),
      changed: new Set(exchanges.flatMap(changedBy)),
      shown: new Map(exchanges.flatMap(shownBy)),
      onlyReads: exchanges.length > 0 && exchanges.every(({ request }) => request.method === 'GET'),
      ...this.spanOfStep(attempt, exchanges),
    };
  }

  private spanOfStep({ begunMs }: Attempt, exchanges: readonly Exchange[]): Pick<EmittingStep, 'fromMs' | 'toMs'> {
    const begin = begunMs ?? this.nowMs();
    const spans = this.bankClock ? [] : exchanges.flatMap((exchange) => spanOf(exchange) ?? []);
    return {
      fromMs: Math.min(begin, ...spans.map(({ fromMs }) => fromMs)),
      toMs: spans.length > 0 ? Math.max(...spans.map(({ toMs }) => toMs)) : this.nowMs(),
    };
  }

  private nowMs(): number {
    return this.bankClock?.nowMs ?? this.parts.wall.nowMs();
  }

  /** Waits for the remaining events after the run and checks all of them against the run's changes. */
  async checkAll(): Promise<EventsResult | undefined> {
    if (!this.watch || this.watch.registrations.length === 0) return this.reportUnregistered();
    await this.waitForEvents(this.watch);
    const isCutShort = this.bankClock === undefined && this.parts.signal?.aborted === true;
    if (isCutShort) this.lostReason ??= 'the run was interrupted before all its events had arrived';
    else this.isChecked = this.watch.watchedNames.size > 0;
    const result = await this.checkEvents(this.watch, isCutShort ? ['arrival'] : ['arrival', 'end']);
    const uncheckedReason = this.isChecked
      ? undefined
      : isCutShort
        ? this.lostReason
        : this.watch.notObservable()[0]?.reason;
    await this.end('done');
    return {
      ...result,
      exchanges: [...result.exchanges, ...this.takeExchanges()],
      ...(uncheckedReason === undefined ? {} : { uncheckedReason: `Not matched to their changes: ${uncheckedReason}` }),
    };
  }

  /**
   * Checks the events before a run is parked. Polled events wait at the bank until the resume, so only those received
   * are checked. Delivered events would be lost meanwhile, so all are checked now.
   */
  async checkParked(): Promise<EventsResult | undefined> {
    const isPolled = eventsWayOf(this.client.target)?.by === 'poll';
    if (!isPolled) this.lostReason ??= 'the run was parked, and no deliveries were received meanwhile';
    if (!this.watch || this.watch.registrations.length === 0) return this.reportUnregistered();
    if (!isPolled) return await this.checkAll();
    await this.watch.stopPolling();
    return {
      ...(await this.checkEvents(this.watch, ['arrival'])),
      uncheckedReason: 'Events are checked after the resume',
    };
  }

  /** Returns the exchanges of a failed webhook registration, so that they are checked as well. */
  private reportUnregistered(): EventsResult | undefined {
    const exchanges = this.takeExchanges();
    const reason = this.watch?.notObservable()[0]?.reason ?? this.lostReason ?? 'nothing is registered';
    const uncheckedReason = `Not matched to their events: ${reason}`;
    return exchanges.length > 0
      ? { deviations: [], exchanges, entryCount: 0, uncheckedReason, isEmpty: true }
      : undefined;
  }

  private async waitForEvents(watch: EventWatch): Promise<void> {
    if (this.bankClock) {
      await this.closeGroup(this.bankClock);
      await watch.drain();
      return;
    }
    for (let isQuiet = false; !isQuiet && matchEntries(this.context(watch)).missing.length > 0; )
      isQuiet = !(await this.awaitEvent(watch));
  }

  /** Lets the current group of events end: a change on its boundary may belong to the next one. */
  private async closeGroup(bankClock: BankClock): Promise<void> {
    const dueMs = (Math.floor(bankClock.nowMs / GROUP_MS) + 2) * GROUP_MS;
    await bankClock.takeTurn(dueMs, async () => {
      const bySeconds = Math.ceil((dueMs - bankClock.nowMs) / 1000);
      if (bySeconds > 0) await moveBankClock(this.client, bankClock, bySeconds);
    });
  }

  /** Returns true if another event arrives before the deadline. */
  private async awaitEvent(watch: EventWatch): Promise<boolean> {
    const { pause = sleep, signal } = this.parts;
    const over = new AbortController();
    const stop = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
    const deadline = pause(DEADLINE_MS, stop).catch((error: unknown) => {
      if (!stop.aborted) throw error;
    });
    const came = await Promise.race([watch.nextEvent().then(() => true), deadline.then(() => false)]);
    over.abort();
    return came;
  }

  private async checkEvents(watch: EventWatch, moments: readonly string[]): Promise<EventsResult> {
    const newEvents = watch.events.slice(this.checkedCount);
    this.checkedCount = watch.events.length;
    this.entries.push(...newEvents.flatMap(entriesOf));
    const ofRun = newEvents.flatMap(entriesOf).filter(({ subjects }) => subjects.some((id) => this.ownIds.has(id)));
    const fetched = await fetchResources(this.client, new Set(ofRun.map(({ resource }) => resource)));
    const context: EventContext = { ...this.context(watch), entries: this.entries, newEvents, fetched };
    // Loaded lazily: the validators of all events.
    const { eventLaws } = await import('../../events/laws.ts');
    const asked = eventLaws.filter(({ moment }) => moments.includes(moment));
    return {
      exchanges: this.takeExchanges(),
      entryCount: ofRun.length,
      deviations: asked.flatMap((law) => checkEventLaw(law, context)),
    };
  }

  private takeExchanges(): Exchange[] {
    const taken = this.exchanges;
    this.exchanges = [];
    return taken;
  }

  private context(watch: EventWatch): EventContext {
    const { auditor } = this.parts;
    return {
      partnerId: this.client.target.partnerId,
      watchedNames: watch.watchedNames,
      steps: this.steps,
      ownIds: this.ownIds,
      createdResources: this.createdResources,
      begunMs: this.begunMs,
      registeredNames: new Set(watch.registrations.map(({ name }) => name)),
      newEvents: [],
      fetched: new Map(),
      entries: [...this.entries, ...watch.events.slice(this.checkedCount).flatMap(entriesOf)],
      ...(auditor ? { books: announcedBooks(auditor) } : {}),
    };
  }

  /** Stops listening. Registrations are kept only if they collect events for a parked run. */
  async end(kind: string): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    const keepsRegistrations = kind === 'parked' && eventsWayOf(this.client.target)?.by === 'poll';
    if (kind !== 'done' && !keepsRegistrations)
      this.lostReason ??= 'the run was interrupted, and its events were not received meanwhile';
    this.undeletedRegistrations = (await this.watch?.close({ keepsRegistrations })) ?? [];
  }

  /** Builds the events part of the run's report; undefined if no step declares events. */
  report(): EventsReport | undefined {
    if (this.declared.length === 0) return undefined;
    const { watch } = this;
    return {
      isChecked: this.isChecked || this.parts.from?.isChecked === true,
      watched: this.isChecked || this.lostReason === undefined ? [...(watch?.watchedNames ?? [])] : [],
      received: (this.parts.from?.received ?? 0) + (watch?.events.length ?? 0),
      changes: this.entries.filter(({ subjects }) => subjects.some((id) => this.ownIds.has(id))).length,
      duplicates: (this.parts.from?.duplicates ?? 0) + (watch?.duplicates() ?? 0),
      notObservable: this.unobserved().map(({ name: eventName, reason }) => ({ eventName, reason })),
      matched: this.matched(),
    };
  }

  /** Lists the names that were not observed; the first reason is kept. */
  private unobserved(): readonly UnobservedName[] {
    const { watch, isChecked, parts, lostReason = 'the run has not begun' } = this;
    const found = [...(parts.from?.notObservable ?? []), ...(watch?.notObservable() ?? [])];
    if (watch && (isChecked || this.lostReason === undefined)) return found;
    return this.declared.map((name) => found.find((one) => one.name === name) ?? { name, reason: lostReason });
  }

  private matched(): MatchedChange[] {
    if (!this.isChecked && !this.parts.from?.isChecked) return [];
    const { steps, ownIds, entries, declared } = this;
    const { matches } = matchEntries({ steps, ownIds, entries, watchedNames: new Set(declared) });
    return [...matches].map(([{ eventId, resource }, { step, name }]) => ({
      stepId: step.stepId,
      eventName: name,
      eventId,
      resource,
    }));
  }

  /**
   * Lists the names without a registration; they are not registered after a resume, because earlier events would be
   * missing.
   */
  private refused(): UnobservedName[] {
    const { watch, parts } = this;
    const registered = new Set(watch?.registrations.map(({ name }) => name));
    const now = (watch?.notObservable() ?? []).filter(({ name }) => !registered.has(name));
    return [...(parts.from?.notObservable ?? []), ...now];
  }

  /** Lists registrations that the user must delete, and events whose number was not checked. */
  notes(): string[] {
    const left = this.undeletedRegistrations.map(
      ({ id, name }) => `The bank still has the registration ${id} for ${name} of this run: delete it`,
    );
    const isWhole = this.parts.auditor !== undefined || !this.isChecked;
    const unproven = isWhole ? [] : COUNTED_BY_BOOKS.filter((name) => this.watch?.watchedNames.has(name));
    return [
      ...left,
      ...unproven.map((name) => `The books are not observed: one ${name} for each step that declares it was enough`),
    ];
  }

  /** Returns the state for another session; undefined if no step declares events. */
  state(): RunEventsState | undefined {
    if (this.declared.length === 0) return undefined;
    const { watch, lostReason, parts } = this;
    return {
      registrations: lostReason === undefined ? (watch?.registrations ?? []) : [],
      begunMs: this.begunMs,
      steps: dumpSteps(this.steps),
      known: [...this.ownIds],
      entries: this.entries,
      received: (parts.from?.received ?? 0) + (watch?.events.length ?? 0),
      duplicates: (parts.from?.duplicates ?? 0) + (watch?.duplicates() ?? 0),
      notObservable: this.refused(),
      isChecked: this.isChecked || parts.from?.isChecked === true,
      ...(lostReason === undefined ? {} : { lost: lostReason }),
    };
  }
}

/** Lists the events that any step of the plan declares, each once. */
function declaredIn({ workflows }: Plan): EventName[] {
  const emits = [...workflows.values()].flatMap(({ steps }) =>
    steps.flatMap(({ step }) => step['x-crosscheck']?.emits ?? []),
  );
  return [...new Set(emits.flatMap((name) => eventNamed(name) ?? []))];
}

/** Returns the time of an exchange's change, from the bank's `Date` header in seconds; undefined without one. */
function spanOf({ response, durationMs }: Exchange): { readonly fromMs: number; readonly toMs: number } | undefined {
  const changedMs = Date.parse(response.headers.date ?? '');
  if (Number.isNaN(changedMs)) return undefined;
  return { fromMs: changedMs - Math.ceil(durationMs) - 1000, toMs: changedMs + 1000 };
}

function announcedBooks(auditor: Auditor): NonNullable<EventContext['books']> {
  const { books } = auditor.state();
  const activities = everyRecord(books, 'activities');
  return {
    postedActivities: activities
      .filter(({ status }) => status === 'Posted')
      .map(({ id, masterAccountNumber: accountNumber }) => ({ id, accountNumber })),
    transactionIds: [...new Set(activities.map(({ transactionId }) => transactionId))],
  };
}
