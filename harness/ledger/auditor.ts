import type { Exchange } from '../../core/exchange.ts';
import type { Deviation } from '../../core/finding.ts';
import type { AccountBalance, DocumentReport, Movement } from '../../core/run-event.ts';
import { type Capability, capabilitiesOf } from '../../core/target.ts';
import type { Client } from '../client/client.ts';
import {
  accountKey,
  type BookPart,
  type Books,
  emptyBooks,
  type KnownAccount,
  type TrialBalance,
  type Unread,
  zeroFigures,
} from './books.ts';
import { describeDocuments } from './describe-documents.ts';
import { createDeviationFilter } from './deviation-filter.ts';
import { type Effect, touchedMasters } from './effects.ts';
import type { Law, LawContext, Need } from './law.ts';
import { describeUnread, lawExchangeOf, NotObservable, viewOf } from './law-view.ts';
import { laws } from './laws.ts';
import { createBooksObserver } from './observe-books.ts';
import { openedAccounts } from './opened-accounts.ts';
import { createRepeatFinder } from './replays.ts';

/** A step as the auditor sees it. */
export interface AuditedStep {
  readonly effects: readonly Effect[];
  /** The step failed, so its effects may not have happened: if no figure changed, no change is expected. */
  readonly isTentative?: boolean;
  /** The last exchange of the step, if it sent anything. */
  readonly exchange?: Exchange;
  /** The posting day that the step closed, `yyyy-mm-dd`. */
  readonly closedPostingDay?: string;
  /** Read every record of every account, whether changed or not: at the close and at the end. */
  readonly sweep: boolean;
}

export interface AuditReport {
  readonly deviations: readonly Deviation[];
  readonly movements: readonly Movement[];
  readonly lawsChecked: readonly string[];
}

/** The auditor of one run: learns the accounts that the run opens, reads them after each step, and checks every law. */
export interface Auditor {
  audit(step: AuditedStep): Promise<AuditReport>;
  /** The figures as last observed, masters with their subledgers below, then GL and settlement accounts. */
  balances(): AccountBalance[];
  /** The statements and tax forms that were compared with the books. */
  documents(): DocumentReport[];
  /** The laws that could not be checked, on this target or after some step, each with the reason. */
  notObservable(): readonly UnobservedLaw[];
  /** The state from which another auditor can continue. */
  state(): AuditorState;
}

/** A law that could not be checked, with the reason. */
export interface UnobservedLaw {
  readonly rule: string;
  readonly reason: string;
}

/** The state of an auditor: the accounts of its run, and the books as last read. */
export interface AuditorState {
  readonly accounts: readonly KnownAccount[];
  readonly books: Books;
  /** False if texts of these books are sealed and the client secret has changed since: they cannot be compared. */
  readonly isComparable?: boolean;
}

const SECRET_CHANGED = 'compares texts that the checkpoint keeps as HMACs, but the client secret has changed since';

const needCapability: Record<Need, Capability> = { 'trial-balance': 'control', 'bank-time': 'control' };

/**
 * Builds the auditor of a client's target, optionally from the state of another one. The books with a finding become
 * the new starting point, so that a difference is reported once.
 */
export function createAuditor(client: Client, from?: AuditorState): Auditor {
  const observer = createBooksObserver(client);
  const capabilities = capabilitiesOf(client.target);
  const unmet = ({ needs = [] }: Law) => needs.find((need) => !capabilities.has(needCapability[need]));
  const isSealed = (law: Law) => law.comparesTexts === true && from?.isComparable === false;
  const observable = laws.filter((law) => unmet(law) === undefined && !isSealed(law));
  const unchecked = new Map<string, { count: number; readonly reason: string }>();
  const known: KnownAccount[] = [...(from?.accounts ?? [])];
  const isNewDeviation = createDeviationFilter();
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
        documentsOf: documentMasters(exchange),
      });
      books = after;
      const movements = describeMovements(before, after);
      const seen = exchange && lawExchangeOf(exchange);
      const effects = isTentative && movements.length === 0 ? [] : declared;
      const repeats = exchange && findRepeated(exchange, after.now);
      const context: LawContext = {
        before: viewOf(before),
        after: viewOf(after),
        effects,
        moment: closedPostingDay === undefined ? 'step' : 'close',
        ...(closedPostingDay === undefined ? {} : { closedPostingDay }),
        ...(seen ? { exchange: seen } : {}),
        ...(repeats ? { repeats } : {}),
      };
      const deviations = (after.unread ?? []).map(reportUnread);
      const lawsChecked: string[] = [];
      for (const law of observable) {
        if (law.moment !== undefined && law.moment !== context.moment) continue;
        try {
          deviations.push(...checkLaw(law, context));
          lawsChecked.push(law.name);
        } catch (error) {
          if (!(error instanceof NotObservable)) throw error;
          unchecked.set(law.name, {
            reason: error.message,
            ...unchecked.get(law.name),
            count: (unchecked.get(law.name)?.count ?? 0) + 1,
          });
        }
      }
      return { deviations: isNewDeviation(deviations), movements, lawsChecked };
    },
    balances: () => describeBalances(books),
    documents: () => describeDocuments(books),
    state: () => ({ accounts: [...known], books, ...(from?.isComparable === false ? { isComparable: false } : {}) }),
    notObservable: () =>
      laws.flatMap((law) => {
        const need = unmet(law);
        if (isSealed(law)) return [{ rule: law.name, reason: SECRET_CHANGED }];
        if (need)
          return [{ rule: law.name, reason: `needs the ${need.replace('-', ' ')}, which this target does not show` }];
        const missed = unchecked.get(law.name);
        return missed ? [{ rule: law.name, reason: `after ${missed.count} steps: ${missed.reason}` }] : [];
      }),
  };
}

/** The rule of a finding that says which part of the books could not be read. */
const BOOKS_CAN_BE_READ = 'books-can-be-read';

function reportUnread(unread: Unread): Deviation {
  return {
    rule: BOOKS_CAN_BE_READ,
    requirementIds: [],
    message: capitalize(describeUnread(unread)),
    expected: `an answer to ${unread.operationId} that matches the contract`,
    actual: unread.reason,
    operationId: unread.operationId,
    ...unread.facts,
  };
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Checks one law and adds its name, requirements and provenance to what it found. */
export function checkLaw(law: Law, context: LawContext): Deviation[] {
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

/**
 * Returns the masters in the path or body of a request that may have changed something, by their number or a
 * subledger's.
 */
function mastersNamed(known: readonly KnownAccount[], exchange: Exchange | undefined): string[] {
  if (exchange === undefined || exchange.request.method.toUpperCase() === 'GET') return [];
  const { url, body } = exchange.request;
  const named = new Set<unknown>([...new URL(url).pathname.split('/'), ...Object.values(body ?? {})]);
  return known
    .filter(({ accountNumber }) => named.has(accountNumber))
    .map(({ masterAccountNumber }) => masterAccountNumber);
}

const DOCUMENTS = /^(list|get)(Statements|StatementDocument|TaxDocuments|TaxDocument)$/;

/** Returns the account of a step that reads statements or tax documents itself. */
function documentMasters(exchange: Exchange | undefined): ReadonlySet<string> {
  if (exchange === undefined || !DOCUMENTS.test(exchange.operationId)) return new Set();
  return new Set(new URL(exchange.request.url).pathname.split('/'));
}

function describeMovements(before: Books, after: Books): Movement[] {
  return [...after.accounts].flatMap(([key, account]) => {
    const earlier = before.accounts.get(key) ?? zeroFigures;
    const current = account.currentBalance - earlier.currentBalance;
    const available = account.availableBalance - earlier.availableBalance;
    const hold = account.holdAmount - earlier.holdAmount;
    if (current === 0 && available === 0 && hold === 0) return [];
    const { accountNumber, title, kind } = account;
    return [{ accountNumber, title, kind, current, available, hold }];
  });
}

/** Returns true for a settlement account without a balance: a bank has many that one run does not touch. */
function isUnused(accountClass: TrialBalance['accounts'][number]['accountClass'], currentBalance: number): boolean {
  return accountClass === 'Settlement' && currentBalance === 0;
}

const internalKinds = { GeneralLedger: 'general-ledger', Settlement: 'settlement' } as const;

/** Lists the balances. Figures that could not be read are left out: the last known ones may be wrong. */
function describeBalances(books: Books): AccountBalance[] {
  const isUnread = (part: BookPart, number: string) =>
    books.unread?.some((unread) => unread.part === part && unread.subject === number) === true;
  const order = { master: 0, implicit: 1, subledger: 2 };
  const masters = [...books.accounts.values()]
    .filter(({ kind }) => kind === 'master')
    .map((master) => master.accountNumber);
  const deposits = [...books.accounts.values()]
    .filter(({ accountNumber }) => !isUnread('accounts', accountNumber))
    .sort(
      (a, b) =>
        masters.indexOf(a.masterAccountNumber) - masters.indexOf(b.masterAccountNumber) ||
        order[a.kind] - order[b.kind],
    )
    .map(({ accountNumber, title, kind, currentBalance, availableBalance, holdAmount, transactionCount }) => ({
      accountNumber,
      title,
      kind,
      currentBalance,
      availableBalance,
      holdAmount,
      transactionCount,
    }));
  const trial = isUnread('trialBalance', '') ? [] : (books.trialBalance?.accounts ?? []);
  const internal = trial.flatMap(({ accountNumber, accountClass, title, currentBalance }) =>
    accountClass === 'Deposit' || masters.includes(accountNumber) || isUnused(accountClass, currentBalance)
      ? []
      : [
          {
            accountNumber,
            title: title ?? accountNumber,
            kind: internalKinds[accountClass] ?? 'general-ledger',
            currentBalance,
          },
        ],
  );
  const others = trial.filter(
    ({ accountClass, accountNumber }) => accountClass === 'Deposit' && !masters.includes(accountNumber),
  );
  if (others.length === 0) return [...deposits, ...internal];
  const currentBalance = others.reduce((sum, account) => sum + account.currentBalance, 0);
  const title = `${others.length} masters of other runs`;
  return [...deposits, { accountNumber: '', title, kind: 'other-masters', currentBalance }, ...internal];
}
