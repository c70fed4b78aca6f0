import type { Input } from '../../harness/index.ts';
import { UNASSIGNED_ROUTING_NUMBER } from '../../harness/workflow/parts/funding.ts';

/** The polling of a same-day payment, which waits for the next window and the Fed's answer. Source: P-ACHWIN. */
export const SOME_HOURS = { everySeconds: 600, deadlineSeconds: 8 * 3_600 };

/** Returns a fictitious account at another bank. */
export function receiverAtOtherBank(name: string, identification: Input<string>) {
  const account = { routingNumber: UNASSIGNED_ROUTING_NUMBER, accountNumber: '1', accountType: 'Checking' as const };
  return { ...account, name, identification };
}
