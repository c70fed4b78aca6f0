import type { TargetKind } from './finding.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { isLoopbackHost } from './loopback.ts';

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
  /** How events come from it, where that was told; see `eventsWayOf`. */
  readonly events?: EventsWay;
  /** Hosts beyond the sandbox and this machine that base and token URL may name (`COS_ALLOWED_HOSTS`). */
  readonly allowedHosts?: readonly string[];
  /** Bounds that a person has changed; see `limitsOf`. */
  readonly limits?: Partial<Limits>;
}

/** The bounds of every run on this target. */
export function limitsOf({ limits }: Pick<Target, 'limits'>): Limits {
  return { ...defaultLimits, ...limits };
}

/** How a target's events come: it delivers them, or it is asked for them. */
export type EventsWay = Receiving | { readonly by: 'poll' };

/** Deliveries to a port of this machine, a free one unless told, by an address that leads there; its own unless told. */
export interface Receiving {
  readonly by: 'receive';
  readonly callbackUrl?: string;
  readonly port?: number;
}

/** How events come: as was told, or by plain deliveries from an emulator on the same machine; undefined where they cannot. */
export function eventsWayOf({ events, operator, baseUrl }: Target): EventsWay | undefined {
  if (events) return events;
  return operator && isLoopbackHost(new URL(baseUrl).hostname) ? { by: 'receive' } : undefined;
}

/** What the target can do. */
export function capabilitiesOf(target: Target): ReadonlySet<Capability> {
  return new Set<Capability>([
    ...(target.operator ? ['control' as const] : []),
    ...(eventsWayOf(target) ? ['events' as const] : []),
  ]);
}
