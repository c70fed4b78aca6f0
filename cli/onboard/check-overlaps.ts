import { closeSync, fstatSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';
import { type CustomerAccepted, type createClient, parseJsonLine, parseProgressRecord } from '../../harness/host.ts';
import { findUnknownCustomer } from './check-resumable.ts';
import { readLines } from './file-lines.ts';
import { haveKeysExpired, type Instant, isInstant } from './key-expiry.ts';
import type { FirstLine, ProgressHeader, Sample } from './progress-header.ts';

export interface OverlapOptions {
  /** The folder of the progress files. */
  readonly folder: string;
  readonly header: ProgressHeader;
  readonly now: Instant;
  readonly client: ReturnType<typeof createClient>;
}

/**
 * Checks that customers of a new onboarding are not at the bank already, by the progress files with the same seed, host
 * and partner. Within 7 days the bank recognizes the same bodies by their idempotency keys; other bodies would be
 * duplicates or conflicts. The progress file of a bank that was reset is ignored. Throws a CrosscheckError that names
 * the progress file.
 */
export async function checkOverlaps({ folder, header, now, client }: OverlapOptions): Promise<void> {
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.ndjson'))) {
    const file = join(folder, name);
    const { first, accepted } = readOther(file);
    if (!first || !overlaps(first, header)) continue;
    const isOther = !isSame(first.sample, header.sample);
    if (!isOther && !haveKeysExpired(first.firstSent, now)) continue;
    if ((await findUnknownCustomer({ accepted }, client)) !== undefined) continue;
    throw duplicates(file, first, isOther ? 'with other values' : 'more than 7 days ago');
  }
}

/** Reads the first line of a progress file, if there is one, and the first customer that was accepted. */
function readOther(file: string) {
  const descriptor = openSync(file, 'r');
  try {
    let first: FirstLine | undefined;
    for (const { text } of readLines(descriptor, fstatSync(descriptor).size)) {
      if (first) {
        const record = parseProgressRecord(text, first);
        if (record?.phase === 'customer' && record.outcome === 'accepted')
          return { first, accepted: () => iterate(record) };
        continue;
      }
      const known = parseJsonLine(text) as Partial<FirstLine> | undefined;
      if (!isInstant(known?.firstSent) || typeof known?.target !== 'string' || !URL.canParse(known.target)) break;
      first = known as FirstLine;
    }
    return { first, accepted: () => iterate() };
  } finally {
    closeSync(descriptor);
  }
}

async function* iterate(...records: CustomerAccepted[]): AsyncGenerator<CustomerAccepted> {
  yield* records;
}

function overlaps(other: FirstLine, own: ProgressHeader): boolean {
  if (other.seed !== own.seed || other.partnerId !== own.partnerId) return false;
  if (new URL(other.target).host !== new URL(own.target).host) return false;
  return other.first <= own.last && own.first <= other.last;
}

/** Compares two samples. Accounts may be added later, for customers without accounts. */
function isSame(other: Partial<Sample> | undefined, own: Sample): boolean {
  if (other?.customers !== own.customers) return false;
  return other.accounts === undefined || own.accounts === undefined || other.accounts === own.accounts;
}

function duplicates(file: string, { first, last, seed }: FirstLine, how: string): CrosscheckError {
  return new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot onboard these customers of seed ${seed} again: "${file}" sent numbers ${first} to ${last} ${how}`,
    remedy:
      'Nothing was sent, because these customers could be created twice. Use another --seed, or higher numbers with --from',
  });
}
