import {
  createClient,
  customer,
  GENERATOR_VERSION,
  loadTarget,
  onboardCustomers,
  type ProgressLog,
} from '../../harness/host.ts';
import { type EmulatorProcess, startEmulatorProcess } from './emulator-process.ts';
import { resetBank } from './fresh-bank.ts';
import { issueToken } from './funded-accounts.ts';
import { type Measure, median, ROUNDS, timed } from './measure.ts';

const SEED = 7;
const COUNT = 400;
const PARALLEL = 8;
/** Turns that are not counted: code gets warm, connections open. */
const WARM_UP = 2;
/** No request of a person needs more of an earlier answer than the customer's id. */
const OPTIONS = { classification: 'Personal' } as const;

/**
 * Measures onboarding to the in-memory emulator, in a process of its own, next to plain `fetch` of the same bodies with
 * the same keys and concurrency, in turns on equally new banks. Drawing, validation and contract checks are part of the
 * first only.
 */
export async function measureOnboarding(): Promise<Measure> {
  const emulator = await startEmulatorProcess();
  try {
    const rates: Record<'ours' | 'plain', number[]> = { ours: [], plain: [] };
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      await resetBank(emulator);
      const ours = await onboard(emulator);
      await resetBank(emulator);
      const plain = await onboardByFetch(emulator);
      if (round < WARM_UP) continue;
      rates.ours.push(ours);
      rates.plain.push(plain);
    }
    const ratio = median(rates.ours.map((rate, round) => rate / (rates.plain[round] ?? Number.NaN)));
    return {
      name: 'onboarding in memory, of plain fetch',
      measured: `${ratio.toFixed(2)} (${median(rates.ours).toFixed(0)}/s)`,
      target: { text: '>= 0.50', met: ratio >= 0.5 },
      note: `${COUNT} persons, ${PARALLEL} at a time; fetch ${median(rates.plain).toFixed(0)}/s`,
    };
  } finally {
    await emulator.stop();
  }
}

/** Returns customers per second, including the time to draw them. */
async function onboard({ environment }: EmulatorProcess): Promise<number> {
  const target = loadTarget({ environment });
  const client = createClient(target);
  let accepted = 0;
  const progressLog: ProgressLog = {
    outcomeOf: () => undefined,
    write({ outcome }) {
      if (outcome === 'accepted') accepted += 1;
    },
    accepted: () => {
      throw new Error('No accounts are opened');
    },
  };
  const { partnerId } = target;
  const durationMs = await timed(() =>
    onboardCustomers({
      client,
      progressLog,
      first: 1,
      last: COUNT,
      opensAccounts: false,
      parallel: PARALLEL,
      draw: (n) => customer(SEED, n, { ...OPTIONS, partnerId }),
    }),
  );
  if (accepted !== COUNT) throw new Error(`${accepted} of ${COUNT} were accepted`);
  return COUNT / (durationMs / 1000);
}

/** Returns customers per second, with their bodies written beforehand. */
async function onboardByFetch(emulator: EmulatorProcess): Promise<number> {
  const { baseUrl, environment } = emulator;
  const authorization = await issueToken(emulator, 'partner');
  const partnerId = environment.COS_PARTNER_ID ?? '';
  const post = async (path: string, key: string, body: unknown): Promise<{ readonly id: string }> => {
    const headers = { accept: 'application/json', authorization, 'content-type': 'application/json' };
    const answer = await fetch(`${baseUrl}/core/v1/cm/customers${path}`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': key },
      body: JSON.stringify(body),
    });
    if (answer.status !== 200) throw new Error(`Plain fetch got status ${answer.status}`);
    return (await answer.json()) as { id: string };
  };
  const records = Array.from({ length: COUNT }, (_, at) => customer(SEED, at + 1, { ...OPTIONS, partnerId }));
  const lane = async () => {
    for (let record = records.pop(); record; record = records.pop()) {
      const key = `crosscheck-c${GENERATOR_VERSION}-${SEED}-${record.n}`;
      const { id } = await post('', `${key}-customer`, record.customer);
      for (const [at, identification] of record.identifications.entries())
        await post(`/${id}/identifications`, `${key}-id-${at + 1}`, identification);
    }
  };
  const durationMs = await timed(() => Promise.all(Array.from({ length: PARALLEL }, lane)));
  return COUNT / (durationMs / 1000);
}
