import { expect } from '@playwright/test';
import type { WebhookSchemas } from '../../generated/types/index.ts';
import { test as base, type TestBank } from './test-bank.ts';
import { linesOf, type Receiver, startReceiver } from './webhook-receiver.ts';

export type Registration = WebhookSchemas['Registration'];
export type WebhookEvent = WebhookSchemas['Event'];

/** The longest time until a group of changes closes, in seconds. */
const GROUP_SECONDS = 30;
/** The event of specs that need any event: a subledger is created quickly and without cost. */
export const OPENED = 'Core.SubAccount.Opened';

export const resources = {
  customer: (id: string) => `core/v1/cm/customers/${id}`,
  account: (number: string) => `core/v1/dda/accounts/${number}`,
  subledger: (number: string) => `core/v1/dda/subaccounts/${number}`,
  payment: (id: string) => `ach/v1/payments/${id}`,
  batch: (id: string) => `ach/v1/client-batches/${id}`,
  transaction: (id: string) => `core/v1/transactions/${id}`,
};

/** Short methods for a bank's webhooks, with a receiver of the test. */
export interface Hooks {
  readonly receiver: Receiver;
  /** Registers the receiver for an event. Default: Push and Basic. */
  register(eventName: string, change?: object): Promise<Registration>;
  /** Registers for every event name that is not registered yet, with one exception. */
  listenToAll(format?: Registration['format'], except?: string): Promise<void>;
  get(id: string): Promise<Registration>;
  /** Returns `status consecutiveErrors` of a registration. */
  state(id: string): Promise<string>;
  restart(id: string): Promise<Registration>;
  events(query?: object): Promise<WebhookEvent[]>;
  /** Delivers what is due: moves the bank's clock by a second. */
  deliverDue(): Promise<void>;
  /** Closes the present group and delivers it. */
  group(): Promise<void>;
  /** Returns the events since the last call, as `eventName resource`, sorted. */
  lines(): string[];
}

/** Builds the short methods for a bank and a receiver. */
export function hooksOf(bank: TestBank, receiver: Receiver): Hooks {
  let seen = 0;
  const hooks: Hooks = {
    receiver,
    register: (eventName, change = {}) =>
      bank.ok('createRegistration', {
        body: { partnerId: bank.target.partnerId, eventName, callbackUrl: receiver.url, ...change },
      }),
    async listenToAll(format = 'Basic', except = '') {
      const { events } = await bank.ok<WebhookSchemas['WebhookMeta']>('getWebhookMeta');
      const { results } = await bank.ok<{ results: Registration[] }>('listRegistrations', {
        query: { pageSize: 50 },
      });
      const known = [except, ...results.map(({ eventName }) => eventName)];
      for (const name of events) if (!known.includes(name)) await hooks.register(name, { format });
    },
    get: (registrationId) => bank.ok('getRegistration', { path: { registrationId } }),
    async state(id) {
      const { status, consecutiveErrors } = await hooks.get(id);
      return `${status} ${consecutiveErrors}`;
    },
    restart: (registrationId) => bank.ok('restartRegistration', { path: { registrationId } }),
    events: async (query = {}) =>
      (await bank.ok<{ results: WebhookEvent[] }>('listEvents', { query: { ...query } })).results,
    deliverDue: async () => void (await bank.advance(1)),
    group: async () => void (await bank.advance(GROUP_SECONDS)),
    lines() {
      const from = seen;
      seen = receiver.received.length;
      return linesOf(receiver.received.slice(from));
    },
  };
  return hooks;
}

/** Tests with their own bank and receiver; every delivery must comply with the contract. */
export const test = base.extend<{ receiver: Receiver; hooks: Hooks }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that a fixture needs from this pattern
  receiver: async ({}, use) => {
    const receiver = await startReceiver();
    await use(receiver);
    await receiver.close();
    expect(receiver.problems).toEqual([]);
  },
  hooks: async ({ bank, receiver }, use) => use(hooksOf(bank, receiver)),
});
