import { CrosscheckError } from '../../core/errors.ts';
import { capabilitiesOf } from '../../core/target.ts';
import type { CoreSchemas, EmulatorSchemas } from '../../generated/types/index.ts';
import type { Client } from '../client/client.ts';
import { PAUSE_GROWTH } from '../client/pauses.ts';
import { RequestNotAccepted, sendRequest } from './send-request.ts';

type Screening = CoreSchemas['Screening'];

/** The limit of all waits for screenings together, by the bank's clock if it can be moved. */
const MOST_SECONDS = 30 * 60;
/** The step by which a frozen clock is advanced. The bank says "some minutes". */
const ADVANCE_SECONDS = 300;
/** The first pause before a bank with a running clock is polled; each further pause is half as long again. */
const FIRST_PAUSE_SECONDS = 10;
const LONGEST_PAUSE_SECONDS = 120;

export interface ScreeningParts {
  readonly client: Client;
  readonly signal: AbortSignal;
  /** Pauses in real time. */
  readonly pause: (durationMs: number, signal: AbortSignal) => Promise<void>;
  readonly onWait?: ((seconds: number) => void) | undefined;
}

/** Reads the screening results of customers, and waits for them. */
export class Screenings {
  private readonly parts: ScreeningParts;
  private waitedSeconds = 0;
  private pauseSeconds = FIRST_PAUSE_SECONDS;
  private isFrozen: boolean | undefined;

  constructor(parts: ScreeningParts) {
    this.parts = parts;
  }

  /**
   * Returns the OFAC result of a customer, or `Pending` if there is none yet. Only this list decides whether accounts
   * can be opened (L-DDA); the list of politically exposed persons and the bank's internal list are ignored. Throws
   * RequestNotAccepted as `sendRequest` does; the values of `about` are masked in its reason.
   */
  async read(customerId: string, about?: unknown): Promise<Screening> {
    const { client, signal } = this.parts;
    const body = await sendRequest(client, 'getCustomer', { path: { customerId }, signal }, about);
    return (body as CoreSchemas['Customer']).ofac ?? 'Pending';
  }

  /**
   * Waits until a customer is screened. If the bank's clock is frozen and this target may move it, the clock is
   * advanced; otherwise the customer is polled after growing pauses. Returns false when all such waits together have
   * taken 30 minutes.
   */
  async wait(customerId: string): Promise<boolean> {
    while (this.waitedSeconds < MOST_SECONDS && !this.parts.signal.aborted) {
      await this.pauseOnce();
      const screening = await this.read(customerId).catch(pendingWhenNotAccepted);
      if (screening !== 'Pending') return true;
    }
    return false;
  }

  private async pauseOnce(): Promise<void> {
    const { pause, signal, onWait } = this.parts;
    this.isFrozen ??= await isClockFrozen(this.parts.client);
    const seconds = this.isFrozen ? ADVANCE_SECONDS : Math.min(this.pauseSeconds, MOST_SECONDS - this.waitedSeconds);
    this.waitedSeconds += seconds;
    onWait?.(seconds);
    if (this.isFrozen) return await advanceClock(this.parts.client);
    this.pauseSeconds = Math.min(Math.ceil(this.pauseSeconds * PAUSE_GROWTH), LONGEST_PAUSE_SECONDS);
    await pause(seconds * 1000, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

/** Returns `Pending` for a customer that cannot be read: the other customers may be screened. */
function pendingWhenNotAccepted(error: unknown): Screening {
  if (error instanceof RequestNotAccepted) return 'Pending';
  throw error;
}

/** Returns whether the bank's clock is frozen and this target may move it. */
async function isClockFrozen(client: Client): Promise<boolean> {
  if (!capabilitiesOf(client.target).has('control')) return false;
  const { response } = await client.send('getClock');
  return response.statusCode === 200 && (response.body as EmulatorSchemas['Clock'] | undefined)?.mode === 'frozen';
}

/**
 * Advances the bank's clock. A lost response is ignored: screening a million customers may take too long, and the
 * customers show it.
 */
async function advanceClock(client: Client): Promise<void> {
  const body = { bySeconds: ADVANCE_SECONDS };
  const statusCode = await client.send('advanceClock', { body }).then(
    ({ response }) => response.statusCode,
    (error: unknown) => {
      if (error instanceof CrosscheckError && error.code === 'answer-lost') return 200;
      throw error;
    },
  );
  if (statusCode === 200) return;
  throw new CrosscheckError({
    code: 'answer-unusable',
    message: `Cannot advance the clock of "${client.target.baseUrl}": the response has status ${statusCode}`,
    remedy: 'Check the emulator, then run the same command again: it resumes',
  });
}
