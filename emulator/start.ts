import type { AddressInfo } from 'node:net';
import { easternInstant, parseTimestamp } from '../core/business-day.ts';
import { wallClock } from '../core/clock.ts';
import { CrosscheckError } from '../core/errors.ts';
import type { Limits } from '../core/limits.ts';
import { suggestName } from '../core/nearest-name.ts';
import { limitsOf, type Target } from '../core/target.ts';
import type { EmulatorSchemas } from '../generated/types/index.ts';
import type { Backend } from './api/handlers/handler.ts';
import { createIdentity } from './api/identity-server.ts';
import { createRequestRecorder } from './api/request-recorder.ts';
import { buildServer } from './api/server.ts';
import type { ProductSetup } from './bank/accounts/products.ts';
import { type Bank, FIRST_INSTANT_MS, LAST_INSTANT_MS } from './bank/bank.ts';
import { explainDataFileError } from './bank/data-file.ts';
import { openBank } from './bank/open-bank.ts';
import { catchUp, getClock } from './bank/scheduler.ts';
import { openStore, type Store } from './bank/store.ts';
import { DEFAULT_SIDES, isVariantId, type Side, type VariantId, type Variants } from './bank/variants.ts';
import { demo, demoTarget } from './demo.ts';
import type { LogFormat } from './log/request-log.ts';
import { createLineWriter, type WriteLine } from './log/write-line.ts';
import { createDeliverySender, type DeliveryListener } from './webhooks/delivery-sender.ts';

/** The discrepancies for which the emulator can follow either side, each with its default side. */
export { DEFAULT_SIDES } from './bank/variants.ts';
export type { LogFormat } from './log/request-log.ts';

export interface EmulatorOptions {
  /** Port on 127.0.0.1. Default: a free port. */
  readonly port?: number;
  /** File that keeps the books. Default: memory only. */
  readonly dataFile?: string;
  /**
   * Time (ISO 8601 with offset) at which a new bank's clock is frozen, or `wall` for a clock that runs. Default:
   * Monday 2026-03-02 09:00 Eastern.
   */
  readonly clock?: string;
  /** Seed of all ids and numbers that the bank generates. Default: 1. */
  readonly seed?: number;
  /** Sides of discrepancies that replace the defaults, each as `DOC-022=A`. */
  readonly variants?: readonly string[];
  /** Called after each attempt to deliver an event. */
  readonly onDelivery?: DeliveryListener;
  /** Time in which a receiver of events must respond, in real milliseconds. Default: 10,000. */
  readonly answerMs?: number;
  /** Format of the request log: method, path, operation, status, time, caller. Default: no log. */
  readonly log?: LogFormat;
  /**
   * Receives each line of the log, and one line for each failure of the bank, with or without a log. Default: standard
   * error.
   */
  readonly writeLine?: WriteLine;
  /** Limits of requests that replace the defaults: `requestSeconds` and others of `core/limits.ts`. */
  readonly limits?: Partial<Limits>;
}

/** A running emulator. */
export interface RunningEmulator {
  readonly baseUrl: string;
  readonly tokenUrl: string;
  /**
   * This bank as a target, with the credentials of the first demo partner and of the operator, and the demo products.
   */
  readonly target: Target;
  readonly demo: typeof demo;
  /** Returns the bank's present time and its open posting day. */
  clock(): EmulatorSchemas['Clock'];
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
/** The interval at which a running clock does due work without requests. */
const CATCH_UP_MS = 1_000;

const products: readonly ProductSetup[] = [
  {
    id: demo.products.checking,
    kind: 'Checking',
    classification: 'Personal',
    ledgerType: 'Passthrough',
    eddEnabled: false,
  },
  {
    id: demo.products.savings,
    kind: 'Savings',
    classification: 'Personal',
    ledgerType: 'Passthrough',
    eddEnabled: false,
  },
  {
    id: demo.products.business,
    kind: 'Checking',
    classification: 'Business',
    ledgerType: 'Passthrough',
    eddEnabled: false,
  },
  {
    id: demo.products.earlyDirectDeposit,
    kind: 'Checking',
    classification: 'Personal',
    ledgerType: 'Passthrough',
    eddEnabled: true,
  },
  {
    id: demo.products.direct,
    kind: 'Checking',
    classification: 'Personal',
    ledgerType: 'Direct',
    eddEnabled: false,
  },
  {
    id: demo.products.generalLedger,
    kind: 'GeneralLedger',
    classification: 'Business',
    ledgerType: 'Passthrough',
    eddEnabled: false,
  },
  {
    id: demo.products.interestSavings,
    kind: 'Savings',
    classification: 'Personal',
    ledgerType: 'Passthrough',
    eddEnabled: false,
    rateCard: { id: '7d1b6a0e-2f43-4c8e-8a57-b1f0c4d2c007', rateBasisPoints: 400 },
  },
  {
    id: demo.products.timeDeposit,
    kind: 'TimeDeposit',
    classification: 'Personal',
    ledgerType: 'Passthrough',
    eddEnabled: false,
    timeDeposit: {
      termMonths: 12,
      fundingAmount: 100_000,
      fundingWindowDays: 10,
      periodMonths: 3,
      ratesBasisPoints: [300, 325, 350, 375],
      penaltyTiers: [
        { months: 6, feeDays: 90 },
        { months: 12, feeDays: 30 },
      ],
      bumpUpOffered: true,
    },
  },
  {
    id: demo.products.debitCard,
    kind: 'DebitCard',
    classification: 'Personal',
    ledgerType: 'Passthrough',
    eddEnabled: false,
  },
];

/**
 * Starts the emulator on 127.0.0.1. Throws a CrosscheckError if the port is in use, the data file is not a bank, the
 * clock is not a time, or a variant is unknown.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  const { port = 0, dataFile, seed = 1 } = options;
  const clock = parseClock(options.clock);
  const variants = parseVariants(options.variants ?? []);
  const { writeLine = createLineWriter() } = options;
  // Work that is interrupted by the close fails afterwards; that is not a failure of the bank.
  let isClosed = false;
  const recorder = createRequestRecorder(options.log, (line) => {
    if (!isClosed) writeLine(line);
  });
  const store = openStore(dataFile);
  const open = () => openBank({ store, seed, clock, products, variants });
  const clients = [
    ...demo.partners.map(({ partnerId, ...client }) => ({
      ...client,
      caller: { role: 'partner' as const, partnerId },
    })),
    { ...demo.operator, caller: { role: 'operator' as const } },
  ];
  const identity = createIdentity({ clients, audience: demo.audience, clock: wallClock });
  const backend: { bank: Bank } & Backend = {
    bank: openFirst(store, dataFile, open),
    partnerIds: demo.partners.map(({ partnerId }) => partnerId),
    expireTokens: identity.expirePartnerTokens,
    reset() {
      backend.bank = store.atomically(() => {
        store.empty();
        return open();
      });
      return backend.bank;
    },
    startDeliveries: () => void recorder.background.attempt('delivery of events', () => backend.deliveries.deliver()),
    deliveries: createDeliverySender(() => backend.bank, options.onDelivery, options.answerMs),
  };
  const access = { audience: demo.audience, partner: demo.partners[0], operator: demo.operator };
  const server = buildServer({ backend, identity, access, limits: limitsOf(options), recorder });
  await server.listen({ port, host: HOST }).catch((cause: unknown) => {
    store.close();
    throw cannotListen(port, cause);
  });
  const timer = setInterval(() => {
    void recorder.background.attempt('scheduled work', () => catchUp(backend.bank));
    backend.startDeliveries();
  }, CATCH_UP_MS).unref();
  const baseUrl = `http://${HOST}:${(server.server.address() as AddressInfo).port}`;
  const target = demoTarget(baseUrl);
  return {
    baseUrl,
    tokenUrl: target.tokenUrl,
    target,
    demo,
    clock: () => getClock(backend.bank),
    async close() {
      clearInterval(timer);
      backend.deliveries.close();
      server.server.closeAllConnections();
      await server.close();
      isClosed = true;
      store.close();
    },
  };
}

/** Opens the bank. Explains a failure of its first write, for example a full disk. */
function openFirst(store: Store, dataFile: string | undefined, open: () => Bank): Bank {
  try {
    return open();
  } catch (error) {
    store.close();
    throw dataFile === undefined ? error : explainDataFileError(dataFile, error);
  }
}

function parseClock(clock: string | undefined): number | 'wall' {
  if (clock === undefined) return easternInstant('2026-03-02', '09:00');
  if (clock === 'wall') return 'wall';
  const remedy = 'Write a time with its offset, for example 2026-03-02T09:00-05:00, or "wall"';
  let instantMs: number;
  try {
    instantMs = parseTimestamp(clock);
  } catch (cause) {
    throw new CrosscheckError({
      code: 'configuration',
      message: `Invalid clock "${clock}": expected a time or "wall"`,
      remedy,
      cause,
    });
  }
  if (instantMs >= FIRST_INSTANT_MS && instantMs <= LAST_INSTANT_MS) return instantMs;
  const message = `Invalid clock "${clock}": the bank supports the years 1900 to 9998`;
  throw new CrosscheckError({ code: 'configuration', message, remedy });
}

function parseVariants(texts: readonly string[]): Variants {
  const sides: Record<VariantId, Side> = { ...DEFAULT_SIDES };
  for (const text of texts) {
    const [, id = '', side] = /^(DOC-\d{3})=([AB])$/.exec(text) ?? [];
    if (!isVariantId(id)) throw unknownVariant(text);
    sides[id] = side as Side;
  }
  return sides;
}

function unknownVariant(text: string): CrosscheckError {
  const ids = Object.keys(DEFAULT_SIDES);
  const known = ids.flatMap((id) => [`${id}=A`, `${id}=B`]);
  return new CrosscheckError({
    code: 'usage',
    message: `Unknown variant "${text}"`,
    remedy: `${suggestName(text, known)}Write ID=SIDE, for example DOC-022=A. The ids: ${ids.join(', ')}`,
  });
}

function cannotListen(port: number, cause: unknown): CrosscheckError {
  const { code } = cause as { code?: string };
  return new CrosscheckError({
    code: 'port-in-use',
    message: code === 'EADDRINUSE' ? `Port ${port} is in use` : `Cannot open port ${port}: ${code ?? 'unknown reason'}`,
    remedy: 'Choose another port with --port; --port 0 picks a free one',
    cause,
  });
}
