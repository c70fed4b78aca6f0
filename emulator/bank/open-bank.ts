import { addBusinessDays, businessDayOnOrAfter, easternDateOf, easternInstant } from '../../core/business-day.ts';
import { createFrozenClock, wallClock } from '../../core/clock.ts';
import { createSeededRandom, deriveSeed, type SeededRandom } from '../../core/seeded-random.ts';
import { addProduct, type ProductSetup } from './accounts/products.ts';
import { type Bank, CLOSE_TIME, readSetting, traceStampOf, writeSetting } from './bank.ts';
import { addFirstRateCard } from './interest/rate-cards.ts';
import { internalAccounts } from './ledger/internal-accounts.ts';
import type { Store } from './store.ts';
import type { Variants } from './variants.ts';

/** The parts and settings of a bank. */
export interface BankOptions {
  readonly store: Store;
  readonly seed: number;
  /**
   * Milliseconds since 1970 at which a new bank's clock is frozen, or `wall`. An existing bank continues at its own
   * time.
   */
  readonly clock: number | 'wall';
  readonly products: readonly ProductSetup[];
  readonly variants: Variants;
}

/** Opens the bank of a database; a new bank gets its products and internal accounts. */
export function openBank({ store, seed, clock, products, variants }: BankOptions): Bank {
  const starts = Number(readSetting(store, 'starts') ?? 0) + 1;
  const known = readSetting(store, 'clock');
  const startMs = clock === 'wall' ? wallClock.nowMs() : clock;
  const bankClock = createFrozenClock(known === undefined ? startMs : Number(known));
  const random = createSeededRandom(deriveSeed(seed, `bank ${starts}`));
  const eventRandom = createSeededRandom(deriveSeed(seed, `events ${starts}`));
  let traces = lastTrace(store);
  const bank: Bank = {
    store,
    clock: bankClock,
    runsByItself: clock === 'wall',
    random,
    variants,
    newId: () => timedGuid(random, bankClock.nowMs()),
    newEventId: () => timedGuid(eventRandom, bankClock.nowMs()),
    newTraceNumber() {
      traces += 1;
      return `T${traceStampOf(bankClock.nowMs())}${traces.toString(36).toUpperCase().padStart(5, '0').slice(-5)}`;
    },
    keepTraceNumbers: () => writeSetting(store, 'tested-traces', traces),
  };
  store.atomically(() => {
    if (starts === 1) writeFirstRecords(bank, products);
    writeSetting(store, 'starts', starts);
  });
  return bank;
}

/** Writes the settings, products and internal accounts of a new bank. */
function writeFirstRecords(bank: Bank, products: readonly ProductSetup[]): void {
  const { store, clock } = bank;
  const now = clock.nowMs();
  const date = easternDateOf(now);
  const isPast = now >= easternInstant(date, CLOSE_TIME);
  writeSetting(store, 'posting-day', isPast ? addBusinessDays(date, 1) : businessDayOnOrAfter(date));
  writeSetting(store, 'statement-month', `${date.slice(0, 7)}-01`);
  writeSetting(store, 'inbound-business-days', 1);
  writeSetting(store, 'clock', now);
  writeSetting(store, 'close-time', CLOSE_TIME);
  for (const product of products) {
    addProduct(bank, product);
    addFirstRateCard(bank, product);
  }
  for (const { number, accountClass, title, sweepsTo } of internalAccounts) {
    store.run(
      `INSERT INTO account (number, class, title, sweeps_to, status, opened_ms, modified_ms) VALUES (?, ?, ?, ?, 'Active', ?, ?)`,
      number,
      accountClass,
      title,
      sweepsTo ?? null,
      now,
      now,
    );
  }
}

/** Returns the highest sequence number of a trace number, from which a restarted bank continues. */
function lastTrace(store: Store): number {
  const sql = 'SELECT trace_number FROM ledger_transaction ORDER BY seq DESC LIMIT 1';
  const recorded = Number.parseInt(store.get<{ trace_number: string }>(sql)?.trace_number.slice(-5) ?? '0', 36);
  return Math.max(recorded, Number(readSetting(store, 'tested-traces') ?? 0));
}

/**
 * Generates a GUID with COMB layout: days since 1900 in 4 digits, which start again in 2079, and 1/300 seconds since
 * UTC midnight in 8.
 */
function timedGuid(random: SeededRandom, nowMs: number): string {
  const DAY_MS = 86_400_000;
  const DAYS_1900_TO_1970 = 25_567;
  const days = (Math.floor(nowMs / DAY_MS) + DAYS_1900_TO_1970).toString(16).padStart(4, '0').slice(-4);
  const ticks = Math.floor(((nowMs % DAY_MS) * 300) / 1000)
    .toString(16)
    .padStart(8, '0');
  const hex = random.hex(18);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-a${hex.slice(15)}-${days}${ticks}`;
}
