import { closeSync, fstatSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CrosscheckError } from '../../core/errors.ts';
import type { CustomerAccepted, createClient } from '../../harness/host.ts';
import { hasForgotten, type Instant, isInstant } from './bank-memory.ts';
import { readLines } from './file-lines.ts';
import { findUnknown } from './going-on.ts';
import type { FirstLine, JournalHeader, Sample } from './journal-header.ts';
import { parseEntry, parseJson } from './parse-entry.ts';

/** What is needed to look at what other commands have sent. */
export interface Looking {
  /** Where journals are. */
  readonly folder: string;
  readonly header: JournalHeader;
  readonly now: Instant;
  readonly client: ReturnType<typeof createClient>;
}

/**
 * Looks whether customers of an onboarding that begins may be at the bank already, by the journals of others with the same seed, host
 * and partner: the same bodies within the bank's memory are replayed by their keys, others would be doubles or conflicts. A journal of
 * a bank that was started anew is in nobody's way. Throws a CrosscheckError that names the journal.
 */
export async function checkOverlaps({ folder, header, now, client }: Looking): Promise<void> {
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.ndjson'))) {
    const file = join(folder, name);
    const { first, accepted } = readOther(file);
    if (!first || !overlaps(first, header)) continue;
    const isOther = !isSame(first.sample, header.sample);
    if (!isOther && !hasForgotten(first.firstSent, now)) continue;
    if ((await findUnknown({ accepted }, client)) !== undefined) continue;
    throw doubles(file, first, isOther ? 'with other values' : 'more than 7 days ago, which the bank has forgotten');
  }
}

/** The first line of a journal, if it has one, and the first customer that was accepted. */
function readOther(file: string) {
  const descriptor = openSync(file, 'r');
  try {
    let first: FirstLine | undefined;
    for (const { text } of readLines(descriptor, fstatSync(descriptor).size)) {
      if (first) {
        const entry = parseEntry(text, first);
        if (entry?.phase === 'customer' && entry.outcome === 'accepted') return { first, accepted: () => only(entry) };
        continue;
      }
      const known = parseJson(text) as Partial<FirstLine> | undefined;
      if (!isInstant(known?.firstSent) || typeof known?.target !== 'string' || !URL.canParse(known.target)) break;
      first = known as FirstLine;
    }
    return { first, accepted: () => only() };
  } finally {
    closeSync(descriptor);
  }
}

async function* only(...entries: CustomerAccepted[]): AsyncGenerator<CustomerAccepted> {
  yield* entries;
}

function overlaps(other: FirstLine, own: JournalHeader): boolean {
  if (other.seed !== own.seed || other.partnerId !== own.partnerId) return false;
  if (new URL(other.target).host !== new URL(own.target).host) return false;
  return other.first <= own.last && own.first <= other.last;
}

/** Accounts may come later, for customers who have none yet. */
function isSame(other: Partial<Sample> | undefined, own: Sample): boolean {
  if (other?.customers !== own.customers) return false;
  return other.accounts === undefined || own.accounts === undefined || other.accounts === own.accounts;
}

function doubles(file: string, { first, last, seed }: FirstLine, how: string): CrosscheckError {
  return new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot onboard customers of seed ${seed} who may be there already: by "${file}" the numbers ${first} to ${last} were sent ${how}`,
    remedy:
      'Nothing was sent: they might be there twice. Give another --seed, or numbers that are not there yet by --from',
  });
}
