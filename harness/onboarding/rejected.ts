import type { Reason } from './journal.ts';

/** A request that was not accepted: the rest of its customer is left out. */
export class Rejected extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(`${reason.operationId}: ${reason.reason}`);
    this.name = 'Rejected';
    this.reason = reason;
  }
}
