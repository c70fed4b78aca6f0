import { eq } from '../builder/criteria-builder.ts';
import type { WorkflowBuilder } from '../builder/define-workflow.ts';
import { type AccountHandle, moves } from '../builder/effects-builder.ts';
import type { Input } from '../builder/references.ts';
import { nameOf, SOME_MINUTES } from './onboarding.ts';

/** A routing number that the Federal Reserve has not assigned: eight zeros and their check digit, zero. */
export const UNASSIGNED_ROUTING_NUMBER = '000000000';

/** An ACH entry of another bank. */
export interface InboundEntry {
  readonly account: AccountHandle;
  readonly amount: number;
  /** Text by which the payment is found; no other payment may have it. */
  readonly identification: Input<string>;
  readonly transactionType?: 'Push' | 'Pull';
  readonly serviceType?: 'Standard' | 'SameDay';
  readonly secCode?: 'PPD' | 'CCD';
  readonly description?: string;
}

/**
 * Adds the step by which another bank sends an ACH entry, without the wait for it.
 *
 * ```ts
 * sendEntry(op, 'pull-bill', 'Have another bank pull a bill', {
 *   account: main,
 *   amount: 2_500,
 *   identification: inputs.billId,
 *   transactionType: 'Pull',
 * });
 * ```
 */
export function sendEntry(op: WorkflowBuilder<never>['op'], stepId: string, title: string, entry: InboundEntry): void {
  const { account, amount, identification, description = 'FUNDING' } = entry;
  const { transactionType = 'Push', serviceType = 'SameDay', secCode = 'PPD' } = entry;
  op.simulateInboundOrigination(stepId, {
    title,
    body: {
      originatorRoutingNumber: UNASSIGNED_ROUTING_NUMBER,
      originatorName: 'Example Sender',
      originatorIdentification: 'EXAMPLE01',
      receiverAccountNumber: account.accountNumber,
      receiverAccountType: 'Checking',
      receiverName: 'Example Receiver',
      receiverIdentification: identification,
      secCode,
      description,
      transactionType,
      amount,
      serviceType,
    },
    status: 202,
  });
}

/**
 * Adds the steps that bring money to an account, as on a sandbox: an inbound same-day credit, and the wait for it.
 * `who` becomes part of the step ids and titles. Returns the step that lists the payment.
 *
 * ```ts
 * fund(op, 'tenant', { account: main, amount: 50_000, identification: inputs.fundingId });
 * ```
 */
export function fund(op: WorkflowBuilder<never>['op'], who: string, entry: InboundEntry) {
  sendEntry(op, `send-to-${who}`, `Have another bank fund the ${nameOf(who)}`, entry);
  return op.listAchPayments(`money-of-${who}`, {
    title: `The funding of the ${nameOf(who)} arrives`,
    query: { receiverIdentification: entry.identification },
    status: 200,
    check: (r) => [eq(r.results.at(0).status, 'Complete'), eq(r.results.at(0).amount, entry.amount)],
    poll: SOME_MINUTES,
    effects: [moves(entry.account, entry.amount)],
    emits: ['Ach.Payment.Received', 'Core.Transaction.Completed'],
  });
}
