import { type Clock, sleep } from '../../../core/clock.ts';
import type { Exchange } from '../../../core/exchange.ts';
import type { Deviation } from '../../../core/finding.ts';
import type { EventsReport, MatchedChange } from '../../../core/run-event.ts';
import { eventsWayOf } from '../../../core/target.ts';
import type { EventName } from '../../../generated/events.ts';
import type { Client } from '../../client/client.ts';
import { describeMissingWay } from '../../events/describe-missing-way.ts';
import { changedBy, type EmittingStep, idsOf, idsOfRequest, knownBy, shownBy } from '../../events/emitting-step.ts';
import { type Detail, type EventEntry, entriesOf, eventNamed } from '../../events/event-entry.ts';
import { fetchResources } from '../../events/fetch-resources.ts';
import { askEventLaw, type EventContext } from '../../events/law.ts';
import { matchEntries } from '../../events/match-entries.ts';
import { type EventWatch, type OwnRegistration, type UnobservedName, watchEvents } from '../../events/watch-events.ts';
import type { Auditor } from '../../ledger/auditor.ts';
import { everyRecord } from '../../ledger/books.ts';
import type { Plan, PlannedStep } from '../arazzo/plan.ts';
import { type BankClock, moveBankClock } from './bank-clock.ts';
import { dumpSteps, type RunEventsState, restoreSteps } from './run-events-state.ts';
import type { Attempt } from './run-state.ts';

/** What the events of a run are watched with. */
export interface RunEventsParts {
  readonly client: Client;
  readonly plan: Plan;
  /** False where a person has switched it off. */
  readonly isWanted: boolean;
  readonly wall: Clock;
  readonly auditor: Auditor | undefined;
  readonly signal: AbortSignal | undefined;
  /** Waits for events that come by themselves; in real time unless told. */
  readonly pause: ((durationMs: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** What an earlier session of the run knew. */
  readonly from?: RunEventsState;
}

/** A step that has ended, for the events that it declares. */
export interface EndedStep {
  readonly stepId: string;
  readonly planned: PlannedStep;
  readonly attempt: Attempt;
  readonly isPassed: boolean;
  /** What it sent, and was answered. */
  readonly exchanges: readonly Exchange[];
}

/** What was found when events were held against their changes, and what was sent for it. */
export interface EventsJudgement {
  readonly deviations: readonly Deviation[];
  readonly exchanges: readonly Exchange[];
  readonly entryCount: number;
  /** Why nothing was held against its change, where nothing was. */
  readonly unjudged?: string;
  /** True if the run has no registration: then only a wrong answer is reported. */
  readonly isEmpty?: true;
}

/** Events that have not come by then do not come any more: no document says how long a delivery may take. */
const DEADLINE_MS = 120_000;
/** Events are grouped about every 30 seconds (P-HOOKS). */
const GROUP_MS = 30_000;

/** Only the books tell how many there have to be. */
const TOLD_BY_BOOKS: readonly EventName[] = ['Core.Transaction.Completed', 'Core.Activity.Posted'];

/** Watches the events that the steps of a run declare, and holds what comes against what the steps did. */
export class RunEvents {
  private readonly parts: RunEventsParts;
  private readonly declared: readonly EventName[];
  private readonly steps: EmittingStep[];
  private readonly known: Set<string>;
  private readonly entries: EventEntry[];
  private readonly client: Client;
  private readonly seen = new Map<string, Detail>();
  private exchanges: Exchange[] = [];
  private begunMs: number;
  /** How many of the watch's events have been judged. */
  private judged = 0;
  private watch: EventWatch | undefined;
  private bankClock: BankClock | undefined;
  private lost: string | undefined;
  private undeleted: readonly OwnRegistration[] = [];
  private isChecked = false;
  private hasEnded = false;

  constructor(parts: RunEventsParts) {
    this.parts = parts;
    const { plan, client, from } = parts;
    this.declared = declaredIn(plan);
    this.steps = restoreSteps(from?.steps ?? []);
    this.known = new Set(from?.known);
    this.entries = [...(from?.entries ?? [])];
    this.begunMs = from?.begunMs ?? 0;
    this.lost = from?.lost ?? (parts.isWanted ? undefined : 'events are switched off');
    const onExchange = (exchange: Exchange) => this.exchanges.push(exchange);
    // What is polled meanwhile is not sent by the step under way.
    this.client = { ...client, send: (id, input) => client.send(id, { ...input, onExchange }) };
  }

  /** Registers for what the run's steps declare; `bankClock` is that of a bank whose clock stands still. */
  async begin(bankClock: BankClock | undefined): Promise<void> {
    const { pause, from, wall } = this.parts;
    this.bankClock = bankClock;
    const way = eventsWayOf(this.client.target);
    if (!way) this.lost ??= describeMissingWay(this.client.target);
    if (!way || this.declared.length === 0 || this.lost !== undefined) return;
    const refused = new Set(from?.notObservable?.map(({ name }) => name));
    const wanted = this.declared.filter((name) => !refused.has(name));
    this.watch = await watchEvents(this.client, wanted, {
      way,
      standsStill: bankClock !== undefined,
      kept: from?.registrations ?? [],
      seen: this.entries.map(({ eventId }) => eventId),
      ...(pause ? { pause } : {}),
    });
    if (from) return;
    const [first] = this.exchanges;
    this.begunMs = bankClock?.nowMs ?? (first && spanOf(first)?.fromMs) ?? wall.nowMs();
  }

  /** Notes when a step begins, on the bank's time. */
  noteBegin(attempt: Attempt): void {
    if (this.watch) attempt.begunMs ??= this.nowMs();
  }

  /** Notes what a step has sent, and what it declares. */
  noteStep(ended: EndedStep): void {
    if (!this.watch) return;
    for (const exchange of ended.exchanges) for (const id of knownBy(exchange)) this.known.add(id);
    for (const exchange of ended.exchanges)
      for (const id of changedBy(exchange))
        if (!exchange.request.url.includes(id)) this.seen.set(id, (exchange.response.body ?? {}) as Detail);
    this.steps.push(this.describeStep(ended));
  }

  /** Notes what the books were read from: the accounts of the run, and what stands in their records. */
  noteReads(exchanges: readonly Exchange[]): void {
    if (!this.watch) return;
    for (const exchange of exchanges) for (const id of idsOfRequest(exchange)) this.known.add(id);
  }

  private describeStep({ stepId, planned, attempt, isPassed, exchanges }: EndedStep): EmittingStep {
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
    const told = this.bankClock ? [] : exchanges.flatMap((exchange) => spanOf(exchange) ?? []);
    return {
      fromMs: Math.min(begin, ...told.map(({ fromMs }) => fromMs)),
      toMs: told.length > 0 ? Math.max(...told.map(({ toMs }) => toMs)) : this.nowMs(),
    };
  }

  private nowMs(): number {
    return this.bankClock?.nowMs ?? this.parts.wall.nowMs();
  }

  /** Once the run has ended: waits for what is still to come, and holds everything against the run's changes. */
  async judgeAll(): Promise<EventsJudgement | undefined> {
    if (!this.watch || this.watch.registrations.length === 0) return this.judgeNothing();
    await this.settle(this.watch);
    const isCutShort = this.bankClock === undefined && this.parts.signal?.aborted === true;
    if (isCutShort) this.lost ??= 'the run was interrupted before all its events had come';
    else this.isChecked = this.watch.watched.size > 0;
    const judgement = await this.judge(this.watch, isCutShort ? ['fresh'] : ['fresh', 'end']);
    const unjudged = this.isChecked ? undefined : isCutShort ? this.lost : this.watch.notObservable()[0]?.reason;
    await this.end('done');
    return {
      ...judgement,
      exchanges: [...judgement.exchanges, ...this.takeExchanges()],
      ...(unjudged === undefined ? {} : { unjudged: `Not matched to their changes: ${unjudged}` }),
    };
  }

  /**
   * Before a run is parked: what is polled waits at the bank until the run goes on, so only what has come is looked at. Nobody
   * takes deliveries meanwhile: then everything is judged now.
   */
  async judgeParked(): Promise<EventsJudgement | undefined> {
    const isPolled = eventsWayOf(this.client.target)?.by === 'poll';
    if (!isPolled) this.lost ??= 'the run was parked, and nobody took deliveries meanwhile';
    if (!this.watch || this.watch.registrations.length === 0) return this.judgeNothing();
    if (!isPolled) return await this.judgeAll();
    await this.watch.stopPolling();
    return { ...(await this.judge(this.watch, ['fresh'])), unjudged: 'Events are judged when the run goes on' };
  }

  /** Returns what was sent to register the run, where that came to nothing: its answers are checked all the same. */
  private judgeNothing(): EventsJudgement | undefined {
    const exchanges = this.takeExchanges();
    const reason = this.watch?.notObservable()[0]?.reason ?? this.lost ?? 'nothing is registered';
    const unjudged = `Not matched to their events: ${reason}`;
    return exchanges.length > 0 ? { deviations: [], exchanges, entryCount: 0, unjudged, isEmpty: true } : undefined;
  }

  private async settle(watch: EventWatch): Promise<void> {
    if (this.bankClock) {
      await this.closeGroup(this.bankClock);
      await watch.drain();
      return;
    }
    for (let isQuiet = false; !isQuiet && matchEntries(this.context(watch)).untold.length > 0; )
      isQuiet = !(await this.awaitEvent(watch));
  }

  /** A change on the very boundary may belong to the group after it. */
  private async closeGroup(bankClock: BankClock): Promise<void> {
    const dueMs = (Math.floor(bankClock.nowMs / GROUP_MS) + 2) * GROUP_MS;
    await bankClock.takeTurn(dueMs, async () => {
      const bySeconds = Math.ceil((dueMs - bankClock.nowMs) / 1000);
      if (bySeconds > 0) await moveBankClock(this.client, bankClock, bySeconds);
    });
  }

  /** Whether another event has come before the deadline. */
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

  private async judge(watch: EventWatch, moments: readonly string[]): Promise<EventsJudgement> {
    const fresh = watch.events.slice(this.judged);
    this.judged = watch.events.length;
    this.entries.push(...fresh.flatMap(entriesOf));
    const ofRun = fresh.flatMap(entriesOf).filter(({ subjects }) => subjects.some((id) => this.known.has(id)));
    const fetched = await fetchResources(this.client, new Set(ofRun.map(({ resource }) => resource)));
    const context: EventContext = { ...this.context(watch), entries: this.entries, fresh, fetched };
    // The validators of all events are loaded where there are any.
    const { eventLaws } = await import('../../events/laws.ts');
    const asked = eventLaws.filter(({ moment }) => moments.includes(moment));
    return {
      exchanges: this.takeExchanges(),
      entryCount: ofRun.length,
      deviations: asked.flatMap((law) => askEventLaw(law, context)),
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
      watched: watch.watched,
      steps: this.steps,
      known: this.known,
      seen: this.seen,
      begunMs: this.begunMs,
      registered: new Set(watch.registrations.map(({ name }) => name)),
      fresh: [],
      fetched: new Map(),
      entries: [...this.entries, ...watch.events.slice(this.judged).flatMap(entriesOf)],
      ...(auditor ? { books: booksToTell(auditor) } : {}),
    };
  }

  /** Stops listening. Registrations stay only where they collect events for a run that is parked. */
  async end(kind: string): Promise<void> {
    if (this.hasEnded) return;
    this.hasEnded = true;
    const keeps = kind === 'parked' && eventsWayOf(this.client.target)?.by === 'poll';
    if (kind !== 'done' && !keeps) this.lost ??= 'the run was interrupted, and nobody took its events meanwhile';
    this.undeleted = (await this.watch?.close({ keeps })) ?? [];
  }

  /** What is told of the events in the run's report; undefined when no step declares any. */
  report(): EventsReport | undefined {
    if (this.declared.length === 0) return undefined;
    const { watch } = this;
    return {
      isChecked: this.isChecked || this.parts.from?.isChecked === true,
      watched: this.isChecked || this.lost === undefined ? [...(watch?.watched ?? [])] : [],
      received: (this.parts.from?.received ?? 0) + (watch?.events.length ?? 0),
      changes: this.entries.filter(({ subjects }) => subjects.some((id) => this.known.has(id))).length,
      duplicates: (this.parts.from?.duplicates ?? 0) + (watch?.duplicates() ?? 0),
      notObservable: this.unobserved().map(({ name: eventName, reason }) => ({ eventName, reason })),
      matched: this.matched(),
    };
  }

  /** The first reason stays, whatever became of the run later. */
  private unobserved(): readonly UnobservedName[] {
    const { watch, isChecked, parts, lost = 'the run has not begun' } = this;
    const found = [...(parts.from?.notObservable ?? []), ...(watch?.notObservable() ?? [])];
    if (watch && (isChecked || this.lost === undefined)) return found;
    return this.declared.map((name) => found.find((one) => one.name === name) ?? { name, reason: lost });
  }

  private matched(): MatchedChange[] {
    if (!this.isChecked && !this.parts.from?.isChecked) return [];
    const { steps, known, entries, declared } = this;
    const { told } = matchEntries({ steps, known, entries, watched: new Set(declared) });
    return [...told].map(([{ eventId, resource }, { step, name }]) => ({
      stepId: step.stepId,
      eventName: name,
      eventId,
      resource,
    }));
  }

  /** Names that the run has no registration for, and gets none when it goes on: what happened until then would be missing. */
  private refused(): UnobservedName[] {
    const { watch, parts } = this;
    const registered = new Set(watch?.registrations.map(({ name }) => name));
    const now = (watch?.notObservable() ?? []).filter(({ name }) => !registered.has(name));
    return [...(parts.from?.notObservable ?? []), ...now];
  }

  /** Registrations of the run that a person has to delete, and what nothing was held against. */
  notes(): string[] {
    const left = this.undeleted.map(
      ({ id, name }) => `The bank still has the registration ${id} for ${name} of this run: delete it`,
    );
    const isWhole = this.parts.auditor !== undefined || !this.isChecked;
    const unproven = isWhole ? [] : TOLD_BY_BOOKS.filter((name) => this.watch?.watched.has(name));
    return [
      ...left,
      ...unproven.map((name) => `The books are not observed: one ${name} for each step that declares it was enough`),
    ];
  }

  /** What another session goes on from; undefined when no step declares any event. */
  state(): RunEventsState | undefined {
    if (this.declared.length === 0) return undefined;
    const { watch, lost, parts } = this;
    return {
      registrations: lost === undefined ? (watch?.registrations ?? []) : [],
      begunMs: this.begunMs,
      steps: dumpSteps(this.steps),
      known: [...this.known],
      entries: this.entries,
      received: (parts.from?.received ?? 0) + (watch?.events.length ?? 0),
      duplicates: (parts.from?.duplicates ?? 0) + (watch?.duplicates() ?? 0),
      notObservable: this.refused(),
      isChecked: this.isChecked || parts.from?.isChecked === true,
      ...(lost === undefined ? {} : { lost }),
    };
  }
}

/** The events that any step of the plan declares, each once. */
function declaredIn({ workflows }: Plan): EventName[] {
  const emits = [...workflows.values()].flatMap(({ steps }) =>
    steps.flatMap(({ step }) => step['x-crosscheck']?.emits ?? []),
  );
  return [...new Set(emits.flatMap((name) => eventNamed(name) ?? []))];
}

/** When an exchange changed anything, as the bank's own `Date` tells to the second; undefined where it has none. */
function spanOf({ response, durationMs }: Exchange): { readonly fromMs: number; readonly toMs: number } | undefined {
  const changedMs = Date.parse(response.headers.date ?? '');
  if (Number.isNaN(changedMs)) return undefined;
  return { fromMs: changedMs - Math.ceil(durationMs) - 1000, toMs: changedMs + 1000 };
}

function booksToTell(auditor: Auditor): NonNullable<EventContext['books']> {
  const { books } = auditor.state();
  const activities = everyRecord(books, 'activities');
  return {
    postedActivities: activities
      .filter(({ status }) => status === 'Posted')
      .map(({ id, masterAccountNumber: accountNumber }) => ({ id, accountNumber })),
    transactionIds: [...new Set(activities.map(({ transactionId }) => transactionId))],
  };
}
