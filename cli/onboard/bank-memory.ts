import { wallClock } from '../../core/clock.ts';
import { capabilitiesOf } from '../../core/target.ts';
import type { EmulatorSchemas } from '../../generated/types/index.ts';
import type { createClient } from '../../harness/host.ts';

/** The bank remembers an idempotency key for this long. Source: L-IDEM (D12). */
const MEMORY_MS = 7 * 86_400_000;

/** An instant by this machine's clock and, where that can be read, by the bank's; both as RFC 3339. */
export interface Instant {
  readonly here: string;
  readonly atBank?: string;
}

/** Reads the clocks. Throws a CrosscheckError when an emulator does not answer. */
export async function readInstant(client: ReturnType<typeof createClient>): Promise<Instant> {
  const here = new Date(wallClock.nowMs()).toISOString();
  if (!capabilitiesOf(client.target).has('control')) return { here };
  const { response } = await client.send('getClock');
  const { now } = (response.body ?? {}) as Partial<EmulatorSchemas['Clock']>;
  return response.statusCode === 200 && isTime(now) ? { here, atBank: now } : { here };
}

/** Whether the bank has forgotten the keys of what was sent then; its own clock counts where both instants have it. */
export function hasForgotten(sent: Instant, now: Instant): boolean {
  const ageMs =
    sent.atBank !== undefined && now.atBank !== undefined
      ? Date.parse(now.atBank) - Date.parse(sent.atBank)
      : Date.parse(now.here) - Date.parse(sent.here);
  return ageMs >= MEMORY_MS;
}

export function isInstant(value: unknown): value is Instant {
  const { here, atBank } = (value ?? {}) as Readonly<Record<keyof Instant, unknown>>;
  return isTime(here) && (atBank === undefined || isTime(atBank));
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
