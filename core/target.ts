import type { TargetKind } from './finding.ts';

/**
 * What a target can do beyond the partner's operations. `control`: its clock can be moved and its trial balance read;
 * `events`: its events can be received.
 */
export type Capability = 'control' | 'events';

/** Products by the role they play in a workflow; the ids come from the bank. */
export interface TargetProducts {
  readonly checking?: string;
  readonly savings?: string;
  readonly business?: string;
  readonly earlyDirectDeposit?: string;
  /** A GL for the partner's own use, where the bank opens one (payroll). */
  readonly generalLedger?: string;
}

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Which COS a run talks to, and as whom. */
export interface Target {
  readonly kind: TargetKind;
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly audience: string;
  readonly partnerId: string;
  readonly partner: ClientCredentials;
  /** The operator of an emulator; with it the target has the capability `control`. */
  readonly operator?: ClientCredentials;
  readonly products: TargetProducts;
}

/** What the target can do. */
export function capabilitiesOf(target: Target): ReadonlySet<Capability> {
  return new Set<Capability>(target.operator ? ['control'] : []);
}
