import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { CrosscheckError } from '../../core/errors.ts';
import { defaultLimits, type Limits } from '../../core/limits.ts';
import { systemSecret } from '../../core/seeded-random.ts';
import { parseBody } from '../client/parse-body.ts';

/** Where a bank delivers to, and what it has to say who it is. */
export interface Receiver {
  readonly callbackUrl: string;
  readonly authUsername: string;
  readonly authPassword: string;
  close(): Promise<void>;
}

export interface ReceiverOptions {
  /** The body of each delivery that was made with the right credentials, be it an event or not. */
  readonly onDelivery: (body: unknown) => void;
  /** The address that leads a bank to this receiver; its own on the loopback unless told. */
  readonly callbackUrl?: string;
  /** A free one unless told. */
  readonly port?: number;
  /** Bounds of a delivery's JSON; default: those of `core/limits.ts`. */
  readonly limits?: Limits;
}

/** An event of 50,000 resources, or of 1,000 with their details, has a few megabytes (P-HOOKS). */
const BODY_LIMIT = 32 * 1024 * 1024;

/**
 * Listens on the loopback for the deliveries of a bank, with credentials of its own (HTTP Basic). Takes everything that comes with them, and
 * answers 200, which alone counts as delivered (Z-SUSP). Throws a CrosscheckError when the port is in use.
 */
export async function startReceiver({
  onDelivery,
  callbackUrl,
  port = 0,
  limits = defaultLimits,
}: ReceiverOptions): Promise<Receiver> {
  const authUsername = 'crosscheck';
  const authPassword = systemSecret();
  const wanted = digestOf(`Basic ${Buffer.from(`${authUsername}:${authPassword}`).toString('base64')}`);
  // Most runs of a build have no receiver: it is loaded for those that have.
  const { default: fastify } = await import('fastify');
  const server = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) =>
    done(null, readDelivery(String(text), limits)),
  );
  server.addHook('onRequest', async (request, reply) => {
    if (timingSafeEqual(digestOf(request.headers.authorization ?? ''), wanted)) return;
    await reply.code(401).header('www-authenticate', 'Basic').send();
  });
  server.post('/*', async (request, reply) => {
    onDelivery(request.body);
    return await reply.code(200).send();
  });
  const own = await listen(server, port);
  return { callbackUrl: callbackUrl ?? `${own}/events`, authUsername, authPassword, close: () => server.close() };
}

/** Texts of one length, so that comparing them tells nothing. */
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * Returns the JSON of a delivery, or a text that the event laws report: the delivery itself, or the reason that it cannot be read. An
 * event may have 50,000 resources (P-HOOKS), so only its bytes and its depth are bounded.
 */
function readDelivery(delivery: string, limits: Limits): unknown {
  const { body, text = '', unreadable = text } = parseBody(delivery, { ...limits, answerValues: delivery.length });
  return body === undefined ? unreadable : body;
}

async function listen(server: FastifyInstance, port: number): Promise<string> {
  try {
    return await server.listen({ host: '127.0.0.1', port });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new CrosscheckError({
      code: 'port-in-use',
      message: `Cannot receive events on port ${port}: something else listens there`,
      cause,
      remedy: 'Set COS_CALLBACK_PORT to another port, to which the callback address leads',
    });
  }
}
