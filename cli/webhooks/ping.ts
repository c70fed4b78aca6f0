import { CrosscheckError } from '../../core/errors.ts';
import { maskUrlPath } from '../../core/loopback.ts';
import { type Case, type CaseResult, judge, type Try } from './case.ts';
import { type PartnerBank, Refusal } from './partner-bank.ts';

const PINGED = 'Core.Account.Opened';

const ping: Case = {
  name: 'Ping',
  summary: 'An event without resources, with isPing',
  wants: 'taken',
  remedy: 'Answer 200 to an event with "isPing": true, and look for no resources in it (L-HOOKREG)',
};

/**
 * Sends the handler a ping, before anything else. Throws a CrosscheckError when it cannot be tried at all: no address
 * that the bank delivers to, nobody there, no path of its own, credentials that it does not take.
 */
export async function pingHandler(bank: PartnerBank): Promise<CaseResult> {
  await introduce(bank);
  await bank.call('pingRegistration', { path: bank.pathOf(PINGED) });
  await bank.deliver();
  await bank.unregisterAll();
  const tries = bank.takeTries();
  for (const one of tries) throwIfNobodyIsThere(bank, one);
  return judge(ping, tries);
}

async function introduce(bank: PartnerBank): Promise<void> {
  try {
    await bank.allowHost();
    await bank.register(PINGED);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new CrosscheckError({
      code: 'usage',
      message: `The bank sends no events to "${maskUrlPath(bank.handler.url)}": ${error.reason}`,
      remedy:
        'Name an https address of at most 255 characters, or plain http on this machine; a user is given by --username',
      cause: error,
    });
  }
}

function throwIfNobodyIsThere({ handler }: PartnerBank, { statusCode, problem }: Try): void {
  const place = `"${maskUrlPath(handler.url)}"`;
  if (problem !== undefined)
    throw new CrosscheckError({
      code: 'unreachable',
      message: `Nothing takes events at ${place}: ${problem}`,
      remedy: /CERT|SIGNATURE|SIGNED/.test(problem)
        ? 'Let Node trust its certificate: NODE_EXTRA_CA_CERTS=FILE, with the certificate of who signed it'
        : 'Start your handler there, or name the right address with --to',
    });
  if (statusCode === 404 || statusCode === 405)
    throw new CrosscheckError({
      code: 'unreachable',
      message: `Nothing takes events at ${place}: a POST is answered ${statusCode}`,
      remedy: 'Name the path of your handler, too, with --to',
    });
  if (statusCode === 401 || statusCode === 403)
    throw new CrosscheckError({
      code: 'credentials',
      message: `The handler at ${place} answers ${statusCode} ${handler.credentials ? 'to these credentials' : 'without credentials'}`,
      remedy: handler.credentials
        ? 'Look at --username and COS_WEBHOOK_PASSWORD (in the environment, else in .env): the handler wants others'
        : 'Give its user by --username NAME, and the password in COS_WEBHOOK_PASSWORD',
    });
}
