import { deriveSeed } from '../../core/seeded-random.ts';
import type { EventName } from '../../generated/events.ts';
import { createCustomerGenerator } from '../../harness/host.ts';
import { type Case, type CaseResult, judge, skip } from './case.ts';
import { type Cast, cancelImportedBatch, onboard, openAccount, receive, waitForTheBank } from './causes.ts';
import type { PartnerBank } from './partner-bank.ts';

/** A case with what sends it, through registrations of its own; gives what is to be noted beside the answers. */
interface NastyCase extends Case {
  /** The events that the handler is registered for while it lasts. */
  readonly registers: readonly EventName[];
  /** Only for a handler that was given credentials. */
  readonly needsCredentials?: true;
  send(stage: Stage): Promise<string[]>;
}

interface Stage {
  readonly bank: PartnerBank;
  /** A customer with an account. */
  readonly customerId: string;
  readonly accountNumber: string;
  /** Another person each time, nobody real. */
  newPerson(): Cast['person'];
}

const TITLE = 'Core.Account.Title.Changed';
/** A failure and its three further tries take two and a quarter minutes; then a registration is suspended. */
const UNTIL_SUSPENDED = 3;
const A_DAY = 24 * 60;
/** The most that an Extended event carries. */
const LARGEST_BATCH = 1_000;
const BACKLOG = 25;

const nastyCases: readonly NastyCase[] = [
  {
    name: 'Duplicate',
    summary: 'An event, and once more the same with the same id',
    wants: 'taken',
    registers: [TITLE],
    remedy: 'Answer 200 to an id that you know, and do nothing more: an event may come twice (P-RESEND, Z-SUSP)',
    async send({ bank, ...stage }) {
      await changeTitle(bank, stage);
      await bank.settle();
      const { eventId, statusCode } = bank.lastTry();
      // What was not taken is gone with its registration.
      if (statusCode !== 200) return [];
      await bank.call('resendEvent', { path: { eventId } });
      await bank.deliver();
      return [`A 200 does not prove that it was ignored: look whether you worked on ${eventId} only once`];
    },
  },
  {
    name: 'Out of order',
    summary: 'Core.Customer.Name.Changed of a customer, and only then its Core.Customer.Onboarded',
    wants: 'taken',
    registers: ['Core.Customer.Onboarded', 'Core.Customer.Name.Changed'],
    remedy: 'Take what you do not know yet: no order is promised. GET the resource, and trust that (Z-SUSP)',
    async send({ bank, newPerson }) {
      const person = newPerson();
      await suspend(bank, 'Core.Customer.Onboarded');
      const customerId = await onboard(bank, person);
      await bank.advance(UNTIL_SUSPENDED);
      await bank.call('changeName', { path: { customerId }, body: { ...person.name, suffix: 'Jr.' } });
      await bank.settle();
      await comeBack(bank, 'Core.Customer.Onboarded');
      return [`A 200 does not prove more: look whether you have customer ${customerId} once, with the later name`];
    },
  },
  {
    name: 'Late',
    summary: 'An event that is delivered a day after its createdAt',
    wants: 'taken',
    registers: [TITLE],
    remedy: 'Take an event however old it is: after a suspension all that has waited comes (Z-SUSP)',
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
    summary: 'One event with 1,000 resources, the most that an Extended one carries',
    wants: 'taken',
    registers: ['Ach.Payment.Canceled'],
    remedy:
      'Take bodies of half a megabyte, and answer before you work through them: events carry up to 1,000 (P-HOOKS)',
    async send({ bank, accountNumber }) {
      await receive(bank, { receiverAccountNumber: accountNumber, serviceType: 'SameDay', amount: LARGEST_BATCH });
      await waitForTheBank(bank);
      await cancelImportedBatch(bank, accountNumber, LARGEST_BATCH);
      return [];
    },
  },
  {
    name: 'Suspended backlog',
    summary: `${BACKLOG} events of a suspended registration, one at once after the other when it is restarted`,
    wants: 'taken',
    registers: [TITLE],
    remedy: 'Answer 200 first and work later: all that has waited comes at once, and one failure stops it (G-INTEG)',
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
    summary: 'A sample of the name Core.Future.Event, which nobody knows yet',
    wants: 'taken',
    registers: [TITLE],
    remedy: 'Answer 200 to a name that you do not know, and leave it: what you refuse suspends what you want (Z-SUSP)',
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
      'Answer 401 unless user and password are those of your registration: nothing else tells the bank from others (P-HOOKREG)',
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

/** The nasty cases, none of which was sent. */
export function skipNastyCases(why: string): CaseResult[] {
  return nastyCases.map((nasty) => skip(nasty, why));
}

/** Sends the handler one nasty case after the other, and tells each result when it is known. */
export async function sendNastyCases(
  bank: PartnerBank,
  seed: number,
  onResult: (result: CaseResult) => void,
): Promise<void> {
  const customers = createCustomerGenerator(deriveSeed(seed, 'nasty cases'));
  const customerId = await onboard(bank, customers.person());
  await waitForTheBank(bank);
  const accountNumber = await openAccount(bank, { customerId });
  const stage: Stage = { bank, customerId, accountNumber, newPerson: () => customers.person() };
  for (const nasty of nastyCases) onResult(await sendCase(nasty, stage));
}

async function sendCase(nasty: NastyCase, stage: Stage): Promise<CaseResult> {
  const { bank } = stage;
  if (nasty.needsCredentials && !bank.handler.credentials) return skip(nasty, 'Not applicable: no credentials given');
  await bank.register(...nasty.registers);
  const notes = await nasty.send(stage);
  await bank.unregisterAll();
  return judge(nasty, bank.takeTries(), notes);
}

async function changeTitle(bank: PartnerBank, { accountNumber }: Pick<Stage, 'accountNumber'>): Promise<void> {
  await bank.call('changeAccountTitle', { path: { accountNumber }, body: { title: 'Sample' } });
}

/** From now on nobody takes this event: three minutes after the next one its registration is suspended. */
async function suspend(bank: PartnerBank, eventName: EventName): Promise<void> {
  await bank.change(eventName, { callbackUrl: `${bank.target.baseUrl}/nobody` });
}

/** Lets all that has waited go to the handler. */
async function comeBack(bank: PartnerBank, eventName: EventName): Promise<void> {
  await bank.change(eventName);
  await bank.call('restartRegistration', { path: bank.pathOf(eventName) });
  await bank.deliver();
}
