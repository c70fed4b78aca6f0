import type { EmittingStep } from './emitting-step.ts';
import type { EventEntry } from './event-entry.ts';
import { nearness } from './near.ts';

const MOST_CULPRITS = 3;

/**
 * Tells which steps may have caused an entry and have forgotten to declare it: they changed something at about that time, and
 * the resource stands in what they sent or got. Empty when there are none.
 */
export function describeCulprits(entry: EventEntry, steps: readonly EmittingStep[]): string {
  const possible = steps.filter(
    (step) =>
      step.outcome !== 'refused' &&
      !step.onlyReads &&
      !step.emits.includes(entry.name) &&
      step.ids.has(entry.id) &&
      nearness(entry.createdAt, step) !== 'far',
  );
  if (possible.length === 0) return '';
  // A step that declares other events was thought of.
  const silent = possible.filter(({ emits }) => emits.length === 0);
  const culprits = silent.length > 0 ? silent : possible;
  const isOne = culprits.length === 1;
  const told = culprits.slice(0, MOST_CULPRITS).map(({ stepId }) => `"${stepId}"`);
  const more = culprits.length > MOST_CULPRITS ? ` and ${culprits.length - MOST_CULPRITS} more` : '';
  return (
    `; ${isOne ? 'step' : 'steps'} ${told.join(', ')}${more} ${isOne ? 'is' : 'are'} about it and ` +
    `${isOne ? 'does' : 'do'} not declare it: add emits ${isOne ? 'there if it causes it' : 'to the one that causes it'}`
  );
}
