import type { EventName } from '../../../generated/events.ts';
import type { EmittingStep } from '../../../harness/events/emitting-step.ts';
import { entriesOf, type ReceivedEvent } from '../../../harness/events/event-entry.ts';
import type { FetchedResource } from '../../../harness/events/fetch-resources.ts';
import type { EventContext } from '../../../harness/events/law.ts';

/** Events about fictitious customers and accounts, as a bank would deliver them, with the steps that caused them. */
const PARTNER = '5f0c1a52-8b1e-4d57-9a61-3c2e7d90b001';
const CUSTOMER = '00000000-0000-4000-a000-00000000c001';
const STRANGER = '00000000-0000-4000-a000-00000000c999';
const TRANSACTION = '00000000-0000-4000-a000-00000000d001';
const OTHER_TRANSACTION = '00000000-0000-4000-a000-00000000d002';
const ACTIVITY = '00000000-0000-4000-a000-00000000e001';
const RESTRICTION = '00000000-0000-4000-a000-00000000f001';
const MAIN = '2100000005';
const SECOND = '2100000013';
const POT = '210000001321';

const BEGUN = Date.parse('2026-03-02T14:00:00Z');
const at = (seconds: number) => BEGUN + seconds * 1000;
const instant = (seconds: number) => new Date(at(seconds)).toISOString();

let ids = 0;
const nextId = () => `00000000-0000-4000-b000-${String(++ids).padStart(12, '0')}`;

/** Builds an Extended event; `details` has one entry for each resource. */
function event(
  eventName: EventName,
  resources: readonly string[],
  details: readonly object[],
  changes: object = {},
): ReceivedEvent {
  const envelope = { id: nextId(), eventName, status: 'Pending', partnerId: PARTNER, createdAt: instant(30) };
  return { body: { ...envelope, lastAttemptedAt: instant(31), resources, details, ...changes } };
}

const customerPath = `core/v1/cm/customers/${CUSTOMER}`;
const restrictionPath = `core/v1/dda/accounts/${MAIN}/restrictions/${RESTRICTION}`;
const transactionPath = (id: string) => `core/v1/transactions/${id}`;
const onboarded = (changes: object = {}) =>
  event('Core.Customer.Onboarded', [customerPath], [{ customerId: CUSTOMER, clientIdentifier: null }], changes);
const renamed = (changes: object = {}) =>
  event('Core.Customer.Name.Changed', [customerPath], [{ customerId: CUSTOMER }], changes);
const renamedTwice = () =>
  event(
    'Core.Customer.Name.Changed',
    [customerPath, customerPath],
    [{ customerId: CUSTOMER }, { customerId: CUSTOMER }],
  );
const completed = (id = TRANSACTION, changes: object = {}) =>
  event(
    'Core.Transaction.Completed',
    [transactionPath(id)],
    [
      {
        transactionId: id,
        transactionCode: 'Account Transfer',
        amount: 2_500,
        debitAccountNumber: MAIN,
        creditAccountNumber: SECOND,
        rail: 'Internal',
        railId: null,
        clientIdentifier: null,
      },
    ],
    changes,
  );
const posted = () =>
  event(
    'Core.Activity.Posted',
    [`core/v1/dda/accounts/${MAIN}/activities/${ACTIVITY}`],
    [
      {
        activityId: ACTIVITY,
        transactionId: TRANSACTION,
        masterAccountNumber: MAIN,
        subAccountNumber: MAIN,
        activityType: 'Transaction',
        transactionCode: 'Account Transfer',
        amount: 2_500,
        postingDate: '2026-03-02T00:00:00-05:00',
      },
    ],
  );
const placed = (name: 'Core.Restriction.Placed' | 'Core.Restriction.Removed' = 'Core.Restriction.Placed') =>
  event(
    name,
    [restrictionPath],
    [{ restrictionId: RESTRICTION, masterAccountNumber: MAIN, subAccountNumber: null, restrictionType: 'Partner' }],
  );

const subledgerPath = `core/v1/dda/subaccounts/${POT}`;
const subledger = (name: EventName, changes: object = {}) =>
  event(
    name,
    [subledgerPath],
    [
      {
        subAccountNumber: POT,
        masterAccountNumber: MAIN,
        accountType: 'Deposit',
        status: 'Active',
        title: 'Pot',
        clientIdentifier: null,
      },
    ],
    changes,
  );

/** Builds a step that succeeded within the first ten seconds. */
function step(
  emits: readonly EventName[],
  of: readonly string[],
  changes: Partial<Omit<EmittingStep, 'ids'>> = {},
): EmittingStep {
  return {
    stepId: 'step',
    emits,
    outcome: 'done',
    ids: new Set(of),
    waits: false,
    onlyReads: false,
    changed: new Set<string>(),
    shown: new Map<string, string>(),
    fromMs: at(0),
    toMs: at(10),
    ...changes,
  };
}

const everyName: readonly EventName[] = [
  'Core.Customer.Onboarded',
  'Core.Customer.Name.Changed',
  'Core.Transaction.Completed',
  'Core.SubAccount.Opened',
  'Core.SubAccount.Status.Changed',
  'Core.SubAccount.Closed',
  'Core.Activity.Posted',
  'Core.Restriction.Placed',
  'Core.Restriction.Removed',
];

type Example = { readonly events?: readonly ReceivedEvent[] } & Partial<
  Pick<
    EventContext,
    'steps' | 'fetched' | 'books' | 'ownIds' | 'registeredNames' | 'watchedNames' | 'partnerId' | 'createdResources'
  >
>;

/** Completes an example: everything is registered for, and the run has to do with the customer and both accounts. */
export function contextOf({ events = [], ...given }: Example): EventContext {
  return {
    partnerId: PARTNER,
    begunMs: at(0),
    registeredNames: new Set(everyName),
    watchedNames: new Set(everyName),
    ownIds: new Set([CUSTOMER, MAIN, SECOND, POT]),
    fetched: new Map<string, FetchedResource>(),
    steps: [],
    createdResources: new Map(),
    newEvents: events,
    entries: events.flatMap(entriesOf),
    ...given,
  };
}

const many = (count: number) => Array.from({ length: count }, (_, index) => `core/v1/cm/customers/${index}`);
const found = (path: string, body: Record<string, unknown>) => new Map([[path, { kind: 'found' as const, body }]]);
const gone = (path: string, more: object = {}) =>
  new Map([[path, { kind: 'gone' as const, reason: 'status 404', ...more }]]);
const shown = {
  id: TRANSACTION,
  transactionCode: 'Account Transfer',
  amount: 2_500,
  rail: 'Internal',
  railId: null,
  status: 'Complete',
  debit: { subAccountNumber: MAIN },
  credit: { subAccountNumber: SECOND },
};
const opening = step(['Core.SubAccount.Opened'], [POT], { changed: new Set([POT]) });
const renamingPot = step([], [POT], { changed: new Set([POT]) });
const opened = new Map([[POT, { accountNumber: POT, status: 'Active', title: '***' }]]);
const closing = (stepId: string) => step(['Core.SubAccount.Closed'], [POT], { stepId, changed: new Set([POT]) });
const transferring = step([], [TRANSACTION], { changed: new Set([TRANSACTION]) });
const repeated = onboarded();
const renaming = (stepId: string) => step(['Core.Customer.Name.Changed'], [CUSTOMER], { stepId });
const wait = (emits: readonly EventName[], changes: Partial<EmittingStep> = {}) =>
  step(emits, [], { waits: true, stepId: 'wait', ...changes });

/** Of one law what it accepts, and what it finds with a part of what it says. */
export interface EventExamples {
  readonly accepted: Readonly<Record<string, Example>>;
  /** `proves` are the requirements of which the example is a breach. */
  readonly rejected: Readonly<
    Record<string, Example & { readonly finds: RegExp; readonly proves?: readonly string[] }>
  >;
}

export const eventExamples: Readonly<Record<string, EventExamples>> = {
  'event-envelope-is-valid': {
    accepted: {
      'an event as it is documented': { events: [onboarded()] },
      'one without the time of its delivery': { events: [onboarded({ lastAttemptedAt: undefined })] },
      'a partner whose id is configured in capitals': { events: [onboarded()], partnerId: PARTNER.toUpperCase() },
      'a name in other letters': { events: [onboarded({ eventName: 'CORE.customer.onboarded' })] },
    },
    rejected: {
      'a status of the resource': {
        events: [onboarded({ status: 'Success' })],
        proves: ['D06'],
        finds: /\/status .*Pending.*"Success"/,
      },
      'an unknown status': {
        events: [onboarded({ status: 'Active' })],
        proves: ['D06'],
        finds: /\/status .*Pending.*"Active"/,
      },
      'no time of creation': {
        events: [onboarded({ createdAt: undefined })],
        proves: ['D06'],
        finds: /createdAt.*absent/,
      },
      'an invalid id': { events: [onboarded({ id: '7' })], proves: ['D06'], finds: /\/id .*"7"/ },
      'a name without a registration': {
        events: [event('Core.Account.Opened', [`core/v1/dda/accounts/${MAIN}`], [])],
        finds: /without a registration.*Core\.Account\.Opened/,
      },
      'no event at all': { events: [{ body: 'hello' }], finds: /a body without an event name/ },
      'another partner': { events: [onboarded({ partnerId: STRANGER })], finds: /for another partner.*c999/ },
      'a ping that has resources': {
        events: [onboarded({ isPing: true })],
        finds: /has resources, but is marked as a ping/,
      },
      'a stranger with a long name, which is cut': {
        events: [onboarded({ eventName: 'x'.repeat(500) })],
        finds: / x{120} \| $/,
      },
      'no resources': { events: [event('Core.Customer.Onboarded', [], [])], finds: /has no resources/ },
      'fewer details than resources': {
        events: [event('Core.Customer.Onboarded', [customerPath], [])],
        proves: ['D06'],
        finds: /one entry of details for each resource.*1 details.*0 details/,
      },
      'details of another resource': {
        events: [event('Core.Customer.Name.Changed', [customerPath], [{ customerId: STRANGER }])],
        finds: /details of another resource/,
      },
      'a resource of another form': {
        events: [event('Core.Customer.Name.Changed', [`customers/${CUSTOMER}`], [{ customerId: CUSTOMER }])],
        finds: /a resource of another form.*core\/v1\/cm\/customers\/\{customerId\}/,
      },
      'a thousand resources and one': {
        events: [event('Core.Customer.Name.Changed', many(1_001), [])],
        proves: ['D08'],
        finds: /more resources than.*at most 1000.*1001/,
      },
      'an unknown field': { events: [onboarded({ priority: 1 })], finds: /priority/ },
    },
  },
  'event-resource-exists': {
    accepted: {
      'what can be fetched and is the same': {
        events: [completed()],
        fetched: found(transactionPath(TRANSACTION), shown),
      },
      'the same instant with another offset': {
        events: [posted()],
        fetched: found(`core/v1/dda/accounts/${MAIN}/activities/${ACTIVITY}`, {
          postingDate: '2026-03-02T05:00:00Z',
        }),
      },
      'a removed restriction that is not listed': {
        events: [placed('Core.Restriction.Removed')],
        fetched: gone(restrictionPath, { isListed: true }),
      },
      'a removed one that is shown as removed': {
        events: [placed('Core.Restriction.Removed')],
        fetched: found(restrictionPath, { status: 'Removed' }),
      },
      'a restriction that a step saw, and that is over now': {
        events: [placed()],
        steps: [step(['Core.Restriction.Placed'], [RESTRICTION])],
        fetched: gone(restrictionPath, { isListed: true }),
      },
      'a title that a later step has changed': {
        events: [subledger('Core.SubAccount.Opened')],
        steps: [opening, renamingPot],
        createdResources: opened,
        fetched: found(subledgerPath, { accountNumber: POT, status: 'Closed', title: 'Vault' }),
      },
      'a resource that cannot be fetched': {
        events: [onboarded()],
        fetched: new Map([[customerPath, { kind: 'unknown' }]]),
      },
      'what others do on the same bank': { events: [onboarded()] },
    },
    rejected: {
      'what cannot be fetched': {
        events: [onboarded()],
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER])],
        fetched: gone(customerPath),
        proves: ['D32'],
        finds: /cannot be fetched.*status 200.*status 404/,
      },
      'a path that would call another operation': {
        events: [onboarded()],
        fetched: new Map([[customerPath, { kind: 'unsafe', reason: 'The path parameter is a dot segment' }]]),
        proves: ['D32'],
        finds: /cannot be fetched \| a path of the contract \| The path parameter is a dot segment/,
      },
      'what no list has, and no step saw': {
        events: [placed()],
        fetched: gone(restrictionPath, { isListed: true }),
        proves: ['D32'],
        finds: /cannot be fetched/,
      },
      'a removed one that is still in force': {
        events: [placed('Core.Restriction.Removed')],
        fetched: found(restrictionPath, { status: 'Active' }),
        proves: ['D32'],
        finds: /says that it has ended.*status Active/,
      },
      'another amount than the bank shows': {
        events: [completed()],
        fetched: found(transactionPath(TRANSACTION), { ...shown, amount: 2_501 }),
        proves: ['D32'],
        finds: /amount in the details of .*2501.*2500/,
      },
      'a failed transaction that an event reports as completed': {
        events: [completed()],
        fetched: found(transactionPath(TRANSACTION), { ...shown, status: 'Failed' }),
        proves: ['D32'],
        finds: /differs from the resource at the bank \| status Complete \| status Failed/,
      },
      'debit and credit that have changed places': {
        events: [completed()],
        fetched: found(transactionPath(TRANSACTION), { ...shown, debit: shown.credit, credit: shown.debit }),
        proves: ['D32'],
        finds: /debitAccountNumber in the details of .*"2100000013".*"2100000005"/,
      },
      'a title that no step set': {
        events: [subledger('Core.SubAccount.Opened')],
        steps: [opening],
        createdResources: opened,
        fetched: found(subledgerPath, { accountNumber: POT, status: 'Active', title: 'Vault' }),
        proves: ['D32'],
        finds: /title in the details of .* differs from the bank/,
      },
      'a status that the answer did not have': {
        events: [subledger('Core.SubAccount.Opened')],
        steps: [opening],
        createdResources: new Map([[POT, { status: 'Inactive' }]]),
        fetched: found(subledgerPath, { status: 'Dormant', title: 'Pot' }),
        proves: ['D32'],
        finds: /status in the details of .*"Dormant".*"Active"/,
      },
      'a restriction that is over, of another subledger than the answer said': {
        events: [placed()],
        steps: [step(['Core.Restriction.Placed'], [RESTRICTION])],
        createdResources: new Map([[RESTRICTION, { id: RESTRICTION, subAccountNumber: POT }]]),
        fetched: gone(restrictionPath, { isListed: true }),
        proves: ['D32'],
        finds: /subAccountNumber in the details of .*"210000001321".*null/,
      },
      'details in another order than the resources': {
        events: [
          event(
            'Core.Transaction.Completed',
            [transactionPath(TRANSACTION), transactionPath(OTHER_TRANSACTION)],
            [
              { transactionId: OTHER_TRANSACTION, amount: 1 },
              { transactionId: TRANSACTION, amount: 2_500 },
            ],
          ),
        ],
        fetched: found(transactionPath(TRANSACTION), shown),
        proves: ['D32'],
        finds: /amount in the details of .*d001.*2500.*1/,
      },
    },
  },
  'each-change-has-exactly-one-event': {
    accepted: {
      'a declared event that came': {
        events: [onboarded()],
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER])],
      },
      'two changes of one name with two events': {
        events: [renamed(), renamed()],
        steps: [renaming('first'), renaming('second')],
      },
      'two changes with one event': {
        events: [renamedTwice()],
        steps: [renaming('first'), renaming('second')],
      },
      'what falls due while a step waits': {
        events: [posted()],
        steps: [wait(['Core.Activity.Posted'])],
      },
      'a subledger that is closed, reopened, and closed again': {
        events: [subledger('Core.SubAccount.Closed'), subledger('Core.SubAccount.Closed')],
        steps: [closing('first'), closing('second')],
      },
      'two changes of status while one step waits': {
        events: [subledger('Core.SubAccount.Status.Changed'), subledger('Core.SubAccount.Status.Changed')],
        steps: [wait(['Core.SubAccount.Status.Changed'])],
      },
      'a later step that names the resource of an earlier one': {
        events: [completed(OTHER_TRANSACTION), completed()],
        steps: [
          step(['Core.Transaction.Completed'], [TRANSACTION, OTHER_TRANSACTION], { stepId: 'first' }),
          step(['Core.Transaction.Completed'], [OTHER_TRANSACTION], { stepId: 'second' }),
        ],
      },
      'what others do on the same bank': {
        events: [event('Core.Customer.Name.Changed', [`core/v1/cm/customers/${STRANGER}`], [{ customerId: STRANGER }])],
      },
      'a step that failed, and may have done it or not': {
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER], { outcome: 'unsure' })],
      },
      'a refused step without an event': {
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER], { outcome: 'refused' })],
      },
      'a name that cannot be observed': {
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER])],
        watchedNames: new Set(),
      },
      'books whose records all have an event': {
        events: [completed(), posted()],
        steps: [step(['Core.Transaction.Completed'], [TRANSACTION]), wait(['Core.Activity.Posted'])],
        books: { postedActivities: [{ id: ACTIVITY, accountNumber: MAIN }], transactionIds: [TRANSACTION] },
      },
    },
    rejected: {
      'a declared event that never came': {
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER], { stepId: 'onboard' })],
        proves: ['W01'],
        finds:
          /Step "onboard" declares Core\.Customer\.Onboarded, but no such event about its resources arrived.* \| none \|/,
      },
      'one event for two steps': {
        events: [renamed()],
        steps: [renaming('first'), renaming('second')],
        proves: ['W03'],
        finds:
          /Step "second" declares Core\.Customer\.Name\.Changed, but no such .* 1 for the steps "first", "second", which all/,
      },
      'a declared event that came under a name that is no step’s': {
        events: [onboarded(), renamed()],
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER]), step(['Core.Restriction.Placed'], [CUSTOMER])],
        finds:
          /declares Core\.Restriction\.Placed, but no such .*none; received about the same resource: Core\.Customer\.Name\.Changed \|/,
      },
      'a declared event that came under another name': {
        events: [onboarded()],
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER]), renaming('rename')],
        finds:
          /"rename" declares .*Name\.Changed, but no such event.*none; received about the same resource: Core\.Customer\.Onboarded/,
      },
      'one onboarding with two events': {
        events: [repeated, onboarded()],
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER])],
        proves: ['W01'],
        finds: /: it happens once, but it was announced twice \| once \| twice, by the events [\w-]+, [\w-]+ \|/,
      },
      'one onboarding with two events, declared by two steps': {
        events: [onboarded(), onboarded()],
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER]), step(['Core.Customer.Onboarded'], [CUSTOMER])],
        proves: ['W01'],
        finds: /: it happens once, but it was announced twice/,
      },
      'a change of name with two events': {
        events: [renamed(), renamed()],
        steps: [renaming('rename')],
        proves: ['W03'],
        finds: /: steps declare it once, but it was announced twice \| once \| twice/,
      },
      'two changes with one event, one of them not declared by its step': {
        events: [renamedTwice()],
        steps: [
          step(['Core.Customer.Onboarded'], [CUSTOMER], { stepId: 'onboard', outcome: 'unsure' }),
          renaming('rename'),
          { ...renaming('again'), emits: [] },
        ],
        finds:
          /steps declare it once, but it was announced twice .*twice, by the event [\w-]+; step "again" is about it and does not declare it: add emits there if it causes it/,
      },
      'a closing with two events': {
        events: [subledger('Core.SubAccount.Closed'), subledger('Core.SubAccount.Closed')],
        steps: [closing('close')],
        finds: /: steps declare it once, but it was announced twice/,
      },
      'a change with two events long after the wait that declares it': {
        events: [renamed(), renamed({ createdAt: instant(900) }), renamed({ createdAt: instant(900) })],
        steps: [wait(['Core.Customer.Name.Changed']), { ...renaming('rename'), fromMs: at(890), toMs: at(890) }],
        proves: ['W03'],
        finds: /: steps declare it once, but it was announced twice/,
      },
      'a transaction that a step did not declare, though a wait declares others': {
        events: [completed()],
        steps: [transferring, wait(['Core.Transaction.Completed'])],
        proves: ['D30'],
        finds: /Core\.Transaction\.Completed about .* an event without a change/,
      },
      'a change that no step declares': {
        events: [renamed()],
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER], { outcome: 'unsure' })],
        proves: ['W03'],
        finds: /an event without a change.*no Core\.Customer\.Name\.Changed/,
      },
      'an event of a refused step': {
        events: [renamed()],
        steps: [step(['Core.Customer.Name.Changed'], [CUSTOMER], { outcome: 'refused', stepId: 'rename' })],
        proves: ['W03'],
        finds: /an event without a change.*the bank refused step "rename"/,
      },
      'what falls due long after a wait that declares it': {
        events: [posted()],
        steps: [wait(['Core.Activity.Posted'], { fromMs: at(-9_000), toMs: at(-8_000) })],
        proves: ['D30'],
        finds: /"wait" declares Core\.Activity\.Posted, but no such event/,
      },
      'a transaction of the run that no step declares': {
        events: [completed()],
        proves: ['D30'],
        finds: /Core\.Transaction\.Completed about .* an event without a change/,
      },
      'a posted activity without an event': {
        books: { postedActivities: [{ id: ACTIVITY, accountNumber: MAIN }], transactionIds: [] },
        proves: ['D30'],
        finds: /activity .*e001 of account 2100000005 is posted, but no event announced it/,
      },
      'a transaction without an event': {
        books: { postedActivities: [], transactionIds: [TRANSACTION] },
        proves: ['D30'],
        finds: /transaction .*d001 is completed, but no event announced it/,
      },
    },
  },
  'event-is-created-near-its-change': {
    accepted: {
      'half a minute after its change': {
        events: [onboarded()],
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER])],
      },
      'with the Eastern offset': {
        events: [onboarded({ createdAt: '2026-03-02T09:00:30-05:00' })],
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER])],
      },
      'a change that the step only saw': {
        events: [renamed({ createdAt: instant(30) })],
        steps: [{ ...renaming('look'), onlyReads: true, fromMs: at(400), toMs: at(410) }],
      },
      'one of two changes, whichever': {
        events: [renamed({ createdAt: instant(330) }), renamed({ createdAt: instant(30) })],
        steps: [renaming('first'), { ...renaming('second'), fromMs: at(300), toMs: at(310) }],
      },
      'an invalid time, which another law reports': {
        events: [onboarded({ createdAt: 'soon' })],
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER])],
      },
    },
    rejected: {
      'before its change': {
        events: [onboarded({ createdAt: instant(-1) })],
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER], { stepId: 'onboard' })],
        proves: ['D08'],
        finds: /not near its change in step "onboard".*2026-03-02T13:59:59/,
      },
      'three minutes after it': {
        events: [onboarded({ createdAt: instant(191) })],
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER])],
        proves: ['D08'],
        finds: /not near its change/,
      },
      'before a step saw that it had not happened yet': {
        events: [completed()],
        steps: [
          step([], [TRANSACTION], {
            onlyReads: true,
            shown: new Map([[TRANSACTION, 'Failed']]),
            fromMs: at(200),
            toMs: at(200),
          }),
          step(['Core.Transaction.Completed'], [TRANSACTION], {
            onlyReads: true,
            fromMs: at(400),
            toMs: at(410),
            stepId: 'look',
          }),
        ],
        finds: /not near its change in step "look".*09:03:20/,
      },
      'before a step changed what a later one only saw': {
        events: [renamed({ createdAt: instant(30) })],
        steps: [
          step([], [CUSTOMER], { changed: new Set([CUSTOMER]), fromMs: at(200), toMs: at(200) }),
          { ...renaming('look'), onlyReads: true, fromMs: at(400), toMs: at(410) },
        ],
        finds: /not near its change in step "look".*09:03:20/,
      },
      'Eastern time that is called UTC': {
        events: [onboarded({ createdAt: '2026-03-02T09:00:30+00:00' })],
        steps: [step(['Core.Customer.Onboarded'], [CUSTOMER])],
        finds: /which is Eastern time marked as UTC.*DOC-054/,
      },
    },
  },
};
