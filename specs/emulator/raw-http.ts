import { createCustomerGenerator } from '../../harness/host.ts';
import { startTestBank, type TestBank } from './test-bank.ts';

export type Json = Record<string, unknown>;

/** A bank for a case, with raw requests of its partner, whose responses may leave the contract. */
export interface RawBank {
  readonly bank: TestBank;
  /** Returns `status` and the body of the response. */
  ask(method: string, path: string, body?: unknown, key?: string): Promise<{ status: number; body: Json }>;
  readonly person: Json;
  customer(change?: Json): Promise<string>;
  account(): Promise<string>;
  subledger(master: string, change?: Json): Promise<Json>;
}

export const CORE = '/core/v1';
export const CUSTOMERS = `${CORE}/cm/customers`;

/** Starts a bank with these variants. The set-up uses the contract, so it happens before the variants matter. */
export async function startRawBank(...variants: string[]): Promise<RawBank> {
  const bank = await startTestBank({ variants });
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: bank.target.partner.clientId,
    audience: bank.target.audience,
    client_secret: bank.target.partner.clientSecret,
  });
  const token = (await (await fetch(bank.target.tokenUrl, { method: 'POST', body: form })).json()) as Json;
  const ask: RawBank['ask'] = async (method, path, body, key) => {
    const answer = await fetch(`${bank.target.baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token.access_token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Json };
  };
  const { name, profile, address, phone } = createCustomerGenerator(5).person();
  const partnerId = bank.target.partnerId;
  const person = { partnerId, classification: 'Personal', name, profile, primaryAddress: address, primaryPhone: phone };
  const raw: RawBank = {
    bank,
    ask,
    person,
    async customer(change = {}) {
      const { body } = await ask('POST', CUSTOMERS, { ...person, ...change });
      await bank.advance(300);
      return String(body.id);
    },
    async account() {
      const productId = bank.emulator.demo.products.checking;
      const request = { customerId: await raw.customer(), productId, title: 'T' };
      return String((await ask('POST', `${CORE}/dda/accounts`, request)).body.accountNumber);
    },
    subledger: async (masterAccountNumber, change = {}) =>
      (await ask('POST', `${CORE}/dda/subaccounts`, { masterAccountNumber, title: 'Savings', ...change })).body,
  };
  return raw;
}
