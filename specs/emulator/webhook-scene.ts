import { expect } from '@playwright/test';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { type AchPayment, type Activity, payments } from './ach-bank.ts';
import type { TestBank } from './test-bank.ts';
import { type Hooks, resources } from './webhook-bank.ts';

/** A bank whose events are all registered from some point on. */
export interface Scene {
  readonly bank: TestBank;
  /** Registers for all events, with details. Earlier acts are set-up. */
  listen(): Promise<void>;
  /** Closes the present group and expects exactly these events since the last call. */
  expectEvents(...lines: string[]): Promise<void>;
}

export type Play = (scene: Scene) => Promise<void>;

/** Builds a scene. The caller plays its end, an hour without an event. */
export function sceneOf(bank: TestBank, hooks: Hooks): Scene {
  return {
    bank,
    listen: () => hooks.listenToAll('Extended'),
    async expectEvents(...lines) {
      await hooks.group();
      expect(hooks.lines()).toEqual(lines.sort());
    },
  };
}

type Payment = Pick<AchPayment, 'id'> | undefined;

/** The lines of events, by kind of resource. */
export const lines = {
  customer: (change: string, id: string) => `Core.Customer.${change} ${resources.customer(id)}`,
  statement: (number: string) => `Core.Statement.Generated ${resources.account(number)}`,
  account: (change: string, number: string) => `Core.Account.${change} ${resources.account(number)}`,
  subledger: (change: string, number: string) => `Core.SubAccount.${change} ${resources.subledger(number)}`,
  payment: (change: string, payment: Payment) => `Ach.${change} ${resources.payment(payment?.id ?? '')}`,
  batch: (change: string, { id }: { id: string }) => `Ach.Batch.${change} ${resources.batch(id)}`,
  completed: (id: string | undefined) => `Core.Transaction.Completed ${resources.transaction(id ?? '')}`,
};

/** Returns the newest payment that the partner sees. */
export const newest = async (bank: TestBank, query: object = {}) => (await payments(bank, query)).at(-1);

/** Returns the line of the newest completed transaction. */
export async function newestCompleted(bank: TestBank): Promise<string> {
  const { results } = await bank.ok<{ results: CoreSchemas['Transaction'][] }>('listTransactions');
  return lines.completed(results.at(-1)?.id);
}

/** Returns the lines of the activity of these masters that posted on this day. */
export async function posted(bank: TestBank, day: string, ...masters: string[]): Promise<string[]> {
  const postings: string[] = [];
  for (const master of masters) {
    for (const { id, postingDate } of await bank.list<Activity>('listActivities', master))
      if (postingDate.startsWith(day))
        postings.push(`Core.Activity.Posted ${resources.account(master)}/activities/${id}`);
  }
  return postings;
}
