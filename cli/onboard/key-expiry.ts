import { wallClock } from '../../core/clock.ts';
import { capabilitiesOf } from '../../core/target.ts';
import type { EmulatorSchemas } from '../../generated/types/index.ts';
import type { createClient } from '../../harness/host.ts';

/** The time for which the bank remembers an idempotency key. Source: L-IDEM (D12). */
const KEY_LIFETIME_MS = 7 * 86_400_000;

/** An instant by this machine's clock and, if it can be read, by the bank's clock; both RFC 3339. */
export interface Instant {
  readonly here: string;
  readonly atBank?: string;
}

/** Reads both clocks. Throws a CrosscheckError if an emulator cannot be reached. */
export async function readInstant(client: ReturnType<typeof createClient>): Promise<Instant> {
  const here = new Date(wallClock.nowMs()).toISOString();
  if (!capabilitiesOf(client.target).has('control')) return { here };
  const { response } = await client.send('getClock');
  const { now } = (response.body ?? {}) as Partial<EmulatorSchemas['Clock']>;
  return response.statusCode === 200 && isTime(now) ? { here, atBank: now } : { here };
}

/** Returns whether keys sent at an instant have expired. The bank's clock counts if both instants have it. */
export function haveKeysExpired(sent: Instant, now: Instant): boolean {
  const ageMs =
    sent.atBank !== undefined && now.atBank !== undefined
      ? Date.parse(now.atBank) - Date.parse(sent.atBank)
      : Date.parse(now.here) - Date.parse(sent.here);
  return ageMs >= KEY_LIFETIME_MS;
}

export function isInstant(value: unknown): value is Instant {
  const { here, atBank } = (value ?? {}) as Readonly<Record<keyof Instant, unknown>>;
  return isTime(here) && (atBank === undefined || isTime(atBank));
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
