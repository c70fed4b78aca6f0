import { parseLimits } from '../core/limits.ts';
import { createSeededRandom, deriveSeed, seededGuid, systemGuid } from '../core/seeded-random.ts';
import type { Target } from '../core/target.ts';
import { type EmulatorOptions, startEmulator } from '../emulator/start.ts';
import type { CustomerGenerator } from '../harness/customers/customer-generator.ts';
import { createCustomerGenerator, loadTarget } from '../harness/host.ts';

/** The COS that a test talks to, and the random data of the test. */
export interface TestBank {
  readonly target: Target;
  readonly seed: number;
  readonly customers: CustomerGenerator;
  /** True if the bank outlives the test, so that a run on it can be parked. */
  readonly isShared: boolean;
  /**
   * Returns seed and customers of the test's next workflow: for the first one the seed of the test, so that a parked
   * run is resumed with the same data. Once the test has drawn customers, it is another seed, so that customers do not
   * repeat.
   */
  nextRun(): { readonly seed: number; readonly customers: CustomerGenerator };
  /** Returns a new idempotency key or label: seeded on a bank of the test's own, otherwise globally unique. */
  newId(): string;
  close(): Promise<void>;
}

/**
 * Opens the bank of a test: an emulator of its own with these options or, with `COS_BASE_URL` set, the target of the
 * environment, which ignores them. An address in `.env` is not enough, so that no file can send `npm test` to the
 * sandbox.
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

/** Returns the sources of random data of a test. */
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
