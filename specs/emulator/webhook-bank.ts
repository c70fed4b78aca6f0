import { expect } from '@playwright/test';
import type { WebhookSchemas } from '../../generated/types/index.ts';
import { test as base, type TestBank } from './test-bank.ts';
import { linesOf, type Receiver, startReceiver } from './webhook-receiver.ts';

export type Registration = WebhookSchemas['Registration'];
export type WebhookEvent = WebhookSchemas['Event'];

/** A group of changes is closed after this time at the latest; in seconds. */
export const GROUP_SECONDS = 30;
/** The event that the specs use where any would do: a subledger is made fast, and costs nothing. */
export const OPENED = 'Core.SubAccount.Opened';

export const resources = {
  customer: (id: string) => `core/v1/cm/customers/${id}`,
  account: (number: string) => `core/v1/dda/accounts/${number}`,
  subledger: (number: string) => `core/v1/dda/subaccounts/${number}`,
  payment: (id: string) => `ach/v1/payments/${id}`,
  batch: (id: string) => `ach/v1/client-batches/${id}`,
  transaction: (id: string) => `core/v1/transactions/${id}`,
};

/** Short ways to a bank's webhooks, with a receiver of the test's own. */
export interface Hooks {
  readonly receiver: Receiver;
  /** Registers for an event at the receiver, Push and Basic unless told. */
  register(eventName: string, change?: object): Promise<Registration>;
  /** Registers for every event name of the bank that is not registered yet, but for one. */
  listenToAll(format?: Registration['format'], except?: string): Promise<void>;
  get(id: string): Promise<Registration>;
  /** `status consecutiveErrors` of a registration. */
  state(id: string): Promise<string>;
  restart(id: string): Promise<Registration>;
  events(query?: object): Promise<WebhookEvent[]>;
  /** Lets what is due be delivered: a second of the bank's time. */
  settle(): Promise<void>;
  /** Lets the present group close and be delivered. */
  group(): Promise<void>;
  /** What came since it was asked last, as `eventName resource`, sorted. */
  lines(): string[];
}

/** Builds the short ways for a bank and a receiver. */
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
    settle: async () => void (await bank.advance(1)),
    group: async () => void (await bank.advance(GROUP_SECONDS)),
    lines() {
      const from = seen;
      seen = receiver.received.length;
      return linesOf(receiver.received.slice(from));
    },
  };
  return hooks;
}

/** Tests with a bank and a receiver of their own; what was delivered has to keep to the contract. */
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
