import type { EventName } from '../../generated/events.ts';

/** Words of events that happen to a resource once: it is created, or ended for good. Source: P-HOOKRPT, P-ACHEVT. */
const ONCE: ReadonlySet<string> = new Set([
  'Opened',
  'Onboarded',
  'Added',
  'Removed',
  'Placed',
  'Imported',
  'Completed',
  'Posted',
  'Received',
  'ReceivedEarly',
  'Sent',
  'Canceled',
  'Rejected',
]);

/** Words of events that have happened once the request is answered; other words describe later changes. */
const AT_ONCE: ReadonlySet<string> = new Set(['Opened', 'Onboarded', 'Added', 'Placed', 'Completed']);

/** Returns true if a resource has at most one event of this name; changes, closings and escalations can repeat. */
export function happensOnce(name: EventName): boolean {
  return ONCE.has(lastWord(name));
}

/** Returns true if the response with the new resource decides whether there is an event of this name. */
export function isDecidedByAnswer(name: EventName): boolean {
  return AT_ONCE.has(lastWord(name));
}

function lastWord(name: EventName): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
