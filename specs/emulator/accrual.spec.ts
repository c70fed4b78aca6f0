import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from '@playwright/test';
import fc from 'fast-check';
import { addCalendarDays } from '../../core/business-day.ts';
import { type Accrued, addInterest, PARTS_OF_CENT } from '../../emulator/bank/interest/accrual.ts';
import type { InterestTerms } from '../../emulator/bank/interest/interest-terms.ts';

const NONE: Accrued = { cents: 0, fraction: 0 };
const dayCounts = ['Actual360', 'Actual365', 'ActualActual'] as const;

/** Returns the interest of a day as a fraction of a cent, by the definition: part times rate by days of the year. */
function byDefinition(balance: number, { tiers, minimumBalance, dayCount }: InterestTerms, day: string) {
  const year = Number(day.slice(0, 4));
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCDate() === 29 ? 366n : 365n;
  const days = { Actual360: 360n, Actual365: 365n, ActualActual: leap }[dayCount];
  let sum = 0n;
  if (balance > 0 && balance >= minimumBalance)
    for (let cents = 0, at = 0; at < tiers.length; at++) {
      const end = Math.min(balance, tiers[at + 1]?.fromAmount ?? balance);
      if (end > cents) sum += BigInt(end - cents) * BigInt(tiers[at]?.rateBasisPoints ?? 0);
      cents = Math.max(cents, end);
    }
  return { numerator: sum, denominator: 10_000n * days };
}

const terms = fc.record({
  dayCount: fc.constantFrom(...dayCounts),
  balance: fc.constant('Closing' as const),
  minimumBalance: fc.constantFrom(0, 0, 100, 1_000_000),
  tiers: fc
    .uniqueArray(fc.integer({ min: 1, max: 99_999_999_999 }), { maxLength: 9 })
    .chain((amounts) =>
      fc.tuple(
        ...[0, ...amounts.sort((a, b) => a - b)].map((fromAmount) =>
          fc.record({ fromAmount: fc.constant(fromAmount), rateBasisPoints: fc.integer({ min: 0, max: 10_000 }) }),
        ),
      ),
    ),
});
const balance = fc.oneof(
  fc.integer({ min: -1_000, max: 10_000_000 }),
  fc.integer({ min: 0, max: 2_000_000_000_000_000 }),
);

test('random balances, tiers and days lose no fraction of a cent', () => {
  const seed = Number(process.env.ACCRUAL_SEED || randomInt(2 ** 31));
  assert(Number.isSafeInteger(seed), `ACCRUAL_SEED must be an integer: "${process.env.ACCRUAL_SEED}"`);
  // Printed at the end of the run. Replay: ACCRUAL_SEED=... npx playwright test accrual --project emulator
  test.info().annotations.push({ type: 'seed', description: `ACCRUAL_SEED=${seed}` });
  fc.assert(
    fc.property(
      terms,
      fc.array(balance, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 0, max: 1_500 }),
      (card, balances, start) => {
        let [accrued, paid, exact] = [NONE, 0n, 0n];
        // The product of all denominators: nothing is rounded.
        const unit = 10_000n * 360n * 365n * 366n;
        for (const [at, cents] of balances.entries()) {
          const day = addCalendarDays('2026-01-01', start + at);
          accrued = addInterest(accrued, cents, card, [day]);
          const { numerator, denominator } = byDefinition(cents, card, day);
          exact += (numerator * unit) / denominator;
          if (at % 7 !== 6) continue;
          paid += BigInt(accrued.cents);
          accrued = { ...accrued, cents: 0 };
        }
        const total = (paid + BigInt(accrued.cents)) * BigInt(PARTS_OF_CENT) + BigInt(accrued.fraction);
        assert.equal(total * (unit / BigInt(PARTS_OF_CENT)), exact);
        assert.ok(accrued.fraction >= 0 && accrued.fraction < PARTS_OF_CENT);
      },
    ),
    { seed, numRuns: 500 },
  );
});

test('ten years of monthly payments lose no fraction of a cent', () => {
  const card: InterestTerms = {
    dayCount: 'ActualActual',
    balance: 'Closing',
    minimumBalance: 0,
    tiers: [{ fromAmount: 0, rateBasisPoints: 1 }],
  };
  let [accrued, paid] = [NONE, 0];
  for (let day = '2026-01-01'; day < '2036-01-01'; day = addCalendarDays(day, 1)) {
    accrued = addInterest(accrued, 100_000, card, [day]);
    if (!addCalendarDays(day, 1).endsWith('-01')) continue;
    paid += accrued.cents;
    accrued = { ...accrued, cents: 0 };
  }
  // Ten whole years at a hundredth of a percent on 1,000.00.
  assert.deepEqual([paid, accrued.fraction], [100, 0]);
});
