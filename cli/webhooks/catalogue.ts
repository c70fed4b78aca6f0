import { invariant } from '../../core/errors.ts';
import { type EventName, events } from '../../generated/events.ts';
import { type Case, type CaseResult, evaluateCase, skip } from './case.ts';
import { castOf, causeAccountEvents, causeAchEvents, causeCustomerEvents, causeDepositEvents } from './causes.ts';
import { type PartnerBank, SilentHandler } from './partner-bank.ts';
import { samples } from './samples.ts';

/**
 * Sends the handler every event of the contract, caused by a real change, or as a sample if nothing at this bank causes
 * it. Returns a result for each name in the order of the contract. If the handler stops answering, the rest is not
 * sent.
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
  const attempts = Map.groupBy(bank.takeAttempts(), ({ eventName }) => eventName);
  return (Object.keys(events) as EventName[]).map((name) => {
    const ofName = attempts.get(name);
    invariant(ofName || isSilent, `${name} was not sent`);
    const one: Case = { name, summary: events[name].summary, wants: 'taken', remedy: REMEDY };
    const isSample = samples.some(({ eventName }) => eventName === name);
    return { ...(ofName ? evaluateCase(one, ofName) : skip(one, SILENT)), ...(isSample ? { isSample } : {}) };
  });
}

const REMEDY = 'Answer 200 as soon as the event is stored, whatever its name, and work later (P-HOOKS)';
/** The reason why a case was not sent. */
export const SILENT = 'Not sent, because the handler stopped answering';

async function causeAll(bank: PartnerBank, seed: number): Promise<void> {
  const cast = await castOf(bank, seed);
  await causeCustomerEvents(bank, cast);
  await causeAccountEvents(bank, cast);
  await causeAchEvents(bank, cast);
  await causeDepositEvents(bank, cast);
  for (const body of samples) await bank.call('sendSampleEvent', { path: bank.pathOf(body.eventName), body });
  await bank.deliver();
}
