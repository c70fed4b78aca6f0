import { test as base } from '@playwright/test';
import type { Exchange } from '../../core/exchange.ts';
import type { Target } from '../../core/target.ts';
import { type EmulatorOptions, type RunningEmulator, startEmulator } from '../../emulator/start.ts';
import type { OperationId } from '../../generated/operations.ts';
import type { AchSchemas, CoreSchemas, EmulatorSchemas } from '../../generated/types/index.ts';
import { validators } from '../../generated/validators/closed-responses.js';
import { type Client, createClient, type SendInput } from '../../harness/client/client.ts';
import { createCustomerGenerator } from '../../harness/host.ts';

export type Account = CoreSchemas['Account'];
export type Transaction = CoreSchemas['Transaction'];

/** A bank of the test, with short methods. Every response is checked against the closed contract. */
export interface TestBank {
  readonly emulator: RunningEmulator;
  readonly target: Target;
  /**
   * Sends as the first partner or, for the control plane, as the operator; throws if the response leaves the contract.
   */
  send(operationId: OperationId, input?: SendInput): Promise<Exchange['response']>;
  /** Sends a request that must succeed and returns the body of the response. */
  ok<Body>(operationId: OperationId, input?: SendInput): Promise<Body>;
  /** The same bank as its second partner. */
  readonly other: Pick<TestBank, 'send' | 'ok'>;
  /** Onboards a customer with address and phone who passes the screening; returns the id. */
  customer(change?: object): Promise<string>;
  /** Opens a master account of the given or of a new customer. */
  open(product?: keyof RunningEmulator['demo']['products'], customerId?: string): Promise<string>;
  /** Creates a subledger of a master. */
  subledger(masterAccountNumber: string): Promise<string>;
  /** Sends an inbound ACH entry and moves the clock past its receipt. */
  inbound(
    entry: Partial<AchSchemas['SimulatedInboundOriginationRequest']> & { receiverAccountNumber: string },
  ): Promise<void>;
  transfer(debit: string, credit: string, amount: number): Promise<Transaction>;
  /** Returns `current / available` of a master. */
  master(accountNumber: string): Promise<string>;
  /** Returns `current / available` of a subledger, or of the implicit subledger of a master. */
  sub(accountNumber: string): Promise<string>;
  advance(bySeconds: number): Promise<EmulatorSchemas['Clock']>;
  advanceTo(to: string): Promise<EmulatorSchemas['Clock']>;
  close(): Promise<EmulatorSchemas['PostingDayClose']>;
  list<Item>(operationId: OperationId, accountNumber: string): Promise<Item[]>;
  trial(): Promise<EmulatorSchemas['TrialBalance']>;
}

const SOME_MINUTES = 300;

/** Starts a bank for a test; the test stops it with `emulator.close()`. */
export async function startTestBank(options: EmulatorOptions = {}): Promise<TestBank> {
  const emulator = await startEmulator(options);
  const [, { partnerId, ...partner }] = emulator.demo.partners;
  const { target } = emulator;
  const { send, ok } = speakTo(createClient(target));
  const customers = createCustomerGenerator(1);
  const figures = ({ currentBalance, availableBalance }: Account) => `${currentBalance} / ${availableBalance}`;
  const bank: TestBank = {
    emulator,
    target,
    send,
    ok,
    other: speakTo(createClient({ ...target, partnerId, partner })),
    async customer(change = {}) {
      const { name, profile, address, phone } = customers.person();
      const primaries = { primaryAddress: address, primaryPhone: phone };
      const body = { partnerId: target.partnerId, classification: 'Personal', name, profile, ...primaries, ...change };
      const { id } = await ok<{ id: string }>('onboardCustomer', { body });
      await bank.advance(SOME_MINUTES);
      return id;
    },
    async open(product = 'checking', customerId) {
      const body = {
        customerId: customerId ?? (await bank.customer()),
        productId: emulator.demo.products[product],
        title: 'T',
      };
      return (await ok<Account>('openAccount', { body })).accountNumber;
    },
    subledger: async (masterAccountNumber) =>
      (await ok<Account>('createSubaccount', { body: { masterAccountNumber, title: 'Savings' } })).accountNumber,
    async inbound(entry) {
      await send('simulateInboundOrigination', {
        body: {
          originatorRoutingNumber: '000000000',
          originatorName: 'Example',
          originatorIdentification: 'E1',
          receiverAccountType: 'Checking',
          receiverName: 'Example',
          secCode: 'PPD',
          description: 'TEST',
          transactionType: 'Push',
          serviceType: 'SameDay',
          amount: 1,
          ...entry,
        },
      });
      await bank.advance(SOME_MINUTES);
    },
    transfer: (debitAccountNumber, creditAccountNumber, amount) =>
      ok<Transaction>('createTransfer', { body: { debitAccountNumber, creditAccountNumber, amount } }),
    master: async (accountNumber) => figures(await ok<Account>('getAccount', { path: { accountNumber } })),
    sub: async (accountNumber) => figures(await ok<Account>('getSubaccount', { path: { accountNumber } })),
    advance: (bySeconds) => ok('advanceClock', { body: { bySeconds } }),
    advanceTo: (to) => ok('advanceClock', { body: { to } }),
    close: () => ok('closePostingDay'),
    list: async (operationId, accountNumber) =>
      (await ok<{ results: never[] }>(operationId, { path: { accountNumber } })).results,
    trial: () => ok('getTrialBalance'),
  };
  return bank;
}

function speakTo(client: Client): Pick<TestBank, 'send' | 'ok'> {
  const send: TestBank['send'] = async (operationId, input) => {
    const { response } = await client.send(operationId, input);
    const validate = validators[`${operationId}_${response.statusCode}`];
    if (validate && !validate(response.body)) {
      throw new Error(
        `${operationId} ${response.statusCode} left the contract: ${JSON.stringify(validate.errors?.[0])}`,
      );
    }
    return response;
  };
  return {
    send,
    async ok<Body>(operationId: OperationId, input?: SendInput) {
      const response = await send(operationId, input);
      if (response.statusCode >= 300)
        throw new Error(`${operationId}: ${response.statusCode} ${JSON.stringify(response.body)}`);
      return response.body as Body;
    },
  };
}

/** Tests with their own bank: frozen at Monday 2026-03-02 09:00 Eastern, in memory. */
export const test = base.extend<{ bank: TestBank }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that a fixture needs from this pattern
  bank: async ({}, use) => {
    const bank = await startTestBank();
    await use(bank);
    await bank.emulator.close();
  },
});
