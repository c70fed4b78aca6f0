import type { AddressInfo } from 'node:net';
import { easternInstant, parseTimestamp } from '../core/business-day.ts';
import { wallClock } from '../core/clock.ts';
import { CrosscheckError } from '../core/errors.ts';
import type { Limits } from '../core/limits.ts';
import { limitsOf, type Target } from '../core/target.ts';
import type { EmulatorSchemas } from '../generated/types/index.ts';
import type { Backend } from './api/handlers/handler.ts';
import { createIdentity } from './api/identity.ts';
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

/**
 * The variants of the emulator: rows of the discrepancy register that it can show either way, with the default side of
 * each.
 */
export { DEFAULT_SIDES } from './bank/variants.ts';
export type { LogFormat } from './log/request-log.ts';

export interface EmulatorOptions {
  /** Port on the loopback; default: a free one. */
  readonly port?: number;
  /** File of the books; default: in memory. */
  readonly dataFile?: string;
  /** Freezes a new bank's clock at this time (ISO 8601 with offset), or `wall` to let it run. Default: Monday 2026-03-02 09:00 Eastern. */
  readonly clock?: string;
  /** Seed of every number and id that the bank draws; default: 1. */
  readonly seed?: number;
  /** Sides of discrepancies that differ from the default, each as `DOC-022=A`. */
  readonly variants?: readonly string[];
  /** Receives each attempt to deliver an event. */
  readonly onDelivery?: DeliveryListener;
  /** The longest wait for a receiver of events in real milliseconds; default: ten seconds. */
  readonly answerMs?: number;
  /** Logs each request as a line of text or JSON: method, path, operation, status, time, caller. Default: no log. */
  readonly log?: LogFormat;
  /**
   * Receives each line of the log, and one line for each internal error, even without a log. Default: standard error.
   */
  readonly writeLine?: WriteLine;
  /** Changed bounds of requests: `requestSeconds` and others of `core/limits.ts`. */
  readonly limits?: Partial<Limits>;
}

/** A running bank. */
export interface RunningEmulator {
  readonly baseUrl: string;
  readonly tokenUrl: string;
  /** This bank as a target, called as the first demo partner and as the operator, with the demo products. */
  readonly target: Target;
  readonly demo: typeof demo;
  /** Returns the bank's time and its open posting day. */
  clock(): EmulatorSchemas['Clock'];
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
/** While the bank's clock runs, due work is done within this time even if no request arrives. */
const CATCH_UP_MS = 1_000;

const products: readonly ProductSetup[] = [
  {
    id: demo.products.checking,
    accountType: 'Checking',
    classification: 'Personal',
    ledgerType: 'Passthrough',
    eddEnabled: false,
  },
  {
    id: demo.products.savings,
    accountType: 'Savings',
    classification: 'Personal',
    ledgerType: 'Passthrough',
    eddEnabled: false,
  },
  {
    id: demo.products.business,
    accountType: 'Checking',
    classification: 'Business',
    ledgerType: 'Passthrough',
    eddEnabled: false,
  },
  {
    id: demo.products.earlyDirectDeposit,
    accountType: 'Checking',
    classification: 'Personal',
    ledgerType: 'Passthrough',
    eddEnabled: true,
  },
  {
    id: demo.products.direct,
    accountType: 'Checking',
    classification: 'Personal',
    ledgerType: 'Direct',
    eddEnabled: false,
  },
  {
    id: demo.products.generalLedger,
    accountType: 'GeneralLedger',
    classification: 'Business',
    ledgerType: 'Passthrough',
    eddEnabled: false,
  },
];

/**
 * Starts the bank on the loopback. Throws a CrosscheckError if the port is in use, the data file is not a bank, or the
 * clock is not a time.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  const { port = 0, dataFile, seed = 1 } = options;
  const clock = parseClock(options.clock);
  const variants = parseVariants(options.variants ?? []);
  const { writeLine = createLineWriter() } = options;
  // Work in progress fails once the books are closed, which is not an error of the bank.
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
    startDeliveries: () => void recorder.background.attempt('deliveries', () => backend.deliveries.deliver()),
    deliveries: createDeliverySender(() => backend.bank, options.onDelivery, options.answerMs),
  };
  const access = { audience: demo.audience, partner: demo.partners[0], operator: demo.operator };
  const server = buildServer({ backend, identity, access, limits: limitsOf(options), recorder });
  await server.listen({ port, host: HOST }).catch((cause: unknown) => {
    store.close();
    throw cannotListen(port, cause);
  });
  const timer = setInterval(() => {
    void recorder.background.attempt('work that falls due', () => catchUp(backend.bank));
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

/** Opens the bank; its first write may find a full disk, or a file that cannot be written. */
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
  const remedy = 'Write an instant with its offset, for example 2026-03-02T09:00-05:00, or "wall"';
  let instantMs: number;
  try {
    instantMs = parseTimestamp(clock);
  } catch (cause) {
    throw new CrosscheckError({ code: 'configuration', message: `The clock "${clock}" is not a time`, remedy, cause });
  }
  if (instantMs >= FIRST_INSTANT_MS && instantMs <= LAST_INSTANT_MS) return instantMs;
  const message = `The clock "${clock}" is outside the calendar of the bank, the years 1900 to 9998`;
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
  return new CrosscheckError({
    code: 'usage',
    message: `"${text}" is not a variant of the emulator`,
    remedy: `Name a row and its side, for example DOC-022=A. The rows are: ${Object.keys(DEFAULT_SIDES).join(', ')}`,
  });
}

function cannotListen(port: number, cause: unknown): CrosscheckError {
  const { code } = cause as { code?: string };
  return new CrosscheckError({
    code: 'port-in-use',
    message:
      code === 'EADDRINUSE' ? `Port ${port} is in use` : `Port ${port} cannot be used: ${code ?? 'unknown reason'}`,
    remedy: 'Choose another with --port, or --port 0 for a free one',
    cause,
  });
}
