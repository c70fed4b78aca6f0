import type { EmittingStep } from './emitting-step.ts';
import type { EventEntry } from './event-entry.ts';
import { nearness } from './event-time.ts';

const MOST_SUSPECTS = 3;

/**
 * Describes the steps that may have caused an entry without declaring it: they changed something at about that time,
 * and the resource is in their requests or responses. Empty if there are none.
 */
export function describeSuspects(entry: EventEntry, steps: readonly EmittingStep[]): string {
  const possible = steps.filter(
    (step) =>
      step.outcome !== 'refused' &&
      !step.onlyReads &&
      !step.emits.includes(entry.name) &&
      step.ids.has(entry.id) &&
      nearness(entry.createdAt, step) !== 'far',
  );
  if (possible.length === 0) return '';
  // A step that declares other events was written with events in mind.
  const silent = possible.filter(({ emits }) => emits.length === 0);
  const suspects = silent.length > 0 ? silent : possible;
  const isOne = suspects.length === 1;
  const listed = suspects.slice(0, MOST_SUSPECTS).map(({ stepId }) => `"${stepId}"`);
  const more = suspects.length > MOST_SUSPECTS ? ` and ${suspects.length - MOST_SUSPECTS} more` : '';
  return (
    `; ${isOne ? 'step' : 'steps'} ${listed.join(', ')}${more} ${isOne ? 'is' : 'are'} about it and ` +
    `${isOne ? 'does' : 'do'} not declare it: add emits ${isOne ? 'there if it causes it' : 'to the one that causes it'}`
  );
}
