import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { EventName } from '../../generated/events.ts';
import type { WebhookSchemas } from '../../generated/types/index.ts';
import { validators } from '../../generated/validators/closed-events.js';

/** A request that a receiver got. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly event: WebhookSchemas['DeliveredEvent'];
}

/** The response of a receiver: a status, or a function. */
export type ReceiverAnswer = number | ((response: ServerResponse, delivered: ReceivedRequest) => void);

/** A partner's server on the loopback; the test closes it. */
export interface Receiver {
  readonly url: string;
  /** Every delivery, in order of arrival, including rejected ones. */
  readonly received: ReceivedRequest[];
  /** Default: 200. */
  answer: ReceiverAnswer;
  /** Deliveries that left the contract; a test with any fails. */
  readonly problems: string[];
  close(): Promise<void>;
}

/** Starts a receiver that checks each body against the closed contract, on a free or on the given port. */
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

/** Returns the differences between a delivery and the contract. */
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

/** Renders deliveries for comparison: `eventName resource`, one line for each resource. */
export function linesOf(received: readonly ReceivedRequest[]): string[] {
  return received.flatMap(({ event }) => event.resources.map((resource) => `${event.eventName} ${resource}`)).sort();
}
