import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { CrosscheckError } from '../../core/errors.ts';
import { defaultLimits, type Limits } from '../../core/limits.ts';
import { systemSecret } from '../../core/seeded-random.ts';
import { parseBody } from '../client/parse-body.ts';

/** The address for a bank's deliveries, with the credentials that it must send. */
export interface Receiver {
  readonly callbackUrl: string;
  readonly authUsername: string;
  readonly authPassword: string;
  close(): Promise<void>;
}

export interface ReceiverOptions {
  /** Called with the body of each delivery with the right credentials, whether it is an event or not. */
  readonly onDelivery: (body: unknown) => void;
  /** The address that leads a bank to this receiver; default: its own loopback address. */
  readonly callbackUrl?: string;
  /** Default: a free port. */
  readonly port?: number;
  /** Limits of a delivery's JSON; default: those of `core/limits.ts`. */
  readonly limits?: Limits;
}

/** An event of 50,000 resources, or of 1,000 with their details, has a few megabytes (P-HOOKS). */
const BODY_LIMIT = 32 * 1024 * 1024;

/**
 * Listens on the loopback for the deliveries of a bank, with its own credentials (HTTP Basic). Answers 200 to every
 * delivery with these credentials; only 200 counts as delivered (Z-SUSP). Throws a CrosscheckError if the port is in
 * use.
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
  // Loaded lazily, because most runs need no receiver.
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

/** Returns a digest of fixed length, so that the comparison takes constant time. */
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * Returns the JSON of a delivery, or a text that the event laws report: the delivery itself, or the reason why it
 * cannot be read. Only its bytes and depth are limited, because an event may have 50,000 resources (P-HOOKS).
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
      message: `Cannot receive events on port ${port}: the port is in use`,
      cause,
      remedy: 'Set COS_CALLBACK_PORT to another port that the callback address leads to',
    });
  }
}
