import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { EventName } from '../../generated/events.ts';
import type { WebhookSchemas } from '../../generated/types/index.ts';
import { validators } from '../../generated/validators/closed-events.js';

/** What came to a receiver. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly event: WebhookSchemas['DeliveredEvent'];
}

/** How a receiver answers: with a status, or by hand. */
export type ReceiverAnswer = number | ((response: ServerResponse, delivered: ReceivedRequest) => void);

/** A partner's server on the loopback, for a test that closes it. */
export interface Receiver {
  readonly url: string;
  /** Every delivery, in the order of arrival, also those that it did not take. */
  readonly received: ReceivedRequest[];
  /** 200 unless told. */
  answer: ReceiverAnswer;
  /** What left the contract; a test that ends with any is red. */
  readonly problems: string[];
  close(): Promise<void>;
}

/** Starts a receiver that holds each body against the closed contract, on a port that is free, or on one that it had before. */
export async function startReceiver(port = 0): Promise<Receiver> {
  const server = createServer((request, response) => void take(request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    received: [],
    problems: [],
    answer: 200,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    response.on('error', () => undefined);
    const { method = '', url: path = '', headers } = request;
    const event = JSON.parse(await text(request)) as ReceivedRequest['event'];
    const delivered = { method, path, headers, event };
    receiver.received.push(delivered);
    receiver.problems.push(...problemsOf(delivered));
    if (typeof receiver.answer === 'function') receiver.answer(response, delivered);
    else response.writeHead(receiver.answer).end();
  };
  return receiver;
}

/** What of a delivery is not as the contract says. */
function problemsOf({ method, headers, event }: ReceivedRequest): string[] {
  const { eventName, resources, details, status } = event;
  const validate = validators[eventName as EventName];
  if (validate && !validate(event)) return [`${eventName} left the contract: ${JSON.stringify(validate.errors?.[0])}`];
  return [
    ...(method === 'POST' ? [] : [`${eventName} came by ${method}`]),
    ...(headers['content-type']?.startsWith('application/json') ? [] : [`${eventName} did not come as JSON`]),
    ...(status === 'Pending' ? [] : [`${eventName} was delivered ${status}`]),
    ...(details.length === 0 || details.length === resources.length ? [] : [`${eventName} has not a detail for each`]),
  ];
}

/** A delivery as it is compared: `eventName resource`, one line for each resource. */
export function linesOf(received: readonly ReceivedRequest[]): string[] {
  return received.flatMap(({ event }) => event.resources.map((resource) => `${event.eventName} ${resource}`)).sort();
}
