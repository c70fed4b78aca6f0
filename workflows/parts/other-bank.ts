import type { Input } from '../../harness/index.ts';
import { UNASSIGNED_ROUTING_NUMBER } from '../../harness/workflow/parts/funding.ts';

/** A same-day payment waits for the next window and the Fed's word. Source: P-ACHWIN. */
export const SOME_HOURS = { everySeconds: 600, deadlineSeconds: 8 * 3_600 };

/** Somebody's account at another bank, which there is not. */
export function receiverAtOtherBank(name: string, identification: Input<string>) {
  const account = { routingNumber: UNASSIGNED_ROUTING_NUMBER, accountNumber: '1', accountType: 'Checking' as const };
  return { ...account, name, identification };
}
