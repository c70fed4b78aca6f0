import { CrosscheckError } from '../../core/errors.ts';
import { maskUrlPath } from '../../core/loopback.ts';
import { type Case, type CaseResult, type DeliveryAttempt, evaluateCase } from './case.ts';
import { type PartnerBank, Refusal } from './partner-bank.ts';

const PINGED = 'Core.Account.Opened';

const ping: Case = {
  name: 'Ping',
  summary: 'An event without resources, with isPing',
  wants: 'taken',
  remedy: 'Answer 200 to an event with "isPing": true, and ignore its missing resources (L-HOOKREG)',
};

/**
 * Sends the handler a ping before any case. Throws a CrosscheckError if no case can be sent: the bank does not deliver
 * to the address, the handler does not listen, its path is missing, or it rejects the credentials.
 */
export async function pingHandler(bank: PartnerBank): Promise<CaseResult> {
  await introduce(bank);
  await bank.call('pingRegistration', { path: bank.pathOf(PINGED) });
  await bank.deliver();
  await bank.unregisterAll();
  const attempts = bank.takeAttempts();
  for (const one of attempts) throwIfNobodyIsThere(bank, one);
  return evaluateCase(ping, attempts);
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
        'Name an https address of at most 255 characters, or plain http on this machine; name the user with --username',
      cause: error,
    });
  }
}

function throwIfNobodyIsThere({ handler }: PartnerBank, { statusCode, problem }: DeliveryAttempt): void {
  const place = `"${maskUrlPath(handler.url)}"`;
  if (problem !== undefined)
    throw new CrosscheckError({
      code: 'unreachable',
      message: `The webhook handler at ${place} cannot be reached: ${problem}`,
      remedy: /CERT|SIGNATURE|SIGNED/.test(problem)
        ? 'Let Node trust its certificate: NODE_EXTRA_CA_CERTS=FILE, with the certificate of its issuer'
        : 'Start your handler there, or name the right address with --to',
    });
  if (statusCode === 404 || statusCode === 405)
    throw new CrosscheckError({
      code: 'unreachable',
      message: `No webhook handler at ${place}: a POST is answered with ${statusCode}`,
      remedy: 'Name the path of your handler in --to as well',
    });
  if (statusCode === 401 || statusCode === 403)
    throw new CrosscheckError({
      code: 'credentials',
      message: `The handler at ${place} answers ${statusCode} ${handler.credentials ? 'to these credentials' : 'without credentials'}`,
      remedy: handler.credentials
        ? 'Check --username and COS_WEBHOOK_PASSWORD (in the environment, otherwise in .env): the handler expects others'
        : 'Name its user with --username NAME, and set COS_WEBHOOK_PASSWORD',
    });
}
