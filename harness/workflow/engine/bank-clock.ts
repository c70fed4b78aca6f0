import { easternInstant, parseBankTimestamp } from '../../../core/business-day.ts';
import { CrosscheckError } from '../../../core/errors.ts';
import type { Exchange } from '../../../core/exchange.ts';
import { capabilitiesOf } from '../../../core/target.ts';
import type { EmulatorSchemas } from '../../../generated/types/index.ts';
import type { Client } from '../../client/client.ts';
import { findAnswerProblem } from '../../contract/answer-problem.ts';
import { cosContract } from '../../contract/contract.ts';

/** A wait of one run: its due time, and the action when its turn comes. */
interface Waiting {
  readonly dueMs: number;
  readonly act: () => Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The clock of a bank that is frozen until it is moved, shared by every run on that bank. It moves only when all runs
 * wait, to the earliest due time. The runs that are due act in turn; then all runs continue together.
 */
export class BankClock {
  private runs = 0;
  private isBusy = false;
  private waiting: Waiting[] = [];
  /** The bank's time in milliseconds since 1970, as far as the runs have moved it. */
  nowMs = 0;
  /** The open posting day, `yyyy-mm-dd`, and the Eastern time at which it closes. */
  postingDay = '';
  closeTime = '';

  /** Adds a run. Every run that joins must leave. */
  join(): void {
    this.runs += 1;
  }

  leave(): void {
    this.runs -= 1;
    void this.takeTurns();
  }

  /** Records the state of the bank's clock. */
  update({ now, postingDay, closeTime }: Pick<EmulatorSchemas['Clock'], 'now' | 'postingDay' | 'closeTime'>): void {
    this.nowMs = Math.max(this.nowMs, parseBankTimestamp(now));
    this.postingDay = postingDay;
    this.closeTime = closeTime;
  }

  /** Records that a posting day was closed, which moves the clock to its closing time. */
  recordClose({ closedPostingDay, nextPostingDay }: EmulatorSchemas['PostingDayClose']): void {
    this.nowMs = Math.max(this.nowMs, easternInstant(closedPostingDay, this.closeTime));
    this.postingDay = nextPostingDay;
  }

  /** Returns the closing time of the open posting day, in milliseconds since 1970. */
  closesAtMs(): number {
    return easternInstant(this.postingDay, this.closeTime);
  }

  /** Waits until all runs wait and the clock can be moved to this instant, or has passed it; then acts. */
  async takeTurn(dueMs: number, act: () => Promise<void>): Promise<void> {
    return await new Promise((resolve, reject) => {
      this.waiting.push({ dueMs, act, resolve, reject });
      void this.takeTurns();
    });
  }

  private async takeTurns(): Promise<void> {
    if (this.isBusy || this.waiting.length === 0 || this.waiting.length < this.runs) return;
    this.isBusy = true;
    const done: (() => void)[] = [];
    const earliestMs = Math.min(...this.waiting.map(({ dueMs }) => dueMs));
    const due = this.waiting.filter(({ dueMs }) => dueMs === earliestMs || dueMs <= this.nowMs);
    for (let next = due.shift(); next; next = due.shift()) {
      const { act, resolve, reject } = next;
      this.waiting = this.waiting.filter((other) => other !== next);
      await act().then(
        () => done.push(resolve),
        (error: unknown) => done.push(() => reject(error)),
      );
      due.push(...this.waiting.filter((other) => !due.includes(other) && other.dueMs <= this.nowMs));
    }
    this.isBusy = false;
    for (const resume of done) resume();
  }
}

/**
 * Reads the bank's clock into `clock` and returns true if it is frozen until moved; false if the target has no control
 * of it. Throws a CrosscheckError if the response is not a clock.
 */
export async function readBankClock(client: Client, clock: BankClock): Promise<boolean> {
  if (!capabilitiesOf(client.target).has('control')) return false;
  const exchange = await client.send('getClock');
  const problem = findAnswerProblem(exchange, cosContract, CLOCK_FIELDS);
  if (problem) throw unusableClock(exchange, problem.reason);
  const body = exchange.response.body as EmulatorSchemas['Clock'];
  if (body.mode === 'wall') return false;
  // A new enum value is acceptable elsewhere; here the mode decides whether the clock moves by itself.
  if (body.mode !== 'frozen')
    throw unusableClock(exchange, `the unknown mode ${JSON.stringify(body.mode).slice(0, 100)}`);
  clock.update(body);
  return true;
}

const CLOCK_FIELDS = ['mode', 'now', 'postingDay', 'closeTime'];

/**
 * Moves the bank's clock and records its new time. Throws a CrosscheckError if the response does not confirm the move.
 */
export async function moveBankClock(client: Client, clock: BankClock, bySeconds: number): Promise<void> {
  const exchange = await client.send('advanceClock', { body: { bySeconds } });
  const problem = findAnswerProblem(exchange, cosContract, CLOCK_FIELDS);
  if (problem) throw unusableClock(exchange, problem.reason);
  clock.update(exchange.response.body as EmulatorSchemas['Clock']);
}

/**
 * Records the new time from the response of an operation that moves the clock; ignores a response that does not match
 * the contract.
 */
export function recordMovedClock(exchange: Exchange | undefined, clock: BankClock): void {
  if (exchange?.response.statusCode !== 200) return;
  const { operationId, response } = exchange;
  if (operationId === 'closePostingDay' && !findAnswerProblem(exchange, cosContract, CLOSE_FIELDS))
    clock.recordClose(response.body as EmulatorSchemas['PostingDayClose']);
  if (/^(advance|get)Clock$/.test(operationId) && !findAnswerProblem(exchange, cosContract, CLOCK_FIELDS))
    clock.update(response.body as EmulatorSchemas['Clock']);
}

const CLOSE_FIELDS = ['closedPostingDay', 'nextPostingDay'];

/** Returns the posting day that a response says was closed; undefined if it does not name a day. */
export function closedDayIn(exchange: Exchange | undefined): string | undefined {
  if (exchange?.operationId !== 'closePostingDay' || findAnswerProblem(exchange, cosContract, CLOSE_FIELDS))
    return undefined;
  return (exchange.response.body as EmulatorSchemas['PostingDayClose']).closedPostingDay;
}

function unusableClock({ operationId }: Exchange, reason: string): CrosscheckError {
  return new CrosscheckError({
    code: 'answer-unusable',
    message: `Cannot read the bank's clock: expected an answer to ${operationId} that matches the contract, got ${reason}`,
    remedy: 'Check the target: steps that wait cannot run without its clock',
  });
}
