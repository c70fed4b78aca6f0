import type { TargetKind } from './finding.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { isLoopbackHost } from './loopback.ts';

/**
 * A capability of a target beyond the partner's operations. `control`: its clock can be moved and its trial balance
 * read; `events`: its webhook events can be received.
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
  /** A savings product with interest. */
  readonly interestSavings?: string;
  /** A CD. */
  readonly timeDeposit?: string;
  readonly debitCard?: string;
}

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The COS that a run talks to, with the credentials. */
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
  /** The configured way to receive events; see `eventsWayOf`. */
  readonly events?: EventsWay;
  /** Further hosts that base and token URL may have, besides the sandbox and this machine (`COS_ALLOWED_HOSTS`). */
  readonly allowedHosts?: readonly string[];
  /** Changed limits; see `limitsOf`. */
  readonly limits?: Partial<Limits>;
}

/** Returns the limits of every run on this target. */
export function limitsOf({ limits }: Pick<Target, 'limits'>): Limits {
  return { ...defaultLimits, ...limits };
}

/** The way to receive a target's events: deliveries or polling. */
export type EventsWay = Receiving | { readonly by: 'poll' };

/** Deliveries to a port of this machine (default: a free one) by a public address (default: its own). */
export interface Receiving {
  readonly by: 'receive';
  readonly callbackUrl?: string;
  readonly port?: number;
}

/** Returns the configured way to receive events; deliveries for an emulator on this machine; otherwise undefined. */
export function eventsWayOf({ events, operator, baseUrl }: Target): EventsWay | undefined {
  if (events) return events;
  return operator && isLoopbackHost(new URL(baseUrl).hostname) ? { by: 'receive' } : undefined;
}

/** Returns the capabilities of a target. */
export function capabilitiesOf(target: Target): ReadonlySet<Capability> {
  return new Set<Capability>([
    ...(target.operator ? ['control' as const] : []),
    ...(eventsWayOf(target) ? ['events' as const] : []),
  ]);
}
