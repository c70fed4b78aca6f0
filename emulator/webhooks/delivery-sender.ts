import type { Bank } from '../bank/bank.ts';
import { checkCallback } from '../bank/events/callback-hosts.ts';
import { type Delivery, listDueRegistrations, nextDelivery, recordDelivery } from '../bank/events/delivery-queue.ts';
import type { PausingWork } from '../bank/scheduler.ts';
import { ANSWER_MS, deliverEvent, type Outcome } from './deliver-event.ts';

/** Called after each attempt to deliver an event. */
export type DeliveryListener = (delivery: Delivery, outcome: Outcome) => void;

/** Sends the events of a bank. */
export interface DeliverySender {
  /** Sends all deliveries that are due; none are due when it ends. */
  deliver(): Promise<void>;
  /** Runs work of the bank and sends the deliveries that become due. One piece of work ends before the next begins. */
  whileWorking<Result>(work: () => Result | PausingWork<Result>): Promise<Result>;
  /** Stops attempts in progress. They are not recorded, so they will be sent again. */
  close(): void;
}

/**
 * Creates a sender for the bank that is open at the time. It sends the events of one registration one after the other.
 */
export function createDeliverySender(
  openBank: () => Bank,
  listener?: DeliveryListener,
  answerMs: number = ANSWER_MS,
): DeliverySender {
  const closing = new AbortController();
  const busy = new Map<string, Promise<number>>();
  /** Attempts that are not recorded yet. They are recorded before the next attempt, so that no event is sent twice. */
  const unrecorded = new Map<string, { bank: Bank; delivery: Delivery; outcome: Outcome }>();
  let working: Promise<unknown> = Promise.resolve();

  /** Sends the due deliveries of a registration; returns the number of attempts. */
  async function sendAll(registrationId: string): Promise<number> {
    const bank = openBank();
    record(bank, registrationId);
    for (let tries = 0; ; tries += 1) {
      const delivery = closing.signal.aborted ? undefined : nextDelivery(bank, registrationId);
      if (!delivery) return tries;
      const outcome = await attempt(bank, delivery);
      // After a reset, the same ids may belong to other events.
      if (closing.signal.aborted || openBank() !== bank) return tries;
      unrecorded.set(registrationId, { bank, delivery, outcome });
      record(bank, registrationId);
    }
  }

  /** Saves the last attempt of a registration, unless the bank was reset meanwhile. */
  function record(bank: Bank, registrationId: string): void {
    const sent = unrecorded.get(registrationId);
    if (sent?.bank === bank) recordDelivery(bank, sent.delivery, sent.outcome.isTaken);
    unrecorded.delete(registrationId);
    if (sent?.bank === bank) listener?.(sent.delivery, sent.outcome);
  }

  /** Attempts a delivery. Checks the allow-list again, because a host may have been removed. */
  async function attempt(bank: Bank, delivery: Delivery): Promise<Outcome> {
    const refusal = checkCallback(bank, delivery.partnerId, delivery.url);
    if (refusal) return { isTaken: false, problem: refusal.details.join(', '), durationMs: 0 };
    return deliverEvent(delivery, { signal: closing.signal, answerMs });
  }

  function sendOnce(registrationId: string): Promise<number> {
    const sending = busy.get(registrationId) ?? sendAll(registrationId).finally(() => busy.delete(registrationId));
    busy.set(registrationId, sending);
    return sending;
  }

  async function deliver(): Promise<void> {
    while (!closing.signal.aborted) {
      const due = listDueRegistrations(openBank());
      if (due.length === 0) return;
      const tries = await Promise.all(due.map(sendOnce));
      if (tries.every((count) => count === 0)) return;
    }
  }

  async function finish<Result>(work: Result | PausingWork<Result>): Promise<Result> {
    if (!isGenerator(work)) return work;
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
      await deliver();
    }
  }

  return {
    deliver,
    whileWorking(work) {
      const done = working.then(async () => {
        const result = await finish(work());
        await deliver();
        return result;
      });
      working = done.catch(() => undefined);
      return done;
    },
    close: () => closing.abort(),
  };
}

function isGenerator<Result>(work: Result | PausingWork<Result>): work is PausingWork<Result> {
  return typeof work === 'object' && work !== null && Symbol.iterator in work && 'next' in work;
}
