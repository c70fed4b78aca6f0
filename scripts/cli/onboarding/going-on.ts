import { wallClock } from '../../../core/clock.ts';
import { CrosscheckError } from '../../../core/errors.ts';
import type { createClient } from '../../../harness/index.ts';
import type { JournalFile } from './journal-file.ts';

/** The bank remembers an idempotency key for this long. Source: L-IDEM (D12). */
const MEMORY_MS = 7 * 86_400_000;

/**
 * Looks whether an onboarding can go on without creating anybody twice: the bank still remembers the keys of what was under way, and
 * it is the bank that the journal is of. Throws a CrosscheckError when not.
 */
export async function checkGoingOn(journal: JournalFile, client: ReturnType<typeof createClient>): Promise<void> {
  if (wallClock.nowMs() - journal.writtenMs >= MEMORY_MS) throw forgotten(journal);
  for await (const { n, customerId } of journal.accepted()) {
    const { response } = await client.send('getCustomer', { path: { customerId } });
    if (response.statusCode === 404) throw otherBank(journal, n, client.target.baseUrl);
    return;
  }
}

function otherBank({ file }: JournalFile, n: number, baseUrl: string): CrosscheckError {
  return new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot go on with "${file}": "${baseUrl}" does not know customer ${n}, whom it has accepted by that`,
    remedy:
      'It is another bank, as an emulator that was started anew. Nothing was sent; delete that file to begin anew',
  });
}

function forgotten({ file }: JournalFile): CrosscheckError {
  return new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot go on with "${file}": it was last written more than 7 days ago, and the bank has forgotten the idempotency keys`,
    remedy:
      'Nothing was sent: what was under way might be created twice. Onboard customers of another --seed, or of other numbers by --from',
  });
}
