import { findNearestName } from '../../../../core/nearest-name.ts';
import { type EventName, events } from '../../../../generated/events.ts';
import type { Report } from '../description.ts';
import type { Plan } from '../plan.ts';

/** Reports events that are not in the contract, and events on calls of workflows. */
export function checkEvents(plan: Plan, report: Report): void {
  for (const { steps, source } of plan.workflows.values()) {
    for (const { step, calls, pointer } of steps) {
      const { emits = [] } = step['x-crosscheck'] ?? {};
      const where = `${pointer}/x-crosscheck/emits`;
      emits.forEach((name, at) => {
        const isSame = (other: string) => other.toLowerCase() === name.toLowerCase();
        if (emits.findIndex(isSame) < at)
          report(
            source,
            `${where}/${at}`,
            `Step "${step.stepId}" emits "${name}" twice: \`emits\` names each event once`,
          );
        if (isEvent(name)) return;
        const nearest = findNearestName(name, Object.keys(events) as EventName[]);
        const hint = nearest === undefined ? '' : `: did you mean "${nearest}"?`;
        report(
          source,
          `${where}/${at}`,
          `Step "${step.stepId}" emits "${name}", which is not an event of the bank${hint}`,
        );
      });
      if (emits.length > 0 && 'workflow' in calls)
        report(source, where, `Step "${step.stepId}" calls a workflow: declare events on the steps of that workflow`);
    }
  }
}

const known = new Set(Object.keys(events).map((name) => name.toLowerCase()));

/** Returns true for the name of an event in any casing, as in a registration (DOC-016). */
function isEvent(name: string): boolean {
  return known.has(name.toLowerCase());
}
