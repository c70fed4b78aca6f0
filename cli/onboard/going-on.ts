import { CrosscheckError } from '../../core/errors.ts';
import type { createClient, Journal } from '../../harness/host.ts';
import { hasForgotten, type Instant } from './bank-memory.ts';
import type { JournalFile } from './journal-file.ts';

type Client = ReturnType<typeof createClient>;

/** Looks whether a journal is of this bank, by one request. Throws a CrosscheckError when the bank does not know who it has accepted. */
export async function checkSameBank(journal: JournalFile, client: Client): Promise<void> {
  const unknown = await findUnknown(journal, client);
  if (unknown === undefined) return;
  throw new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot go on with "${journal.file}": "${client.target.baseUrl}" does not know customer ${unknown}, whom it has accepted by that`,
    remedy:
      'It is another bank, as an emulator that was started anew. Nothing was sent; delete that file to begin anew',
  });
}

/** The number of the first customer whom the bank has accepted by a journal, if it does not know that one. */
export async function findUnknown(journal: Pick<Journal, 'accepted'>, client: Client): Promise<number | undefined> {
  for await (const { n, customerId } of journal.accepted()) {
    const { response } = await client.send('getCustomer', { path: { customerId } });
    return response.statusCode === 404 ? n : undefined;
  }
  return undefined;
}

/** Throws a CrosscheckError when the bank may have forgotten the keys of what is under way in a journal. */
export function checkRemembered(file: string, sent: Instant, now: Instant): void {
  if (!hasForgotten(sent, now)) return;
  throw new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot go on with "${file}": it was begun more than 7 days ago, and the bank has forgotten the idempotency keys`,
    remedy:
      'Nothing was sent: what was under way might be created twice. Onboard customers of another --seed, or of other numbers by --from',
  });
}
