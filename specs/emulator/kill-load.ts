import type { SeededRandom } from '../../core/seeded-random.ts';
import type { Target } from '../../core/target.ts';
import { type OperationId, operations } from '../../generated/operations.ts';

/** One request of the load, what came of it, and the text by which its effect is found again. */
export interface LoadedRequest {
  readonly operationId: OperationId;
  /** Idempotency key and mark: in the client identifier, the reason, the description or the title. */
  readonly mark: string;
  readonly path: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** The body of a success, or nothing when the bank went before it answered. */
  answer?: Readonly<Record<string, unknown>> | undefined;
}

export interface LoadOptions {
  readonly target: Target;
  readonly random: SeededRandom;
  /** Masters first, then their subledgers. */
  readonly accounts: readonly string[];
  readonly masters: readonly string[];
  /** Called once, when this many requests have been answered. */
  readonly answersUntilKill: number;
  readonly onReached: () => void;
}

const CONNECTIONS = 8;
/** Idempotency keys are remembered for seven days of the bank's time; so many closes stay within. */
const MOST_CLOSES = 4;

/** Sends requests of all kinds over several connections until the bank is gone; gives all that were sent. */
export async function loadUntilKilled(options: LoadOptions): Promise<LoadedRequest[]> {
  const tokens = { partner: await issueToken(options.target), operator: await issueToken(options.target, 'operator') };
  const sent: LoadedRequest[] = [];
  let answered = 0;
  const work = async () => {
    for (;;) {
      const request = buildRequest(options, sent);
      sent.push(request);
      try {
        request.answer = await send(options.target.baseUrl, request, tokens);
      } catch (error) {
        if (error instanceof Refused) throw error;
        return;
      }
      answered += 1;
      if (answered === options.answersUntilKill) options.onReached();
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  return sent;
}

/** Mostly transfers; now and then a hold, a memo post, a subledger, a close. */
function buildRequest({ random, accounts, masters }: LoadOptions, sent: readonly LoadedRequest[]): LoadedRequest {
  const mark = `load-${sent.length}`;
  const closes = sent.filter(({ operationId }) => operationId === 'closePostingDay').length;
  const pick = (numbers: readonly string[]) => numbers[random.integer(0, numbers.length - 1)] ?? '';
  const amount = random.integer(1, 50);
  const [debitAccountNumber, accountNumber] = [pick(accounts), pick(masters)];
  const creditAccountNumber = pick(accounts.filter((number) => number !== debitAccountNumber));
  const draw = random.integer(0, 99);
  if (draw < 3 && closes < MOST_CLOSES) return { operationId: 'closePostingDay', mark, path: {}, body: undefined };
  if (draw < 7)
    return {
      ...{ operationId: 'createSubaccount', mark, path: {} },
      body: { masterAccountNumber: accountNumber, title: mark },
    };
  if (draw < 15) return { operationId: 'placeHold', mark, path: { accountNumber }, body: { amount, reason: mark } };
  if (draw < 23) {
    const body = { transactionType: 'Debit', amount, description: mark };
    return { operationId: 'placeMemoPost', mark, path: { accountNumber }, body };
  }
  const body = { debitAccountNumber, creditAccountNumber, amount, clientIdentifier: mark };
  return { operationId: 'createTransfer', mark, path: {}, body };
}

class Refused extends Error {}

type Tokens = Readonly<Record<'partner' | 'operator', string>>;

async function send(baseUrl: string, { operationId, mark, path, body }: LoadedRequest, tokens: Tokens) {
  const operation = operations[operationId];
  const url = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? '');
  const response = await fetch(`${baseUrl}${url}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tokens[operation.source === 'emulator' ? 'operator' : 'partner']}`,
      'idempotency-key': mark,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (response.status >= 300) throw new Refused(`${operationId} ${response.status} ${text}`);
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

async function issueToken(target: Target, role: 'partner' | 'operator' = 'partner'): Promise<string> {
  const { clientId = '', clientSecret = '' } = target[role] ?? {};
  const response = await fetch(target.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
      audience: target.audience,
    }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}
