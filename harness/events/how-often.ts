import type { EventName } from '../../generated/events.ts';

/** What these words tell happens to a resource once: it comes, or it goes for good, with an id of its own. Source: P-HOOKRPT, P-ACHEVT. */
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

/** What these words tell has happened when the request for it is answered; what comes by time is told by others. */
const AT_ONCE: ReadonlySet<string> = new Set(['Opened', 'Onboarded', 'Added', 'Placed', 'Completed']);

/** Whether a resource has an event of this name at most once; a change, a closing or an escalation may come again. */
export function happensOnce(name: EventName): boolean {
  return ONCE.has(lastWord(name));
}

/** Whether the answer that tells of a new resource decides whether there is an event of this name. */
export function isDecidedByAnswer(name: EventName): boolean {
  return AT_ONCE.has(lastWord(name));
}

function lastWord(name: EventName): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
