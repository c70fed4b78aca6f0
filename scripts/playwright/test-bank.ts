import { createSeededRandom, seededGuid, systemGuid } from '../../core/seeded-random.ts';
import type { Target } from '../../core/target.ts';
import { type EmulatorOptions, type RunningEmulator, startEmulator } from '../../emulator/start.ts';
import type { CustomerGenerator } from '../../harness/customers/customer-generator.ts';
import { createCustomerGenerator, loadTarget } from '../../harness/index.ts';

/** The COS that a test talks to, and what the test draws for it. */
export interface TestBank {
  readonly target: Target;
  readonly seed: number;
  readonly customers: CustomerGenerator;
  /** A new idempotency key or label: seeded on a bank of the test's own, else unique in the world. */
  newId(): string;
  close(): Promise<void>;
}

/**
 * Opens the bank of a test: an emulator of its own with these options, or, where `COS_BASE_URL` is set, the target of the
 * environment, for which they mean nothing. An address that only stands in `.env` is not enough: nobody's `npm test`
 * reaches the sandbox because of a file.
 */
export async function openTestBank(options: EmulatorOptions): Promise<TestBank> {
  const { seed = 1 } = options;
  const customersOf = ({ partnerId }: Target) => createCustomerGenerator(seed, partnerId);
  if (process.env.COS_BASE_URL) {
    const target = loadTarget();
    return { target, seed, customers: customersOf(target), newId: systemGuid, close: () => Promise.resolve() };
  }
  const emulator = await startEmulator(options);
  const random = createSeededRandom(seed);
  const newId = () => seededGuid(random);
  const target = targetOf(emulator);
  return { target, seed, customers: customersOf(target), newId, close: () => emulator.close() };
}

function targetOf({ baseUrl, tokenUrl, demo }: RunningEmulator): Target {
  const [{ partnerId, ...partner }] = demo.partners;
  return {
    ...{ kind: 'emulator', baseUrl, tokenUrl, audience: demo.audience, partnerId, partner },
    ...{ operator: demo.operator, products: demo.products },
  };
}
