import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A bank that repeats each request in its response, in every possible form. */
export interface RepeatingBank {
  readonly baseUrl: string;
  /** Every token that it has issued. */
  readonly tokens: readonly string[];
  close(): Promise<void>;
}

/** The headers of one connection, which `fetch` and the server write themselves. */
const HOP = /^(?:host|connection|keep-alive|content-length|transfer-encoding|content-encoding)$/;

/**
 * Starts a relay of `upstream` that adds everything it was sent to each answer; requests that `refuses` picks are
 * refused with it.
 */
export async function startRepeatingBank(
  upstream: string,
  refuses: (asked: string) => boolean = () => false,
): Promise<RepeatingBank> {
  const tokens: string[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const sent = await text(incoming);
    const { method = '', url = '' } = incoming;
    const { authorization = '', ...others } = incoming.headers;
    const heard = [authorization, decodeURIComponent(url), sent, ...Object.values(others).map(String)].join(' ');
    const answer = await askUpstream(`${upstream}${url}`, incoming, sent);
    const token = (answer.body as { access_token?: string } | undefined)?.access_token;
    if (token) tokens.push(token);
    const isRefused = refuses(`${method} ${url}`);
    const body = isRefused ? { errors: [{ code: 2001, message: repeat(heard) }] } : answer.body;
    const headers = {
      'content-type': 'application/json',
      'x-repeated': encodeURIComponent(heard),
      'x-encoded': Buffer.from(heard).toString('base64'),
    };
    outgoing.writeHead(isRefused ? 400 : answer.status, headers);
    outgoing.end(body === undefined ? undefined : JSON.stringify(withEcho(body, sent, heard)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    tokens,
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function askUpstream(url: string, { method = '', headers }: IncomingMessage, sent: string) {
  const answer = await fetch(url, { method, headers: ownHeaders(headers), ...(sent === '' ? {} : { body: sent }) });
  const body = await answer.text();
  return { status: answer.status, body: body === '' ? undefined : (JSON.parse(body) as unknown) };
}

function ownHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !HOP.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

/** Returns a text as it is, reformatted, encoded, and within the base64 of a longer text. */
function repeat(heard: string): string {
  const reformatted = heard
    .replaceAll(/\b(\d{3})(\d{2})(\d{4})\b/g, '$1-$2-$3')
    .replaceAll(/\b(\d{4})-(\d\d)-(\d\d)\b/g, '$2/$3/$1');
  const encoded = Buffer.from(`you sent ${heard}`).toString('base64url');
  return [heard, reformatted, encodeURIComponent(heard), encoded].join(' | ');
}

function withEcho(body: unknown, sent: string, heard: string): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const names = leavesOf(parse(sent)).map((leaf) => [leaf, 'as a name'] as const);
  return { ...body, repeated: repeat(heard), leaves: leavesOf(parse(sent)), ...Object.fromEntries(names) };
}

function parse(sent: string): unknown {
  try {
    return JSON.parse(sent) as unknown;
  } catch {
    return Object.fromEntries(new URLSearchParams(sent));
  }
}

function leavesOf(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leavesOf);
  return typeof value === 'string' ? [value] : [];
}
