import { type EventName, events } from '../../generated/events.ts';

/** The customer events in the order of W01 to W18. Source: S-CUST. */
const customerEvents = (Object.keys(events) as EventName[]).filter((name) => name.startsWith('Core.Customer.'));

/** Returns the requirements that say when an event is sent; none for an event that is only listed. */
export function requirementIdsOf(name: EventName): string[] {
  const at = customerEvents.indexOf(name);
  return [
    ...(at < 0 ? [] : [`W${String(at + 1).padStart(2, '0')}`]),
    ...(name === 'Core.Customer.Profile.Changed' ? ['D29'] : []),
    ...(name === 'Ach.Payment.ReceivedEarly' ? ['E05'] : []),
    ...(/^Core\.(Account|Restriction|Activity|Transaction)\./.test(name) ? ['D30'] : []),
  ];
}

/** Every requirement that says when some event is sent. */
export const everyEventRequirementId: readonly string[] = [
  ...new Set((Object.keys(events) as EventName[]).flatMap(requirementIdsOf)),
];
