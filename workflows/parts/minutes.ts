import type { WorkflowBuilder } from '../../harness/index.ts';

/** More than lies between a change and its event, so that the time of an event tells which change it is of. Source: P-HOOKS. */
const BETWEEN_CHANGES = { bySeconds: 300 };

/** Lets some minutes pass before a step; where nobody can move the clock, none are waited for. */
export function passMinutes(op: WorkflowBuilder<never>['op'], before: string): void {
  op.advanceClock(`before-${before}`, {
    title: 'Some minutes pass',
    body: BETWEEN_CHANGES,
    status: 200,
    requires: ['control'],
  });
}
