import { expect } from '@playwright/test';
import type { CoreSchemas } from '../../generated/types/index.ts';
import { type AchPayment, type Activity, payments } from './ach-bank.ts';
import type { TestBank } from './test-bank.ts';
import { type Hooks, resources } from './webhook-bank.ts';

/** A bank whose every event is listened to from some point on. */
export interface Scene {
  readonly bank: TestBank;
  /** From here on every change is told, with its details. What was before is arrangement. */
  listen(): Promise<void>;
  /** Lets the present group close; since it was asked last exactly this has been told. */
  tells(...lines: string[]): Promise<void>;
}

export type Play = (scene: Scene) => Promise<void>;

/** Builds a scene; its end, an hour in which nothing may be told, is the caller's to play. */
export function sceneOf(bank: TestBank, hooks: Hooks): Scene {
  return {
    bank,
    listen: () => hooks.listenToAll('Extended'),
    async tells(...lines) {
      await hooks.group();
      expect(hooks.lines()).toEqual(lines.sort());
    },
  };
}

type Payment = Pick<AchPayment, 'id'> | undefined;

/** The lines of events, by what they are about. */
export const lines = {
  customer: (change: string, id: string) => `Core.Customer.${change} ${resources.customer(id)}`,
  account: (change: string, number: string) => `Core.Account.${change} ${resources.account(number)}`,
  subledger: (change: string, number: string) => `Core.SubAccount.${change} ${resources.subledger(number)}`,
  payment: (change: string, payment: Payment) => `Ach.${change} ${resources.payment(payment?.id ?? '')}`,
  batch: (change: string, { id }: { id: string }) => `Ach.Batch.${change} ${resources.batch(id)}`,
  completed: (id: string | undefined) => `Core.Transaction.Completed ${resources.transaction(id ?? '')}`,
};

/** The newest payment that the partner sees. */
export const newest = async (bank: TestBank, query: object = {}) => (await payments(bank, query)).at(-1);

/** The completion of the newest transaction. */
export async function newestCompleted(bank: TestBank): Promise<string> {
  const { results } = await bank.ok<{ results: CoreSchemas['Transaction'][] }>('listTransactions');
  return lines.completed(results.at(-1)?.id);
}

/** The posting of each activity of these masters that is posted on this day. */
export async function posted(bank: TestBank, day: string, ...masters: string[]): Promise<string[]> {
  const told: string[] = [];
  for (const master of masters) {
    for (const { id, postingDate } of await bank.list<Activity>('listActivities', master))
      if (postingDate.startsWith(day)) told.push(`Core.Activity.Posted ${resources.account(master)}/activities/${id}`);
  }
  return told;
}
