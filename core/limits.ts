import { CrosscheckError } from './errors.ts';
import { suggestName } from './nearest-name.ts';

/** One limit on what a run accepts, waits for or keeps. */
interface Limit {
  readonly value: number;
  readonly unit: string;
  /** The limited quantity. */
  readonly what: string;
}

/** All limits of a run, with their defaults. `COS_LIMITS` and `--limit` change one: `name=value`. */
export const limitTable = {
  answerBytes: { value: 5 * 1024 * 1024, unit: 'bytes', what: 'the body of one response' },
  answerDepth: { value: 200, unit: 'levels', what: 'the nesting of one JSON body' },
  answerValues: { value: 50_000, unit: 'values', what: 'the values in one JSON body' },
  answerSeconds: { value: 30, unit: 'seconds', what: 'the time for one complete response' },
  documentBytes: { value: 2 * 1024 * 1024, unit: 'bytes', what: 'one PDF document that is read' },
  documentPages: { value: 200, unit: 'pages', what: 'one PDF document that is read' },
  documentSeconds: { value: 10, unit: 'seconds', what: 'the time to read one PDF document' },
  pagesPerList: { value: 200, unit: 'pages', what: 'the pages of one list' },
  eventsPerRun: { value: 10_000, unit: 'events', what: 'the webhook events of one run' },
  eventBytesPerRun: { value: 16 * 1024 * 1024, unit: 'bytes', what: 'all webhook events of one run' },
  patternMs: { value: 1_000, unit: 'milliseconds', what: 'the time to match one regular expression' },
  attemptsPerStep: { value: 1_000, unit: 'attempts', what: 'the attempts of one step, polls included' },
  stepVisits: { value: 1_000, unit: 'visits', what: 'how often a run begins the same step' },
  pauseSeconds: { value: 86_400, unit: 'seconds', what: 'one pause before a retry' },
  keptBytes: { value: 100_000, unit: 'bytes', what: 'one request or response body in a report' },
  keptBytesPerRun: { value: 32 * 1024 * 1024, unit: 'bytes', what: 'all bodies in the report of one run' },
  requestHeadSeconds: { value: 10, unit: 'seconds', what: 'the time for the head of one request to the emulator' },
  requestSeconds: { value: 30, unit: 'seconds', what: 'the time for one whole request to the emulator' },
  requestDepth: { value: 100, unit: 'levels', what: 'the nesting of one JSON body sent to the emulator' },
  requestTextLength: { value: 4_000, unit: 'characters', what: 'one text in a JSON body sent to the emulator' },
  idleSeconds: { value: 72, unit: 'seconds', what: 'the time that a connection to the emulator may be idle' },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limitTable;

/** The limits of one run, by name. */
export type Limits = Readonly<Record<LimitName, number>>;

export const limitNames = Object.keys(limitTable) as LimitName[];

/** The default limits. */
export const defaultLimits: Limits = Object.fromEntries(
  limitNames.map((name) => [name, limitTable[name].value]),
) as Limits;

/**
 * Parses limits of the form `answerBytes=1000`, separated by commas. Throws a CrosscheckError for an unknown name or a
 * value that is not a positive integer.
 */
export function parseLimits(texts: readonly string[]): Partial<Limits> {
  const entries = texts.flatMap((text) => text.split(',')).filter((text) => text.trim() !== '');
  return Object.fromEntries(entries.map(parseLimit));
}

function parseLimit(text: string): [LimitName, number] {
  const [name = '', value = ''] = text.split('=').map((part) => part.trim());
  const known = limitNames.find((one) => one === name);
  if (known !== undefined && /^[1-9]\d{0,14}$/.test(value)) return [known, Number(value)];
  throw new CrosscheckError({
    code: 'usage',
    message: `Cannot set the limit "${text}": ${known === undefined ? 'no limit has this name' : 'its value must be a positive integer'}`,
    remedy: `${suggestName(name, limitNames)}Write name=value. The limits: ${limitNames.map((one) => `${one} (${limitTable[one].unit})`).join(', ')}`,
  });
}

/** Describes a limit that was reached, with the way to change it. */
export function describeLimit(name: LimitName, limits: Limits = defaultLimits): string {
  return `at most ${limits[name]} ${limitTable[name].unit} (change it with --limit ${name}=NUMBER or COS_LIMITS)`;
}
