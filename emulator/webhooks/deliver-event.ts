import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { describeForbiddenAddress } from '../../core/address-guard.ts';
import { monotonicMs } from '../../core/clock.ts';
import type { Delivery } from '../bank/events/delivery-queue.ts';

/** ASSUMPTION: a receiver has ten seconds of real time to respond; the bank does not say how long it waits. */
export const ANSWER_MS = 10_000;
/** The number of bytes of a response body that are read before the connection is closed. */
const ANSWER_BYTES = 64 * 1024;

/** The result of an attempt to deliver an event. */
export interface Outcome {
  /** True for status 200 only (Z-SUSP). */
  readonly isTaken: boolean;
  /** The receiver's status, if it responded. */
  readonly statusCode?: number;
  /** The reason why there is no response. */
  readonly problem?: string;
  /** Real time until the head of the response, or until the attempt ended. */
  readonly durationMs: number;
}

/** The conditions that end an attempt without a response. */
export interface DeliveryLimits {
  readonly signal: AbortSignal;
  /** Time in which the receiver must respond, in real milliseconds. */
  readonly answerMs: number;
}

/**
 * Sends an event by POST. The head of the response decides; its body is read up to a limit of size and time, so that
 * the receiver gets no error. Redirects are not followed, because their status is not 200. Never connects to an
 * address that the guard forbids.
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
    // A response that switches protocols (101) ends the connection without an error.
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
