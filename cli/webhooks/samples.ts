import { type EventName, events } from '../../generated/events.ts';
import type { EmulatorSchemas } from '../../generated/types/index.ts';

type SampleEvent = EmulatorSchemas['SampleEvent'];

/** An id that no bank assigns. */
const NOBODY = '00000000-0000-4000-a000-000000000000';
const NO_ACCOUNT = '0000000000';

/** The events that nothing at this bank causes, each with the known details; no value is real. */
const DETAILS: Partial<Record<EventName, object>> = {
  'Wire.Payment.Sent': {
    paymentId: NOBODY,
    accountNumber: NO_ACCOUNT,
    direction: 'Outbound',
    amount: '0.01',
    purpose: 'SAMPLE',
    originatorName: 'Sample Originator',
    beneficiaryName: 'Sample Beneficiary',
    senderRoutingNumber: '000000000',
  },
  'Wire.Payment.Received': {},
  'Cards.Card.Activated': {},
  'Crypto.Payment.Sent': {},
  'Crypto.Payment.Canceled': {},
  'Crypto.Payment.Rejected': {},
  'Crypto.Payment.Received': {},
};

/** The samples, in the order of the contract. */
export const samples = (Object.keys(events) as EventName[]).flatMap((eventName) => {
  const details = DETAILS[eventName] as Record<string, never> | undefined;
  return details ? [{ eventName, resources: [resourceOf(eventName)], details: [details] } satisfies SampleEvent] : [];
});

/** Returns the resource of an event, by the path in the contract if there is one. */
function resourceOf(eventName: EventName): string {
  const { resource = `sample/${eventName}` } = events[eventName] as { resource?: string };
  return resource.replaceAll('{accountNumber}', NO_ACCOUNT).replaceAll(/\{\w+\}/g, NOBODY);
}
