import type { EmittingStep } from '../../events/emitting-step.ts';
import type { EventEntry } from '../../events/event-entry.ts';
import type { OwnRegistration, UnobservedName } from '../../events/watch-events.ts';

/** The state of a run's events without their details, as JSON. */
export interface RunEventsState {
  readonly registrations: readonly OwnRegistration[];
  readonly begunMs: number;
  readonly steps: readonly DumpedStep[];
  readonly known: readonly string[];
  readonly entries: readonly EventEntry[];
  readonly received: number;
  readonly duplicates: number;
  /** Names that could not be watched, with the reason; absent in earlier checkpoints. */
  readonly notObservable?: readonly UnobservedName[];
  /** True if the events received so far were checked against their changes. */
  readonly isChecked?: boolean;
  /** The reason why events after this session are not received. */
  readonly lost?: string;
}

/** A step as JSON; fields that earlier checkpoints lack are empty. */
type DumpedStep = Omit<EmittingStep, 'ids' | 'changed' | 'shown'> & {
  readonly ids: readonly string[];
  readonly changed?: readonly string[];
  readonly shown?: readonly (readonly [string, string])[];
};

/** Dumps the steps of a run as JSON. */
export function dumpSteps(steps: readonly EmittingStep[]): DumpedStep[] {
  return steps.map((step) => ({ ...step, ids: [...step.ids], changed: [...step.changed], shown: [...step.shown] }));
}

/** Restores dumped steps. */
export function restoreSteps(steps: readonly DumpedStep[]): EmittingStep[] {
  return steps.map((step) => ({
    ...step,
    ids: new Set(step.ids),
    changed: new Set(step.changed),
    shown: new Map(step.shown),
  }));
}
