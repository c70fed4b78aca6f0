import type { EventLaw } from './law.ts';
import { eachChangeHasExactlyOneEvent } from './laws/each-change-has-exactly-one-event.ts';
import { eventEnvelopeIsValid } from './laws/event-envelope-is-valid.ts';
import { eventIsCreatedNearItsChange } from './laws/event-is-created-near-its-change.ts';
import { eventResourceExists } from './laws/event-resource-exists.ts';

/** Every event law, in the order in which they are checked and reported. */
export const eventLaws: readonly EventLaw[] = [
  eventEnvelopeIsValid,
  eventResourceExists,
  eachChangeHasExactlyOneEvent,
  eventIsCreatedNearItsChange,
];
