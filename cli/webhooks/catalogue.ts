import { invariant } from '../../core/errors.ts';
import { type EventName, events } from '../../generated/events.ts';
import { type Case, type CaseResult, judge, skip } from './case.ts';
import { castOf, causeAccountEvents, causeAchEvents, causeCustomerEvents } from './causes.ts';
import { type PartnerBank, SilentHandler } from './partner-bank.ts';
import { samples } from './samples.ts';

/**
 * Sends the handler every event of the contract, each caused by what causes it, or as a sample where nothing at this bank
 * does. Gives a result for each name, in the contract's order; a handler that has fallen silent is spared the rest.
 */
export async function sendCatalogue(bank: PartnerBank, seed: number): Promise<CaseResult[]> {
  await bank.registerAll();
  const isSilent = await causeAll(bank, seed).then(
    () => false,
    (error: unknown) => {
      if (error instanceof SilentHandler) return true;
      throw error;
    },
  );
  await bank.unregisterAll();
  const tries = Map.groupBy(bank.takeTries(), ({ eventName }) => eventName);
  return (Object.keys(events) as EventName[]).map((name) => {
    const ofName = tries.get(name);
    invariant(ofName || isSilent, `${name} was not sent`);
    const one: Case = { name, summary: events[name].summary, wants: 'taken', remedy: REMEDY };
    const isSample = samples.some(({ eventName }) => eventName === name);
    return { ...(ofName ? judge(one, ofName) : skip(one, SILENT)), ...(isSample ? { isSample } : {}) };
  });
}

const REMEDY = 'Answer 200 as soon as the event is stored, whatever its name, and work later (P-HOOKS)';
/** Why something was not sent. */
export const SILENT = 'Not sent, as nothing was answered for some time';

async function causeAll(bank: PartnerBank, seed: number): Promise<void> {
  const cast = await castOf(bank, seed);
  await causeCustomerEvents(bank, cast);
  await causeAccountEvents(bank, cast);
  await causeAchEvents(bank, cast);
  for (const body of samples) await bank.call('sendSampleEvent', { path: bank.pathOf(body.eventName), body });
  await bank.deliver();
}
