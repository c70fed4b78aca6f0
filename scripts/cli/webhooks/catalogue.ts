import { invariant } from '../../../core/errors.ts';
import { type EventName, events } from '../../../generated/events.ts';
import { type CaseResult, judge } from './case.ts';
import { type Cast, castOf, causeAccountEvents, causeAchEvents, causeCustomerEvents } from './causes.ts';
import type { PartnerBank } from './partner-bank.ts';
import { samples } from './samples.ts';

/**
 * Sends the handler every event of the contract, each caused by what causes it, or as a sample where nothing at this bank
 * does. Gives a result for each name, in the contract's order.
 */
export async function sendCatalogue(bank: PartnerBank, seed: number): Promise<CaseResult[]> {
  await bank.registerAll();
  const cast: Cast = await castOf(bank, seed);
  await causeCustomerEvents(bank, cast);
  await causeAccountEvents(bank, cast);
  await causeAchEvents(bank, cast);
  for (const body of samples) await bank.call('sendSampleEvent', { path: bank.pathOf(body.eventName), body });
  await bank.deliver();
  await bank.unregisterAll();
  const tries = Map.groupBy(bank.takeTries(), ({ eventName }) => eventName);
  return (Object.keys(events) as EventName[]).map((name) => {
    const ofName = tries.get(name);
    invariant(ofName, `${name} was not sent`);
    const isSample = samples.some(({ eventName }) => eventName === name);
    return {
      ...judge({ name, summary: events[name].summary, wants: 'taken', remedy: REMEDY }, ofName),
      ...(isSample ? { isSample } : {}),
    };
  });
}

const REMEDY = 'Answer 200 as soon as the event is stored, whatever its name, and work later (P-HOOKS)';
