import type { Target } from '../../core/target.ts';
import { type StubAnswer, type StubBank, type StubRequest, startStubBank } from './stub-bank.ts';

export const GUID = '00000000-0000-4000-a000-000000000001';
const PARTNER = '5f0c1a52-8b1e-4d57-9a61-3c2e7d90b001';

interface Registration {
  readonly id: string;
  readonly eventName: string;
  readonly callbackUrl?: string;
  readonly authUsername?: string;
  readonly authPassword?: string;
  readonly type: string;
}

/** The webhooks of a stub bank with events set by the test; core operations are the test's own. */
export interface WebhookBank extends Pick<StubBank, 'requests' | 'close'> {
  readonly target: Target;
  readonly registrations: Map<string, Registration>;
  /** The events to be polled, oldest first. */
  readonly waiting: object[];
  /** Delivers to the callback of a registration of this name, or of the only one; gives the status. */
  deliver(event: object, change?: { readonly authorization?: string; readonly text?: string }): Promise<number>;
}

export interface WebhookBankOptions {
  readonly answer?: (request: StubRequest, bank: WebhookBank) => StubAnswer | undefined;
  /** Registrations that the partner has already. */
  readonly own?: readonly Registration[];
  readonly events?: Target['events'];
}

/** Starts it. A registration is taken once for each name; an event is polled until it is acknowledged. */
export async function startWebhookBank({ answer, own = [], events }: WebhookBankOptions = {}): Promise<WebhookBank> {
  const registrations = new Map(own.map((one) => [one.id, one]));
  const waiting: object[] = [];
  let count = 0;
  const webhooks = ({ method, path, body }: StubRequest): StubAnswer | undefined => {
    const [, id = '', act] = /^\/webhooks\/v1\/(?:registrations|events)\/?([^/?]*)\/?(\w*)/.exec(path) ?? [];
    if (path.startsWith('/webhooks/v1/events/poll')) {
      const [oldest] = waiting;
      return oldest ? { status: 200, body: oldest } : { status: 204 };
    }
    if (path.startsWith('/webhooks/v1/events')) {
      if (act === 'acknowledge') waiting.shift();
      return { status: 200 };
    }
    if (!path.startsWith('/webhooks/v1/registrations')) return undefined;
    if (method === 'GET') {
      const paging = { pageNumber: 1, pageSize: 50, hasPreviousPage: false, hasNextPage: false };
      return { status: 200, body: { results: [...registrations.values()].map(shown), ...paging } };
    }
    if (method === 'DELETE') return { status: registrations.delete(id) ? 200 : 404 };
    const asked = JSON.parse(body) as Registration;
    if ([...registrations.values()].some(({ eventName }) => eventName === asked.eventName))
      return { status: 400, body: { errors: [{ code: 2000, message: 'Registered already' }] } };
    const registered = { ...asked, id: `00000000-0000-4000-a000-${String(++count).padStart(12, '0')}` };
    registrations.set(registered.id, registered);
    return { status: 200, body: shown(registered) };
  };
  const stub = await startStubBank((request) => answer?.(request, bank) ?? webhooks(request));
  const bank: WebhookBank = {
    registrations,
    waiting,
    requests: stub.requests,
    close: stub.close,
    target: { ...stub.target, partnerId: PARTNER, ...(events ? { events } : {}) },
    async deliver(event, { authorization, text = JSON.stringify(event) } = {}) {
      const { eventName } = event as { eventName?: string };
      const all = [...registrations.values()];
      const to = all.find((one) => one.eventName === eventName) ?? all[0];
      const basic = Buffer.from(`${to?.authUsername}:${to?.authPassword}`).toString('base64');
      const headers = { 'content-type': 'application/json', authorization: authorization ?? `Basic ${basic}` };
      const answered = await fetch(to?.callbackUrl ?? '', { method: 'POST', headers, body: text });
      return answered.status;
    },
  };
  return bank;
}

/** Returns a registration without its credentials, which are never shown. */
function shown({ authUsername: _, authPassword: __, ...registration }: Registration): object {
  return { ...registration, partnerId: PARTNER, format: 'Extended', status: 'Active', consecutiveErrors: 0 };
}

let events = 0;

/** Builds an Extended event about one customer. */
export function customerEvent(eventName: string, changes: object = {}): object {
  const id = `00000000-0000-4000-b000-${String(++events).padStart(12, '0')}`;
  const detail = { customerId: GUID, clientIdentifier: null };
  return {
    id,
    eventName,
    status: 'Pending',
    partnerId: PARTNER,
    createdAt: new Date().toISOString(),
    resources: [`core/v1/cm/customers/${GUID}`],
    details: [detail],
    ...changes,
  };
}
