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

/** The statuses of a resource from its event on, for nothing else comes after it; undefined where the event says nothing of it. */
export function statusesFrom(name: EventName): readonly unknown[] | undefined {
  return STATUSES[name];
}
