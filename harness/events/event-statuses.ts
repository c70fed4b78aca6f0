import type { EventName } from '../../generated/events.ts';

/** Source: S-ACCT, S-ACH. A payment that was sent may be rejected on its day. */
const STATUSES: Partial<Record<EventName, readonly unknown[]>> = {
  'Core.Transaction.Completed': ['Complete'],
  'Core.Activity.Posted': ['Posted'],
  'Ach.Payment.Sent': ['Processing', 'Complete', 'Rejected'],
  'Ach.Payment.Canceled': ['Canceled'],
  'Ach.Payment.Rejected': ['Rejected'],
  'Ach.Batch.Imported': ['Imported', 'Canceling', 'Canceled'],
  'Ach.Batch.Canceled': ['Canceled'],
};

/** Returns the statuses that a resource can have after its event; undefined if the event does not restrict them. */
export function statusesFrom(name: EventName): readonly unknown[] | undefined {
  return STATUSES[name];
}
