import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { describeForbiddenAddress } from '../../core/address-guard.ts';
import { monotonicMs } from '../../core/clock.ts';
import type { Delivery } from '../bank/events/delivery-queue.ts';

/** ASSUMPTION: a receiver has ten seconds to answer, of real time; the bank does not say how long it waits. */
export const ANSWER_MS = 10_000;
/** What is read of an answer's body before the connection is cut. */
const ANSWER_BYTES = 64 * 1024;

/** How a try to deliver an event went. */
export interface Outcome {
  /** A 200 and nothing else takes the event (Z-SUSP). */
  readonly isTaken: boolean;
  /** The receiver's status, when it answered. */
  readonly statusCode?: number;
  /** Why there is no answer. */
  readonly problem?: string;
  /** Real time until the answer's head, or until it was given up. */
  readonly durationMs: number;
}

/** What ends a try without an answer. */
export interface DeliveryLimits {
  readonly signal: AbortSignal;
  /** How long the receiver has to answer, in real milliseconds. */
  readonly answerMs: number;
}

/**
 * Sends an event by POST. The head of the answer decides; its body is read to spare the receiver an error, up to a limit of
 * length and time. Redirects are not followed: they are not a 200. An address that the guard forbids is not connected to.
 */
export function deliverEvent(
  { url, username, password, body }: Delivery,
  { signal, answerMs }: DeliveryLimits,
): Promise<Outcome> {
  const text = JSON.stringify(body);
  const forbidden = describeForbiddenAddress(URL.canParse(url) ? new URL(url).href : url, 'callback');
  if (forbidden !== undefined)
    return Promise.resolve({ isTaken: false, problem: `its address ${forbidden}`, durationMs: 0 });
  const address = new URL(url);
  const request = address.protocol === 'https:' ? requestHttps : requestHttp;
  const startMs = monotonicMs();
  const withDuration = (outcome: Omit<Outcome, 'durationMs'>) => ({ ...outcome, durationMs: monotonicMs() - startMs });
  return new Promise((resolve) => {
    const sent = request(address, {
      method: 'POST',
      agent: false,
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(text),
        'user-agent': 'crosscheck-emulator',
        ...(username === undefined ? {} : { authorization: basicOf(username, password ?? '') }),
      },
    });
    sent.on('response', (answer) => {
      const { statusCode = 0 } = answer;
      resolve(withDuration({ isTaken: statusCode === 200, statusCode }));
      readSome(answer);
    });
    sent.on('error', (error) => resolve(withDuration({ isTaken: false, problem: describe(error, answerMs) })));
    // An answer that switches protocols (101) ends the connection without an error.
    sent.on('close', () => resolve(withDuration({ isTaken: false, problem: 'connection closed without an answer' })));
    sent.end(text);
  });
}

function readSome(answer: IncomingMessage): void {
  let bytes = 0;
  answer.on('error', () => undefined);
  answer.on('data', ({ length }: Buffer) => {
    bytes += length;
    if (bytes > ANSWER_BYTES) answer.destroy();
  });
}

function describe(error: Error, answerMs: number): string {
  const { code = error.message, name } = error as NodeJS.ErrnoException;
  return name === 'AbortError' ? `no answer within ${answerMs / 1000} s` : code;
}

function basicOf(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
