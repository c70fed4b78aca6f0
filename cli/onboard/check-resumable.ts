import { CrosscheckError } from '../../core/errors.ts';
import type { createClient, ProgressLog } from '../../harness/host.ts';
import { haveKeysExpired, type Instant } from './key-expiry.ts';
import type { ProgressFile } from './progress-file.ts';

type Client = ReturnType<typeof createClient>;

/**
 * Checks with one request that a progress file belongs to this bank. Throws a CrosscheckError if the bank lacks an
 * accepted customer.
 */
export async function checkSameBank(progressFile: ProgressFile, client: Client): Promise<void> {
  const unknown = await findUnknownCustomer(progressFile, client);
  if (unknown === undefined) return;
  throw new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot resume "${progressFile.file}": "${client.target.baseUrl}" has no customer ${unknown}, which the file lists as accepted`,
    remedy: 'Nothing was sent. It is another bank, for example a restarted emulator: delete the file to start again',
  });
}

/** Returns the number of the first customer that was accepted, if the bank does not have it. */
export async function findUnknownCustomer(
  progressLog: Pick<ProgressLog, 'accepted'>,
  client: Client,
): Promise<number | undefined> {
  for await (const { n, customerId } of progressLog.accepted()) {
    const { response } = await client.send('getCustomer', { path: { customerId } });
    return response.statusCode === 404 ? n : undefined;
  }
  return undefined;
}

/** Throws a CrosscheckError if the bank may have forgotten the idempotency keys of unfinished customers. */
export function checkKeysRemembered(file: string, sent: Instant, now: Instant): void {
  if (!haveKeysExpired(sent, now)) return;
  throw new CrosscheckError({
    code: 'checkpoint',
    message: `Cannot resume "${file}": it was started more than 7 days ago, and the bank forgets idempotency keys after 7 days`,
    remedy:
      'Nothing was sent, because unfinished customers could be created twice. Use another --seed, or other numbers with --from',
  });
}
