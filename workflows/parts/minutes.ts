import type { WorkflowBuilder } from '../../harness/index.ts';

/** Longer than the delay of an event, so that its time identifies its change. Source: P-HOOKS. */
const BETWEEN_CHANGES = { bySeconds: 300 };

/** Adds a step that lets five minutes pass before another step; it is not sent to a target without `control`. */
export function passMinutes(op: WorkflowBuilder<never>['op'], before: string): void {
  op.advanceClock(`before-${before}`, {
    title: 'Some minutes pass',
    body: BETWEEN_CHANGES,
    status: 200,
    requires: ['control'],
  });
}
