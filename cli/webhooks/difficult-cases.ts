import { deriveSeed } from '../../core/seeded-random.ts';
import type { EventName } from '../../generated/events.ts';
import { createCustomerGenerator } from '../../harness/host.ts';
import { type Case, type CaseResult, evaluateCase, skip } from './case.ts';
import { type Cast, cancelImportedBatch, onboard, openAccount, receive, waitForTheBank } from './causes.ts';
import type { PartnerBank } from './partner-bank.ts';

/** A case with the function that sends it through its own registrations; it returns further notes. */
interface DifficultCase extends Case {
  /** The events that the handler is registered for during the case. */
  readonly registers: readonly EventName[];
  /** The case applies only to a handler with credentials. */
  readonly needsCredentials?: true;
  send(stage: Stage): Promise<string[]>;
}

interface Stage {
  readonly bank: PartnerBank;
  /** A customer with an account. */
  readonly customerId: string;
  readonly accountNumber: string;
  /** Returns another fictitious person at each call. */
  newPerson(): Cast['person'];
}

const TITLE = 'Core.Account.Title.Changed';
/** Failed attempts until a registration is suspended: one and three retries, in two and a quarter minutes. */
const UNTIL_SUSPENDED = 3;
const A_DAY = 24 * 60;
/** The most resources that an Extended event carries. */
const LARGEST_BATCH = 1_000;
const BACKLOG = 25;

const difficultCases: readonly DifficultCase[] = [
  {
    name: 'Duplicate',
    summary: 'An event, and the same event again with the same id',
    wants: 'taken',
    registers: [TITLE],
    remedy:
      'Answer 200 to an event id that you have processed, and do nothing else: an event may arrive twice (P-RESEND, Z-SUSP)',
    async send({ bank, ...stage }) {
      await changeTitle(bank, stage);
      await bank.settle();
      const { eventId, statusCode } = bank.lastAttempt();
      // Events that are not delivered disappear with their registration.
      if (statusCode !== 200) return [];
      await bank.call('resendEvent', { path: { eventId } });
      await bank.deliver();
      return [`A 200 does not prove that it was ignored: check that ${eventId} was processed only once`];
    },
  },
  {
    name: 'Out of order',
    summary: 'Core.Customer.Name.Changed of a customer, and then its Core.Customer.Onboarded',
    wants: 'taken',
    registers: ['Core.Customer.Onboarded', 'Core.Customer.Name.Changed'],
    remedy:
      'Accept events about resources that you do not know yet: events may arrive in any sequence. GET the resource and use its data (Z-SUSP)',
    async send({ bank, newPerson }) {
      const person = newPerson();
      await suspend(bank, 'Core.Customer.Onboarded');
      const customerId = await onboard(bank, person);
      await bank.advance(UNTIL_SUSPENDED);
      await bank.call('changeName', { path: { customerId }, body: { ...person.name, suffix: 'Jr.' } });
      await bank.settle();
      await comeBack(bank, 'Core.Customer.Onboarded');
      return [`A 200 does not prove more: check that customer ${customerId} exists once, with the later name`];
    },
  },
  {
    name: 'Late',
    summary: 'An event that is delivered a day after its createdAt',
    wants: 'taken',
    registers: [TITLE],
    remedy: 'Accept an event of any age: after a suspension all waiting events are delivered (Z-SUSP)',
    async send({ bank, ...stage }) {
      await suspend(bank, TITLE);
      await changeTitle(bank, stage);
      await bank.advance(A_DAY);
      await comeBack(bank, TITLE);
      return [];
    },
  },
  {
    name: 'Batch of 1,000',
    summary: 'One event with 1,000 resources, the most that an Extended event carries',
    wants: 'taken',
    registers: ['Ach.Payment.Canceled'],
    remedy:
      'Accept bodies of half a megabyte, and answer before you process them: one event has up to 1,000 resources (P-HOOKS)',
    async send({ bank, accountNumber }) {
      await receive(bank, { receiverAccountNumber: accountNumber, serviceType: 'SameDay', amount: LARGEST_BATCH });
      await waitForTheBank(bank);
      await cancelImportedBatch(bank, accountNumber, LARGEST_BATCH);
      return [];
    },
  },
  {
    name: 'Suspended backlog',
    summary: `${BACKLOG} events of a suspended registration, in quick succession after its restart`,
    wants: 'taken',
    registers: [TITLE],
    remedy:
      'Answer 200 first and process the event later: all pending events arrive at once, and one failure stops them (G-INTEG)',
    async send({ bank, ...stage }) {
      await suspend(bank, TITLE);
      for (let made = 0; made < BACKLOG; made += 1) {
        await changeTitle(bank, stage);
        await bank.settle();
      }
      await comeBack(bank, TITLE);
      return [];
    },
  },
  {
    name: 'Unknown event name',
    summary: 'A sample named Core.Future.Event, which is not documented',
    wants: 'taken',
    registers: [TITLE],
    remedy: 'Answer 200 to an unknown event name and ignore the event: an error suspends the registration (Z-SUSP)',
    async send({ bank }) {
      const body = { eventName: 'Core.Future.Event', resources: ['core/v1/future/events/1'], details: [{}] };
      await bank.call('sendSampleEvent', { path: bank.pathOf(TITLE), body });
      await bank.deliver();
      return [];
    },
  },
  {
    name: 'Wrong credentials',
    summary: 'An event with the right user and a wrong password',
    wants: 'refused',
    registers: [TITLE],
    needsCredentials: true,
    remedy:
      'Answer 401 unless user and password are those of your registration: only they identify the bank (P-HOOKREG)',
    async send({ bank, ...stage }) {
      const { username = '' } = bank.handler.credentials ?? {};
      await bank.change(TITLE, { credentials: { username, password: 'This is not the password' } });
      await changeTitle(bank, stage);
      await bank.settle();
      return [];
    },
  },
  {
    name: 'No credentials',
    summary: 'An event without credentials',
    wants: 'refused',
    registers: [TITLE],
    needsCredentials: true,
    remedy: 'Answer 401 to a request without credentials: it is not from the bank (P-HOOKREG)',
    async send({ bank, ...stage }) {
      await bank.change(TITLE, { credentials: null });
      await changeTitle(bank, stage);
      await bank.settle();
      return [];
    },
  },
];

/** Builds the results of the difficult cases if none was sent. */
export function skipDifficultCases(why: string): CaseResult[] {
  return difficultCases.map((nasty) => skip(nasty, why));
}

/** Sends the handler one difficult case after the other and reports each result. */
export async function sendDifficultCases(
  bank: PartnerBank,
  seed: number,
  onResult: (result: CaseResult) => void,
): Promise<void> {
  const customers = createCustomerGenerator(deriveSeed(seed, 'nasty cases'));
  const customerId = await onboard(bank, customers.person());
  await waitForTheBank(bank);
  const accountNumber = await openAccount(bank, { customerId });
  const stage: Stage = { bank, customerId, accountNumber, newPerson: () => customers.person() };
  for (const nasty of difficultCases) onResult(await sendCase(nasty, stage));
}

async function sendCase(nasty: DifficultCase, stage: Stage): Promise<CaseResult> {
  const { bank } = stage;
  if (nasty.needsCredentials && !bank.handler.credentials) return skip(nasty, 'Not applicable: no credentials given');
  await bank.register(...nasty.registers);
  const notes = await nasty.send(stage);
  await bank.unregisterAll();
  return evaluateCase(nasty, bank.takeAttempts(), notes);
}

async function changeTitle(bank: PartnerBank, { accountNumber }: Pick<Stage, 'accountNumber'>): Promise<void> {
  await bank.call('changeAccountTitle', { path: { accountNumber }, body: { title: 'Sample' } });
}

/** Makes the deliveries of this event fail; three minutes after the next event its registration is suspended. */
async function suspend(bank: PartnerBank, eventName: EventName): Promise<void> {
  await bank.change(eventName, { callbackUrl: `${bank.target.baseUrl}/nobody` });
}

/** Restarts the registration, so that all waiting events are delivered. */
async function comeBack(bank: PartnerBank, eventName: EventName): Promise<void> {
  await bank.change(eventName);
  await bank.call('restartRegistration', { path: bank.pathOf(eventName) });
  await bank.deliver();
}
