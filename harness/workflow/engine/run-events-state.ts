import type { EmittingStep } from '../../events/emitting-step.ts';
import type { EventEntry } from '../../events/event-entry.ts';
import type { OwnRegistration, UnobservedName } from '../../events/watch-events.ts';

/** What is known of the events of a run, without their details; it can be written as JSON. */
export interface RunEventsState {
  readonly registrations: readonly OwnRegistration[];
  readonly begunMs: number;
  readonly steps: readonly DumpedStep[];
  readonly known: readonly string[];
  readonly entries: readonly EventEntry[];
  readonly received: number;
  readonly duplicates: number;
  /** Names that could not be watched, with the reason; absent in earlier checkpoints, as is whether it was judged. */
  readonly notObservable?: readonly UnobservedName[];
  /** True if the events received so far were checked against their changes. */
  readonly isChecked?: boolean;
  /** Why events of the time after this session do not come. */
  readonly lost?: string;
}

/** A step as JSON; what earlier checkpoints do not have is empty. */
type DumpedStep = Omit<EmittingStep, 'ids' | 'changed' | 'shown'> & {
  readonly ids: readonly string[];
  readonly changed?: readonly string[];
  readonly shown?: readonly (readonly [string, string])[];
};

/** The steps of a run as JSON can hold them. */
export function dumpSteps(steps: readonly EmittingStep[]): DumpedStep[] {
  return steps.map((step) => ({ ...step, ids: [...step.ids], changed: [...step.changed], shown: [...step.shown] }));
}

/** The steps that were dumped, as they were. */
export function restoreSteps(steps: readonly DumpedStep[]): EmittingStep[] {
  return steps.map((step) => ({
    ...step,
    ids: new Set(step.ids),
    changed: new Set(step.changed),
    shown: new Map(step.shown),
  }));
}
