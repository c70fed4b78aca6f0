import { parseLimits } from '../core/limits.ts';
import { createSeededRandom, deriveSeed, seededGuid, systemGuid } from '../core/seeded-random.ts';
import type { Target } from '../core/target.ts';
import { type EmulatorOptions, startEmulator } from '../emulator/start.ts';
import type { CustomerGenerator } from '../harness/customers/customer-generator.ts';
import { createCustomerGenerator, loadTarget } from '../harness/host.ts';

/** The COS that a test talks to, and what the test draws for it. */
export interface TestBank {
  readonly target: Target;
  readonly seed: number;
  readonly customers: CustomerGenerator;
  /** Whether the bank outlives the test, so that a run on it can be parked. */
  readonly isShared: boolean;
  /**
   * The seed of the test's next workflow, and its customers, from the first on: a run is resumed with the same ones. Another seed
   * than the test's as soon as the test has drawn customers, which are not to be the same.
   */
  nextRun(): { readonly seed: number; readonly customers: CustomerGenerator };
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
  if (process.env.COS_BASE_URL) {
    const target = loadTarget();
    const close = () => Promise.resolve();
    return { target, seed, isShared: true, ...drawFor(target, seed), newId: systemGuid, close };
  }
  const emulator = await startEmulator(options);
  const random = createSeededRandom(seed);
  const newId = () => seededGuid(random);
  const limits = parseLimits([process.env.COS_LIMITS ?? '']);
  const target = { ...emulator.target, limits };
  return { target, seed, isShared: false, ...drawFor(target, seed), newId, close: () => emulator.close() };
}

/** What a test draws for its bank. */
export function drawFor({ partnerId }: Target, seed: number): Pick<TestBank, 'customers' | 'nextRun'> {
  let drawn = 0;
  const count = <Arguments extends unknown[], Result>(draw: (...args: Arguments) => Result) => {
    return (...args: Arguments): Result => {
      drawn += 1;
      return draw(...args);
    };
  };
  const { person, business, record } = createCustomerGenerator(seed, partnerId);
  const nextRun = () => {
    const own = drawn === 0 ? seed : deriveSeed(seed, `workflow ${drawn}`);
    drawn += 1;
    return { seed: own, customers: createCustomerGenerator(own, partnerId) };
  };
  return { customers: { person: count(person), business: count(business), record: count(record) }, nextRun };
}
