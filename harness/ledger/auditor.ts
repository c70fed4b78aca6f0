import type { Exchange } from '../../core/exchange.ts';
import type { Deviation } from '../../core/finding.ts';
import type { AccountBalance, Movement } from '../../core/run-event.ts';
import { type Capability, capabilitiesOf } from '../../core/target.ts';
import type { Client } from '../client/client.ts';
import { accountKey, type Books, emptyBooks, type KnownAccount, zeroFigures } from './books.ts';
import { type Effect, touchedMasters } from './effects.ts';
import type { Law, LawContext, Need } from './law.ts';
import { laws } from './laws.ts';
import { createBooksObserver } from './observe-books.ts';
import { openedAccounts } from './opened-accounts.ts';
import { createRepeatFinder } from './replays.ts';
import { createTellOnce } from './tell-once.ts';

/** What a step did, as the auditor has to know it. */
export interface AuditedStep {
  readonly effects: readonly Effect[];
  /** The step failed, so that its effects may not have happened: where no figure moved, none is expected to have. */
  readonly isTentative?: boolean;
  /** The last exchange of the step, where it sent anything. */
  readonly exchange?: Exchange;
  /** The posting day that the step closed, `yyyy-mm-dd`. */
  readonly closedPostingDay?: string;
  /** Read every record of every account, whatever changed: at the close and at the end. */
  readonly sweep: boolean;
}

export interface AuditReport {
  readonly deviations: readonly Deviation[];
  readonly movements: readonly Movement[];
  readonly lawsChecked: readonly string[];
}

/** Keeps the books of one run: learns the accounts it opens, observes them after each step, asks every law. */
export interface Auditor {
  audit(step: AuditedStep): Promise<AuditReport>;
  /** The figures as last observed, masters with their subledgers below, then GL and settlement accounts. */
  balances(): AccountBalance[];
  /** The laws that this target does not let be observed. */
  readonly notObservable: readonly { readonly rule: string; readonly reason: string }[];
  /** What another auditor goes on from. */
  state(): AuditorState;
}

/** What an auditor knows: the accounts of its run, and the books as last observed. */
export interface AuditorState {
  readonly accounts: readonly KnownAccount[];
  readonly books: Books;
}

const needCapability: Record<Need, Capability> = { 'trial-balance': 'control', 'bank-time': 'control' };

/**
 * Builds the auditor of a client's target, where told from what another one knew. What it finds becomes its new starting
 * point: a difference is told once.
 */
export function createAuditor(client: Client, from?: AuditorState): Auditor {
  const observer = createBooksObserver(client);
  const capabilities = capabilitiesOf(client.target);
  const unmet = ({ needs = [] }: Law) => needs.find((need) => !capabilities.has(needCapability[need]));
  const observable = laws.filter((law) => unmet(law) === undefined);
  const known: KnownAccount[] = [...(from?.accounts ?? [])];
  const tellOnce = createTellOnce();
  const findRepeated = createRepeatFinder();
  let books: Books = from?.books ?? emptyBooks;

  return {
    async audit({ effects: declared, isTentative = false, exchange, closedPostingDay, sweep }) {
      if (exchange) known.push(...openedAccounts(exchange).filter((account) => !isKnown(known, account)));
      if (known.length === 0) return { deviations: [], movements: [], lawsChecked: [] };
      const before = books;
      const refuses = declared.some(({ kind }) => kind === 'refused');
      const touched = new Set([...touchedMasters(before, declared), ...mastersNamed(known, exchange)]);
      const after = await observer.observe({
        before,
        accounts: known,
        fullRead: (master) => refuses || touched.has(master),
        sweep,
      });
      books = after;
      const movements = describeMovements(before, after);
      const effects = isTentative && movements.length === 0 ? [] : declared;
      const repeats = exchange && findRepeated(exchange, after.now);
      const context: LawContext = {
        before,
        after,
        effects,
        moment: closedPostingDay === undefined ? 'step' : 'close',
        ...(closedPostingDay === undefined ? {} : { closedPostingDay }),
        ...(exchange ? { exchange } : {}),
        ...(repeats ? { repeats } : {}),
      };
      const asked = observable.filter(({ moment }) => moment === undefined || moment === context.moment);
      return {
        deviations: tellOnce(asked.flatMap((law) => askLaw(law, context))),
        movements,
        lawsChecked: asked.map(({ name }) => name),
      };
    },
    balances: () => describeBalances(books),
    state: () => ({ accounts: [...known], books }),
    notObservable: laws.flatMap((law) => {
      const need = unmet(law);
      return need
        ? [{ rule: law.name, reason: `needs the ${need.replace('-', ' ')}, which this target does not show` }]
        : [];
    }),
  };
}

/** Asks one law and completes what it found with what the law says of itself. */
export function askLaw(law: Law, context: LawContext): Deviation[] {
  return law.check(context).map((facts) => ({
    ...facts,
    rule: law.name,
    requirementIds: law.requirementIds,
    provenance: law.provenance,
    ...(law.discrepancy === undefined ? {} : { discrepancy: law.discrepancy }),
  }));
}

function isKnown(known: readonly KnownAccount[], account: KnownAccount): boolean {
  return known.some((other) => accountKey(other) === accountKey(account));
}

/** The masters whose number, or a subledger's, stands in a request that may have changed something: in its path or body. */
function mastersNamed(known: readonly KnownAccount[], exchange: Exchange | undefined): string[] {
  if (exchange === undefined || exchange.request.method.toUpperCase() === 'GET') return [];
  const { url, body } = exchange.request;
  const named = new Set<unknown>([...new URL(url).pathname.split('/'), ...Object.values(body ?? {})]);
  return known
    .filter(({ accountNumber }) => named.has(accountNumber))
    .map(({ masterAccountNumber }) => masterAccountNumber);
}

function describeMovements(before: Books, after: Books): Movement[] {
  return [...after.accounts].flatMap(([key, account]) => {
    const earlier = before.accounts.get(key) ?? zeroFigures;
    const current = account.currentBalance - earlier.currentBalance;
    const available = account.availableBalance - earlier.availableBalance;
    const hold = account.holdAmount - earlier.holdAmount;
    if (current === 0 && available === 0 && hold === 0) return [];
    const { accountNumber, title: label, kind } = account;
    return [{ accountNumber, label, kind, current, available, hold }];
  });
}

const internalKinds = { GeneralLedger: 'general-ledger', Settlement: 'settlement' } as const;

function describeBalances(books: Books): AccountBalance[] {
  const order = { master: 0, implicit: 1, subledger: 2 };
  const masters = [...books.accounts.values()]
    .filter(({ kind }) => kind === 'master')
    .map((master) => master.accountNumber);
  const deposits = [...books.accounts.values()]
    .sort(
      (a, b) =>
        masters.indexOf(a.masterAccountNumber) - masters.indexOf(b.masterAccountNumber) ||
        order[a.kind] - order[b.kind],
    )
    .map(({ accountNumber, title: label, kind, currentBalance, availableBalance, holdAmount, transactionCount }) => ({
      ...{ accountNumber, label, kind, currentBalance, availableBalance, holdAmount, transactionCount },
    }));
  const trial = books.trialBalance?.accounts ?? [];
  const internal = trial.flatMap(({ accountNumber, accountClass, title, currentBalance }) =>
    accountClass === 'Deposit' || masters.includes(accountNumber)
      ? []
      : [{ accountNumber, label: title ?? accountNumber, kind: internalKinds[accountClass], currentBalance }],
  );
  const others = trial.filter(
    ({ accountClass, accountNumber }) => accountClass === 'Deposit' && !masters.includes(accountNumber),
  );
  if (others.length === 0) return [...deposits, ...internal];
  const currentBalance = others.reduce((sum, account) => sum + account.currentBalance, 0);
  const label = `${others.length} masters of other runs`;
  return [...deposits, { accountNumber: '', label, kind: 'other-masters', currentBalance }, ...internal];
}
