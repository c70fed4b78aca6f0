import { CrosscheckError } from '../../core/errors.ts';
import { capabilitiesOf } from '../../core/target.ts';
import type { CoreSchemas, EmulatorSchemas } from '../../generated/types/index.ts';
import type { Client } from '../client/client.ts';
import { Rejected } from './rejected.ts';
import { sendRequest } from './send-request.ts';

type Screening = CoreSchemas['Screening'];

/** So long is waited for screenings altogether, by the bank's clock where that can be moved. */
const MOST_SECONDS = 30 * 60;
/** The bank's "some minutes", by which a clock that stands still is moved. */
const ADVANCE_SECONDS = 300;
/** A bank whose clock runs is asked after this pause, then after ones that grow by half. */
const FIRST_PAUSE_SECONDS = 10;
const LONGEST_PAUSE_SECONDS = 120;
const GROWTH = 1.5;

export interface ScreeningParts {
  readonly client: Client;
  readonly signal: AbortSignal;
  /** Waits in real time. */
  readonly pause: (durationMs: number, signal: AbortSignal) => Promise<void>;
  readonly onWait?: ((seconds: number) => void) | undefined;
}

/** The screenings of customers: what they say, and the wait for them. */
export class Screenings {
  private readonly parts: ScreeningParts;
  private waitedSeconds = 0;
  private pauseSeconds = FIRST_PAUSE_SECONDS;
  private isFrozen: boolean | undefined;

  constructor(parts: ScreeningParts) {
    this.parts = parts;
  }

  /**
   * What OFAC's list says of a customer, which alone decides whether accounts are opened (L-DDA): what the list of politically
   * exposed persons and the bank's own say is not looked at. `Pending` where the bank has not said it yet. Throws Rejected as
   * a request does; `about` is what its reason must not repeat.
   */
  async read(customerId: string, about?: unknown): Promise<Screening> {
    const { client, signal } = this.parts;
    const body = await sendRequest(client, 'getCustomer', { path: { customerId }, signal }, about);
    return (body as CoreSchemas['Customer']).ofac ?? 'Pending';
  }

  /**
   * Waits until a customer is screened: moves the bank's clock where it stands still and may be moved, else asks again after
   * growing pauses. Gives false when 30 minutes of waiting are over, all such waits together.
   */
  async wait(customerId: string): Promise<boolean> {
    while (this.waitedSeconds < MOST_SECONDS && !this.parts.signal.aborted) {
      await this.pauseOnce();
      const screening = await this.read(customerId).catch(pendingWhenRejected);
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
    this.pauseSeconds = Math.min(Math.ceil(this.pauseSeconds * GROWTH), LONGEST_PAUSE_SECONDS);
    await pause(seconds * 1000, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

/** One customer who cannot be read is in nobody's way: the others may be screened. */
function pendingWhenRejected(error: unknown): Screening {
  if (error instanceof Rejected) return 'Pending';
  throw error;
}

/** Whether the bank's clock stands still until it is moved, and this target may move it. */
async function isClockFrozen(client: Client): Promise<boolean> {
  if (!capabilitiesOf(client.target).has('control')) return false;
  const { response } = await client.send('getClock');
  return response.statusCode === 200 && (response.body as EmulatorSchemas['Clock'] | undefined)?.mode === 'frozen';
}

/** Moves the clock. A bank that screens a million customers on the way may answer too late: what counts is seen at the customers. */
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
    message: `Cannot move the clock of "${client.target.baseUrl}" to the screenings: it answered with status ${statusCode}`,
    remedy: 'Look at the emulator; the same command goes on',
  });
}
